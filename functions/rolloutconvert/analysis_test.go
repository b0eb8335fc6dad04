package rolloutconvert

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm/strict"
)

// analysisFrom reads an analysis as users write it, and judges it.
func analysisFrom(t *testing.T, text string) (*Analysis, []problem) {
	t.Helper()
	var c Analysis
	node, err := yaml.Parse(text)
	require.NoError(t, err)
	require.Empty(t, strict.Decode(node.YNode(), analysisPath, &c))
	return &c, c.validate()
}

func shop(labels ...string) deployment {
	d := deployment{name: "api", namespace: "shop", labels: map[string]string{"app": "api"}}
	for i := 0; i < len(labels); i += 2 {
		d.labels[labels[i]] = labels[i+1]
	}
	return d
}

var inDatadog = []string{datadogService, "shop-api", datadogEnv, "production", datadogVersion, "1.10"}

// The files are what a config becomes: the template, and the canary's analysis.
// UPDATE_GOLDEN=1 writes them anew, and fails.
func TestAnalysisOf(t *testing.T) {
	const prom = "{provider: prometheus, address: 'http://prometheus.monitoring:9090', "
	for file, tc := range map[string]struct {
		config     string
		d          deployment
		longest    time.Duration
		indefinite bool
	}{
		"prometheus-http-errorrate":         {config: prom + "errorRate: {max: 1%}}", longest: 2 * time.Hour},
		"prometheus-http-slo":               {config: prom + "slo: {objective: 99.9%, window: 30d}}", longest: 2 * time.Hour},
		"prometheus-ingressnginx-errorrate": {config: prom + "source: ingressNginx, errorRate: {max: 0.5%}}", longest: 10 * time.Minute},
		"prometheus-istio-slo":              {config: prom + "source: istio, slo: {objective: 99.95%}}", indefinite: true},
		"prometheus-opentelemetry-slo":      {config: prom + "source: openTelemetry, service: shop-api, slo: {objective: 99%, window: 7d}}", longest: 24 * time.Hour},
		"prometheus-minrequests":            {config: prom + "minRequests: 1000, errorRate: {max: 1%}}", longest: 4 * time.Minute},
		"prometheus-query": {config: prom + `slo: {objective: 99.9%}, query: {
			errors: 'increase(checkout_failed_total{pod=~"{canary}-.*"}[{window}])', total: 'increase(checkout_total{rollouts_pod_template_hash="{hash}"}[{window}])'}}`, longest: 30 * time.Minute},
		"cloudmonitoring-http-errorrate": {config: "{provider: cloudMonitoring, address: 'http://frontend.monitoring:9090', errorRate: {max: 1%}}", longest: time.Hour},
		"datadog-http-errorrate":         {config: "{provider: datadog, errorRate: {max: 1%}}", d: shop(inDatadog...), longest: 2 * time.Hour},
		"datadog-ingressnginx-errorrate": {config: "{provider: datadog, source: ingressNginx, errorRate: {max: 1%}}", longest: 20 * time.Minute},
		"datadog-istio-slo":              {config: "{provider: datadog, source: istio, slo: {objective: 99.9%}}", longest: 24 * time.Hour},
		"datadog-opentelemetry-slo":      {config: "{provider: datadog, source: openTelemetry, slo: {objective: 99.9%}}", longest: 2 * time.Hour},
		"datadog-query": {config: `{provider: datadog, errorRate: {max: 1%}, minRequests: 20, query: {
			errors: 'sum:trace.rack.request.errors{service:{service},version:{version}}.as_count()', total: 'sum:trace.rack.request.hits{service:{service},version:{version}}.as_count()'}}`,
			d: shop(inDatadog...), longest: 2 * time.Hour},
		"metrics": {config: `{metrics: [{name: latency, interval: 1m, failureLimit: 2, successCondition: "result[0] < 0.5",
			provider: {prometheus: {address: 'http://prometheus.monitoring:9090', query: 'p99{pod=~"{{args.rollout}}-{{ args.canary-hash }}-.*"}'}}}]}`},
	} {
		t.Run(file, func(t *testing.T) {
			cfg, problems := analysisFrom(t, tc.config)
			require.Empty(t, problems)
			if tc.d.name == "" {
				tc.d = shop()
			}
			template, analysis, problems := analysisOf(cfg, tc.d, tc.longest, tc.indefinite)
			require.Empty(t, problems)
			sameFile(t, filepath.Join("analysis_testdata", file+".yaml"), analysisText(t, template)+"---\n"+analysisText(t, analysis))
			checkTemplate(t, template, analysis)
		})
	}
}

