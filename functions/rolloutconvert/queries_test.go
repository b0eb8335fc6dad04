package rolloutconvert

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestFill(t *testing.T) {
	for name, tc := range map[string]struct{ query, want string }{
		"every placeholder": {
			"{service} {namespace} {workload} {hash} {canary} {canaryService} {version} {window}",
			"{{args.service-name}} {{args.namespace}} {{args.rollout}} {{args.canary-hash}} {{args.rollout}}-{{args.canary-hash}} " +
				"{{args.canary-service}} {{args.canary-version}} 5m",
		},
		"PromQL's own braces":                  {`x{a="b",c=~"5[0-9]{2}"}[{window}]`, `x{a="b",c=~"5[0-9]{2}"}[5m]`},
		"Datadog's, around another":            {`sum:x{service:{service}}`, `sum:x{service:{{args.service-name}}}`},
		"a class of regular expression":        {`x{a=~"\\p{L}+"}`, `x{a=~"\\p{L}+"}`},
		"one that is named like a placeholder": {`x{a=~"\\p{version}"}`, `x{a=~"\\p{version}"}`},
		"nothing to fill":                      {`up`, `up`},
	} {
		t.Run(name, func(t *testing.T) { assert.Equal(t, tc.want, fill(tc.query, "5m")) })
	}
}

func TestCheckQuery(t *testing.T) {
	for name, tc := range map[string]struct{ query, provider, current, want string }{
		"right":                               {`rate(x{pod=~"{canary}-.*"}[{window}])`, prometheus, "", ""},
		"right, with Argo Rollouts' form":     {`x{h="{{args.canary-hash}}"} + x{h="{{ args.canary-hash }}"}`, prometheus, "", ""},
		"a quantifier is no placeholder":      {`x{code=~"5[0-9]{2}", y=~"\\pN\\p{L}"}`, prometheus, "", ""},
		"a scope of Datadog is none":          {`sum:x{*}.as_count() + sum:x{service:a,env:b}`, datadog, "", ""},
		"empty":                               {" \n", prometheus, " \n", "is empty"},
		"a placeholder that is none":          {`x{pod=~"{pod}"}`, prometheus, "{pod}", "is no placeholder; the known ones are {canary}, {canaryService}, {hash}, {namespace}, {service}, {version}, {window}, {workload}"},
		"in another case":                     {`x[{Window}]`, prometheus, "{Window}", "is no placeholder"},
		"a group of Datadog":                  {`sum:x{a:b} by {host}.as_count()`, datadog, "by {host}", "leave it out"},
		"an argument that is none":            {`x{h="{{args.hash}}"}`, prometheus, "{{args.hash}}", "is no argument"},
		"double braces around a placeholder":  {`x{{canary}}`, datadog, "{{canary}}", "is no argument"},
		"a template of another language":      {`x{a="{{ $labels.a }}"}`, prometheus, "{{ $labels.a }}", "is no argument"},
		"double braces that never end":        {`x{{ args.namespace`, prometheus, "{{ args.namespace", "is no argument"},
		"the first of two arguments is none":  {`{{ $x }} {{args.namespace}}`, prometheus, "{{ $x }}", "is no argument"},
		"the second of two arguments is none": {`{{args.namespace}} {{args.nope}}`, prometheus, "{{args.nope}}", "is no argument"},
	} {
		t.Run(name, func(t *testing.T) {
			current, message := checkQuery(tc.query, tc.provider)
			assert.Equal(t, tc.current, current)
			if tc.want == "" {
				assert.Empty(t, message)
			} else {
				assert.Contains(t, message, tc.want)
			}
		})
	}
}

// Whatever passes the check leaves nothing to Argo Rollouts that it does not know.
func FuzzPlaceholders(f *testing.F) {
	for _, seed := range []string{`x{pod=~"{canary}-.*"}[{window}]`, "{{canary}}", "{{args.namespace}}", `\p{L}`, "{a{b}c}", "{{{window}}}", "by {host}", "{{"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, query string) {
		if _, message := checkQuery(query, prometheus); message != "" {
			return
		}
		filled := fill(query, "5m")
		require.Empty(t, unknownArgument(filled), filled)
		for _, name := range argumentsIn([]string{filled}) {
			require.Contains(t, argumentNames, name)
		}
		require.Equal(t, filled, fill(filled, "5m"), "filled once")
	})
}

// The built-in queries use what they must, and nothing unknown.
func TestBuiltInQueries(t *testing.T) {
	for provider, all := range map[string]map[string]Query{prometheus: promQL, datadog: datadogQL} {
		for _, source := range []string{sourceHTTP, sourceIngressNginx, sourceIstio, sourceOpenTelemetry} {
			q, ok := all[source]
			require.True(t, ok, "%s %s", provider, source)
			for _, text := range []string{q.Errors, q.Total} {
				current, message := checkQuery(text, provider)
				assert.Empty(t, message, "%s: %s", text, current)
				assert.Regexp(t, canaryWord, text, "the canary alone")
				assert.Equal(t, provider == prometheus, strings.Contains(text, "{window}"), text)
			}
			assert.NotEqual(t, q.Errors, q.Total)
			assert.NotContains(t, q.Total, "5", "all requests, the failed ones, too")
		}
	}
}

func TestPromShare(t *testing.T) {
	q := Query{Errors: "  errors\n  # of the canary", Total: "total[{window}]"}
	assert.Equal(t, `(sum(
  errors
    # of the canary
) or vector(0))
/
clamp_min(sum(
  total[5m]
) >= 10, 300)`, promShare(q, 5*time.Minute, 10, 300), "a comment ends with its line")
	assert.Equal(t, `(sum(
  errors
    # of the canary
) or vector(0))
/
(sum(
  total[2m]
) >= 500)`, promShare(q, 2*time.Minute, 500, 300), "so many requests are decisive anyway")
}

func TestDatadogShare(t *testing.T) {
	assert.Equal(t, "default_zero(errors) / clamp_min(total, 300) * cutoff_min(total, 10) / cutoff_min(total, 10)", datadogShare(10, 300))
	assert.Equal(t, "default_zero(errors) / cutoff_min(total, 300)", datadogShare(300, 300))
}
