package previewhost_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kurumi-krm/kurumi/functions/previewhost"
	"github.com/kurumi-krm/kurumi/pkg/krm"
)

// The rules that a collision suggests are pasted into the config as they were
// printed, and have to work.
func TestSuggestedRules(t *testing.T) {
	const byDefault = "  rules:\n  - {from: \"*\", to: \"{host}\"}"
	tests := []struct {
		name  string
		rules string
		hosts []string
		want  []string // some of the suggested rules, and their order
	}{
		{
			"www gets the preview host itself, for it is what people call the site", byDefault,
			[]string{"api.example.com", "www.example.com"},
			[]string{`{from: "www.example.com", to: "{host}"}`, `{from: "api.example.com", to: "api-{host}"}`, `{from: "*", to: "{host}"}`},
		},
		{
			"without www the shortest name does", byDefault,
			[]string{"api.example.com", "example.com"},
			[]string{`{from: "example.com", to: "{host}"}`, `{from: "api.example.com", to: "api-{host}"}`},
		},
		{
			"the same label in two domains needs more of the name", byDefault,
			[]string{"www.example.com", "api.example.com", "api.example.org"},
			[]string{`{from: "api.example.com", to: "api-{host}"}`, `{from: "api.example.org", to: "api-example-org-{host}"}`},
		},
		{
			"a wildcard comes after what it covers", byDefault,
			[]string{"*.example.com", "api.example.com", "*.api.example.com"},
			[]string{
				`{from: "api.example.com", to: "{host}"}`,
				`{from: "*.api.example.com", to: "*.api-{host}"}`, `{from: "*.example.com", to: "*.{host}"}`,
			},
		},
		{
			"a wildcard takes no host from a rule that is there", "  rules:\n" +
				`  - {from: "*.shop.example.com", to: "{label}-shop.{host}"}` + "\n" + `  - {from: "*.example.com", to: "{label}.{host}"}` + "\n" +
				`  - {from: "*", to: "{label}.{host}"}`,
			[]string{"*.example.com", "*.example.org", "www.example.com", "new.shop.example.com"},
			[]string{
				`{from: "www.example.com", to: "{label}.{host}"}`,
				`{from: "*.shop.example.com", to: "{label}-shop.{host}"}`, `{from: "*.example.com", to: "*.{host}"}`,
			},
		},
		{
			"a name that another rule gives is not given again",
			"  rules:\n  - {from: chat.example.com, to: \"api-{host}\"}\n  - {from: \"*\", to: \"{host}\"}",
			[]string{"www.example.com", "api.example.com", "chat.example.com"},
			[]string{`{from: "api.example.com", to: "api-example-com-{host}"}`},
		},
		{
			"a name that is no host is not given", byDefault,
			[]string{"www.example.com", "_dmarc.example.com", strings.Repeat("a", 60) + ".example.com"},
			[]string{`{from: "_dmarc.example.com", to: "h1-{host}"}`, `.{host}"}`},
		},
		{
			"two collisions, one list", "  rules:\n  - {from: \"*.example.org\", to: \"docs-{host}\"}\n  - {from: \"*\", to: \"{host}\"}",
			[]string{"www.example.com", "api.example.com", "a.example.org", "b.example.org"},
			[]string{`{from: "a.example.org", to: "a-{host}"}`, `{from: "b.example.org", to: "b-{host}"}`},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			suggested := suggestedRules(t, tt.rules, tt.hosts)
			at := 0
			for _, rule := range tt.want {
				i := strings.Index(suggested[at:], rule)
				require.GreaterOrEqual(t, i, 0, "%s, in\n%s", rule, suggested)
				at += i
			}
			require.Empty(t, mistakes(t, suggested, tt.hosts), suggested)
		})
	}
}

// Whatever the hosts and the rules, the rules to paste tell all hosts apart.
func TestSuggestedRulesWorkForAnyHosts(t *testing.T) {
	labels := []string{"www", "api", "shop", "api-example-com", "h2", "_dmarc", strings.Repeat("x", 58)}
	domains := []string{"example.com", "example.org", "shop.example.com", "api.example.com", "com.example.org"}
	configs := []string{
		"  rules:\n  - {from: \"*\", to: \"{host}\"}",
		"  rules:\n  - {from: \"*.example.com\", to: \"{host}\"}\n  - {from: \"*\", to: \"other-{host}\"}",
		"  rules:\n  - {from: \"*.shop.example.com\", to: \"shop-{host}\"}\n  - {from: www.example.com, to: \"{host}\"}\n  - {from: \"*\", to: \"api-{host}\"}",
		"  rules:\n  - {from: \"*\", to: \"{label}.{host}\"}",
		"  rules:\n  - {from: \"api.*\", to: \"api-{host}\"}\n  - {from: \"www.*\", to: \"{host}\"}\n  - {from: \"*\", to: \"x.{host}\"}",
	}
	random := rand.New(rand.NewPCG(12, 2024))
	collisions := 0
	for range 400 {
		var hosts []string
		for range 2 + random.IntN(6) {
			host := domains[random.IntN(len(domains))]
			if n := random.IntN(len(labels) + 2); n < len(labels) {
				host = labels[n] + "." + host
			} else if n == len(labels) {
				host = "*." + host
			}
			if !slices.Contains(hosts, host) {
				hosts = append(hosts, host)
			}
		}
		rules := configs[random.IntN(len(configs))]
		isOther := func(message string) bool { return !strings.Contains(message, "would become one host") }
		if found := mistakes(t, rules, hosts); len(found) == 0 || slices.ContainsFunc(found, isOther) {
			continue
		}
		collisions++
		suggested := suggestedRules(t, rules, hosts)
		require.Empty(t, mistakes(t, suggested, hosts), "%q\n%s\nbecome\n%s", hosts, rules, suggested)
	}
	require.Greater(t, collisions, 200, "too few of the hosts collide for this to say anything")
}

// suggestedRules is the part of the first message that is meant to be pasted.
func suggestedRules(t *testing.T, rules string, hosts []string) string {
	t.Helper()
	found := mistakes(t, rules, hosts)
	require.NotEmpty(t, found, "no collision")
	_, suggested, ok := strings.Cut(found[0], "tell them apart with\n")
	require.True(t, ok, found[0])
	return suggested
}

// mistakes is what the function finds wrong with some routed hosts under a config
// with these lines in its spec.
func mistakes(t *testing.T, rules string, hosts []string) []string {
	t.Helper()
	config := krm.Source{Name: "fn.yaml", Data: []byte("apiVersion: kurumi.dev/v1alpha1\nkind: PreviewHost\nspec:\n  host: pr-12.preview.example.net\n" + rules + "\n")}
	route := krm.Source{Name: "route.yaml", Data: []byte("apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: shop}\nspec:\n  hostnames:\n")}
	for _, host := range hosts {
		route.Data = fmt.Appendf(route.Data, "  - %q\n", host)
	}
	_, results, err := previewhost.Function.ProcessFiles(&config, []krm.Source{route}, krm.Options{})
	require.NoError(t, err)
	var messages []string
	for _, r := range results {
		if r.Severity == krm.Error {
			messages = append(messages, r.Message)
		}
	}
	return messages
}