func analysisText(t *testing.T, n *yaml.Node) string {
	t.Helper()
	text, err := yaml.String(n)
	require.NoError(t, err)
	return text
}

func sameFile(t *testing.T, path, got string) {
	t.Helper()
	want, err := os.ReadFile(path)
	if err == nil && string(want) == got {
		return
	}
	if os.Getenv("UPDATE_GOLDEN") != "" {
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(got), 0o600))
	}
	assert.Equal(t, string(want), got, path)
}

// checkTemplate asks for what Argo Rollouts tells only when a canary runs: each
// argument is declared, given and known, and everything is what it says it is.
func checkTemplate(t *testing.T, template, analysis *yaml.Node) {
	t.Helper()
	var tpl struct {
		Spec struct {
			Args    []struct{ Name string }
			Metrics []struct {
				Name, Interval string
				Provider       map[string]struct{ Interval string }
			}
		}
	}
	var given struct{ Args []struct{ Name string } }
	require.NoError(t, template.Decode(&tpl))
	require.NoError(t, analysis.Decode(&given))
	used := argumentsIn(scalarsIn(template))
	var declared []string
	for _, a := range tpl.Spec.Args {
		declared = append(declared, a.Name)
	}
	for _, name := range used {
		assert.Contains(t, declared, name)
	}
	assert.Equal(t, tpl.Spec.Args, given.Args)
	var names []string
	for _, m := range tpl.Spec.Metrics {
		assert.False(t, slices.Contains(names, m.Name), "%s twice", m.Name)
		names = append(names, m.Name)
		interval, err := time.ParseDuration(m.Interval)
		require.NoError(t, err)
		assert.Positive(t, interval)
		if window := m.Provider["datadog"].Interval; window != "" {
			_, err := time.ParseDuration(window)
			require.NoError(t, err)
		}
	}
	assert.NotEmpty(t, names)
}

func TestAnalysisOfNothing(t *testing.T) {
	template, analysis, problems := analysisOf(nil, shop(), time.Hour, false)
	assert.Nil(t, template)
	assert.Nil(t, analysis)
	assert.Empty(t, problems)
}

// What a Deployment does not have, or its canary no time for.
func TestAnalysisOfRefuses(t *testing.T) {
	const prom = "{provider: prometheus, address: 'http://prometheus:9090', errorRate: {max: 1%}}"
	long := deployment{name: strings.Repeat("a", 47), namespace: "shop"}
	for name, tc := range map[string]struct {
		config     string
		d          deployment
		longest    time.Duration
		indefinite bool
		path, want string
	}{
		"a canary without a pause":                   {prom, shop(), 0, false, "spec.canary", "pauses for 0s in all"},
		"one that is over before two scrapes":        {prom, shop(), 119 * time.Second, false, "spec.canary", "pauses for 1m59s in all"},
		"two minutes are enough":                     {prom, shop(), 2 * time.Minute, false, "", ""},
		"Datadog is late":                            {"{provider: datadog, source: istio, errorRate: {max: 1%}}", shop(), 4 * time.Minute, false, "spec.canary", "within less than 5m"},
		"a person ends the pause":                    {prom, shop(), 0, true, "", ""},
		"their own metrics need no window":           {"{metrics: [{name: a, interval: 1m, provider: {web: {url: 'http://a'}}}]}", shop(), 0, false, "", ""},
		"APM, and pods without a version":            {"{provider: datadog, errorRate: {max: 1%}}", shop(), time.Hour, false, "spec.analysis", "tags.datadoghq.com/version"},
		"their own query by version, without one":    {"{provider: datadog, errorRate: {max: 1%}, query: {errors: 'sum:a{version:{version}}', total: 'sum:b{version:{version}}'}}", shop(), time.Hour, false, "spec.analysis", "tags.datadoghq.com/version"},
		"pods whose names are cut":                   {prom, long, time.Hour, false, "metadata.name", "is longer than 46 characters"},
		"such pods, but a query of their own":        {"{provider: prometheus, address: 'http://p', errorRate: {max: 1%}, query: {errors: 'a{h=\"{hash}\"}', total: 'b{h=\"{hash}\"}'}}", long, time.Hour, false, "", ""},
		"such pods, but the ingress knows a Service": {"{provider: prometheus, address: 'http://p', source: ingressNginx, errorRate: {max: 1%}}", long, time.Hour, false, "", ""},
		"a name that just fits":                      {prom, deployment{name: strings.Repeat("a", 46)}, time.Hour, false, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			cfg, _ := analysisFrom(t, tc.config)
			template, analysis, problems := analysisOf(cfg, tc.d, tc.longest, tc.indefinite)
			if tc.want == "" {
				assert.Empty(t, problems)
				assert.NotNil(t, template)
				return
			}
			assert.Nil(t, template)
			assert.Nil(t, analysis)
			require.Len(t, problems, 1)
			assert.Equal(t, tc.path, problems[0].path)
			assert.Contains(t, problems[0].message, tc.want)
		})
	}
}

