package argorollouts

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestTheVerdictsSee spoils analyses that are as they should be.
func TestTheVerdictsSee(t *testing.T) {
	t.Parallel()
	const prom, dd, counted, two = "prometheus.yaml", "datadog.yaml", "counted.yaml", "windows.yaml"
	tests := map[string]struct {
		spoilt
		situation
	}{
		"a limit that lets errors pass":            {spoilt{prom, "> 0.01", "> 2000", "metric errors is Inconclusive, not Failed"}, errorsHigh},
		"failures that are not counted":            {spoilt{counted, "interval: 10s", "interval: 10s\n    failureLimit: 5", "the run is Successful, not Failed"}, errorsHigh},
		"the wrong way round":                      {spoilt{prom, "result[0] > 0.01", "result[0] < 0.01", "metric errors is Failed, not Successful"}, errorsLow},
		"an analysis that ends before the canary":  {spoilt{prom, "interval: 1m\n    inconclusiveLimit: 2147483647", "interval: 1m\n    count: 3", "metric errors ends as Successful before the canary"}, errorsLow},
		"no data as success":                       {spoilt{prom, "len(result) > 0 && result[0] <= 0.01", "len(result) == 0 || result[0] <= 0.01", "metric errors is Successful, not Inconclusive"}, noData},
		"no data that pauses the canary":           {spoilt{prom, "inconclusiveLimit: 2147483647", "inconclusiveLimit: 5", "the run is Inconclusive, not Running"}, noData},
		"no data as success, Datadog":              {spoilt{dd, "default(result, -1) >= 0 && default(result, -1)", "default(result, 0)", "metric errors is Successful, not Inconclusive"}, noData},
		"no data as success, because enough of it": {spoilt{counted, "inconclusiveLimit: 2", "inconclusiveLimit: 5", "the run is Successful, not Inconclusive"}, noData},
		"errors of long ago as failure":            {spoilt{two, " && result[1] > 14.4", "", "metric burn is Failed, not Successful"}, longAgo},
		"a blip as failure":                        {spoilt{two, "result[0] > 14.4 && ", "", "metric burn is Failed, not Successful"}, justNow},
		"too few requests as failure":              {spoilt{two, "failureCondition: len(result) == 2 && result[0] > 14.4 && result[1] > 14.4", "failureCondition: 'any(result, # > 14.4)'", "metric burn is Failed, not Inconclusive"}, tooFew},
		"NaN as failure":                           {spoilt{prom, "len(result) > 0 && result[0] > 0.01", "len(result) > 0 && !(result[0] <= 0.01)", "metric errors is Failed, not Inconclusive"}, notANumber},
		"a minute without Prometheus that aborts":  {spoilt{prom, "    consecutiveErrorLimit: 30\n", "", "the run is Error, not Running"}, serverDown},
		"a minute without Datadog that aborts":     {spoilt{dd, "    consecutiveErrorLimit: 30\n", "", "the run is Error, not Running"}, serverDown},
		"one slow answer that aborts":              {spoilt{prom, "consecutiveErrorLimit: 30", "consecutiveErrorLimit: 0", "the run is Error, not Running"}, slow},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			right := string(readFile(t, "testdata/analyses/"+tc.in))
			require.Contains(t, right, tc.old)
			a := analysisIn(t, []byte(strings.Replace(right, tc.old, tc.new, 1)))
			a.inBackground = tc.in != counted
			require.ErrorContains(t, judgeVerdict(t, a, tc.situation), tc.says)
		})
	}
}
