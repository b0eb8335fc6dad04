package rolloutconvert

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAnalysisValidate(t *testing.T) {
	const at = "provider: prometheus, address: 'http://prometheus:9090', "
	for name, tc := range map[string]struct {
		config string
		want   string // path: part of the message; ~ before a warning; one a line
	}{
		"an error rate":                       {"{" + at + "errorRate: {max: 1%}}", ""},
		"an objective":                        {"{" + at + "slo: {objective: 99.9%}}", ""},
		"Datadog needs no address":            {"{provider: datadog, errorRate: {max: 1%}}", ""},
		"a path in the address":               {"{provider: prometheus, address: 'https://mimir.example.com/prometheus', errorRate: {max: 1%}}", ""},
		"nothing to judge by":                 {"{" + at + "service: api}", "spec.analysis: judges by nothing"},
		"two ways to judge":                   {"{" + at + "errorRate: {max: 1%}, slo: {objective: 99.9%}}", "spec.analysis.slo: stands beside errorRate"},
		"no provider":                         {"{errorRate: {max: 1%}}", "spec.analysis.provider: is required"},
		"no address":                          {"{provider: prometheus, errorRate: {max: 1%}}", "spec.analysis.address: is required for prometheus"},
		"no address of the frontend":          {"{provider: cloudMonitoring, errorRate: {max: 1%}}", "spec.analysis.address: is required for cloudMonitoring"},
		"an address without a scheme":         {"{provider: prometheus, address: 'prometheus:9090', errorRate: {max: 1%}}", "spec.analysis.address: must be a URL"},
		"an address without a host":           {"{provider: prometheus, address: 'http:///api', errorRate: {max: 1%}}", "spec.analysis.address: must be a URL"},
		"an address that is a template":       {"{provider: prometheus, address: 'http://{{args.a}}', errorRate: {max: 1%}}", "spec.analysis.address: must be a URL"},
		"a query in the address":              {"{provider: prometheus, address: 'http://p:9090/?a=b', errorRate: {max: 1%}}", "spec.analysis.address: must be the address alone"},
		"an address for Datadog":              {"{provider: datadog, address: 'https://api.datadoghq.eu', errorRate: {max: 1%}}", "spec.analysis.address: is not for Datadog"},
		"Google's own API":                    {"{provider: cloudMonitoring, address: 'https://monitoring.googleapis.com/v1/projects/p/location/global/prometheus', errorRate: {max: 1%}}", "~spec.analysis.address: asks for a token"},
		"a negative number of requests":       {"{" + at + "minRequests: -1, errorRate: {max: 1%}}", "spec.analysis.minRequests: must not be negative"},
		"an SLO over less than three days":    {"{" + at + "slo: {objective: 99.9%, window: 1h}}", "spec.analysis.slo.window: must be at least 3d"},
		"an objective that nothing misses":    {"{" + at + "slo: {objective: 80%}}", "spec.analysis.slo.objective: is so low"},
		"a query beside a source":             {"{" + at + "source: istio, errorRate: {max: 1%}, query: {errors: 'e{canary}', total: 't{canary}'}}", "spec.analysis.source: has no part in query"},
		"a query for an objective, no window": {"{" + at + "slo: {objective: 99.9%}, query: {errors: 'e{canary}[{window}]', total: 't{canary}'}}", "spec.analysis.query.total: has no {window}"},
		"a fixed window in a plain limit":     {"{" + at + "errorRate: {max: 1%}, query: {errors: 'e{canary}[5m]', total: 't{canary}[5m]'}}", ""},
		"Datadog has the window beside it":    {"{provider: datadog, slo: {objective: 99.9%}, query: {errors: 'sum:e{a:{canary}}', total: 'sum:t{a:{canary}}'}}", ""},
		"a query of old and new pods":         {"{" + at + "errorRate: {max: 1%}, query: {errors: e, total: 't{canary}'}}", "~spec.analysis.query.errors: measures the old pods, too"},
		"a label of their own for the canary": {"{" + at + "errorRate: {max: 1%}, query: {errors: 'e{track=\"canary\"}', total: 't{track=\"canary\"}'}}", ""},
		"an unknown placeholder":              {"{" + at + "errorRate: {max: 1%}, query: {errors: 'e{canary}{pod}', total: 't{canary}'}}", "spec.analysis.query.errors: holds {pod}, which is no placeholder; the known ones are {canary}"},
		"an empty query":                      {"{" + at + "errorRate: {max: 1%}, query: {errors: ' ', total: 't{canary}'}}", "spec.analysis.query.errors: is empty"},
		"their own metrics, and nothing else": {"{metrics: [{name: a, interval: 1m, provider: {web: {}}}], service: api}", ""},
		"metrics that are no list":            {"{metrics: {name: a}}", "spec.analysis.metrics: must be a list"},
		"no metrics":                          {"{metrics: []}", "spec.analysis.metrics: must be a list"},
		"a metric that is a word":             {"{metrics: [a]}", "spec.analysis.metrics[0]: must be a mapping"},
		"metrics without names and providers": {"{metrics: [{interval: 1m}]}", "spec.analysis.metrics[0].name: is required\nspec.analysis.metrics[0].provider: must have one provider"},
		"two metrics of one name":             {"{metrics: [{name: a, interval: 1m, provider: {web: {}}}, {name: a, interval: 1m, provider: {web: {}}}]}", "spec.analysis.metrics[1].name: is the name of another metric"},
		"two providers":                       {"{metrics: [{name: a, interval: 1m, provider: {web: {}, job: {}}}]}", "spec.analysis.metrics[0].provider: must have one"},
		"measured once":                       {"{metrics: [{name: a, provider: {web: {}}}]}", "~spec.analysis.metrics[0].interval: is not given"},
		"an argument that nobody gives":       {"{metrics: [{name: a, interval: 1m, provider: {web: {url: 'http://{{args.url}}'}}}]}", "spec.analysis.metrics[0]: refers to an argument"},
		"what metrics say themselves":         {"{" + at + "source: http, minRequests: 5, metrics: [{name: a, interval: 1m, provider: {web: {}}}]}", "spec.analysis.provider: has no part in metrics\nspec.analysis.address: has no part\nspec.analysis.source: has no part\nspec.analysis.minRequests: has no part"},
		"all mistakes at once":                {"{provider: prometheus, minRequests: -1, slo: {objective: 99.9%, window: 1d}}", "spec.analysis.address: is required\nspec.analysis.minRequests: must not\nspec.analysis.slo.window: must be"},
	} {
		t.Run(name, func(t *testing.T) {
			_, problems := analysisFrom(t, tc.config)
			var want []string
			if tc.want != "" {
				want = strings.Split(tc.want, "\n")
			}
			require.Len(t, problems, len(want), "%v", problems)
			for i, p := range problems {
				line, warning := strings.CutPrefix(want[i], "~")
				assert.Equal(t, warning, p.warning)
				assert.Contains(t, p.path+": "+p.message, line)
			}
		})
	}
}

// An address may hold a password, and no message repeats it.
func TestAnalysisValidateKeepsPasswords(t *testing.T) {
	for _, address := range []string{"http://admin:hunter2@prometheus:9090", "http://admin:hunter2@", "admin:hunter2@prometheus", "http://admin:hun%zzter2@prometheus:9090"} {
		_, problems := analysisFrom(t, "{provider: prometheus, address: '"+address+"', errorRate: {max: 1%}}")
		require.Len(t, problems, 1, address)
		assert.NotContains(t, problems[0].current+problems[0].message, "hun")
	}
}