// The config's tree is used for every Deployment, and must stay as it is.
func TestMetricsAreCopied(t *testing.T) {
	cfg, _ := analysisFrom(t, "{metrics: [{name: a, interval: 1m, provider: {web: {url: 'http://a'}}}]}")
	before := analysisText(t, cfg.Metrics.YNode())
	first, _, _ := analysisOf(cfg, shop(), time.Hour, false)
	first.Content[7].Content[3].Content[0].Content[1].Value = "changed"
	assert.Equal(t, before, analysisText(t, cfg.Metrics.YNode()))
	second, _, _ := analysisOf(cfg, shop(), time.Hour, false)
	assert.NotContains(t, analysisText(t, second), "changed")
}

func TestNeedsCanaryService(t *testing.T) {
	for config, want := range map[string]bool{
		"{provider: prometheus, errorRate: {max: 1%}}":                                                                false,
		"{provider: prometheus, source: ingressNginx, errorRate: {max: 1%}}":                                          true,
		"{provider: datadog, source: ingressNginx, errorRate: {max: 1%}}":                                             true,
		"{provider: prometheus, errorRate: {max: 1%}, query: {errors: 'a{s=\"{canaryService}\"}', total: b}}":         true,
		"{provider: prometheus, errorRate: {max: 1%}, query: {errors: 'a{s=\"{{args.canary-service}}\"}', total: b}}": true,
		"{metrics: [{name: a, provider: {web: {url: 'http://{{args.canary-service}}'}}}]}":                            true,
		"{metrics: [{name: a, provider: {web: {url: 'http://{{args.canary-hash}}'}}}]}":                               false,
	} {
		cfg, _ := analysisFrom(t, config)
		assert.Equal(t, want, cfg.needsCanaryService(), config)
	}
}

// An endless silence of the provider ends a canary before it is promoted, and a
// restart of the provider does not.
func TestLimits(t *testing.T) {
	for _, canary := range []time.Duration{leastWindow, 3 * time.Minute, 6 * time.Minute, 10 * time.Minute, 20 * time.Minute, leastForVerdict, 2 * time.Hour, 30 * day} {
		m := measured{canary: canary}
		if canary >= 6*time.Minute {
			assert.LessOrEqual(t, time.Duration(m.errorLimit()+1)*slowestError, canary, canary)
		}
		assert.LessOrEqual(t, time.Duration(m.errorLimit()+1)*errorRetry, canary, canary)
		assert.Greater(t, time.Duration(m.errorLimit())*errorRetry, time.Minute, canary)
		assert.LessOrEqual(t, m.errorLimit(), 30, canary)
		for _, interval := range []time.Duration{30 * time.Second, time.Minute, 2 * time.Minute} {
			limit := m.inconclusiveLimit(interval)
			if canary < leastForVerdict {
				assert.Equal(t, forever, limit)
				continue
			}
			assert.Less(t, time.Duration(limit)*interval, canary, "stops a canary before it is over")
			assert.GreaterOrEqual(t, time.Duration(limit+1)*interval, canary*9/10, "but gives it nine tenths")
		}
	}
	assert.Equal(t, 30, measured{}.errorLimit(), "indefinite")
	assert.Equal(t, forever, measured{}.inconclusiveLimit(time.Minute), "a person ends it anyway")
}
