package argorollouts

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/argoproj/argo-rollouts/metricproviders/datadog"
	"github.com/argoproj/argo-rollouts/metricproviders/prometheus"
	"github.com/argoproj/argo-rollouts/pkg/apis/rollouts/v1alpha1"
	"github.com/argoproj/argo-rollouts/pkg/apis/rollouts/validation"
	analysisutil "github.com/argoproj/argo-rollouts/utils/analysis"
	"github.com/sirupsen/logrus"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes/fake"
)

// often is how many measurements a situation has to last without another verdict.
const often = 25

// A verdict is what the page promises for a situation: this is the place to change
// if the promise changes.
type verdict struct {
	measurement v1alpha1.AnalysisPhase // one answer
	background  v1alpha1.AnalysisPhase // the analysis of a canary after that many answers; it runs as long as the canary
	counted     v1alpha1.AnalysisPhase // an analysis that counts, as blue-green's do
	after       int
}

// Failed and Error abort the Rollout, Inconclusive pauses it until somebody decides.
var verdicts = map[situation]verdict{
	errorsHigh: {v1alpha1.AnalysisPhaseFailed, v1alpha1.AnalysisPhaseFailed, v1alpha1.AnalysisPhaseFailed, often},
	errorsLow:  {v1alpha1.AnalysisPhaseSuccessful, v1alpha1.AnalysisPhaseRunning, v1alpha1.AnalysisPhaseSuccessful, often},
	noData:     {v1alpha1.AnalysisPhaseInconclusive, v1alpha1.AnalysisPhaseRunning, v1alpha1.AnalysisPhaseInconclusive, often},
	tooFew:     {v1alpha1.AnalysisPhaseInconclusive, v1alpha1.AnalysisPhaseRunning, v1alpha1.AnalysisPhaseInconclusive, often},
	longAgo:    {v1alpha1.AnalysisPhaseSuccessful, v1alpha1.AnalysisPhaseRunning, v1alpha1.AnalysisPhaseSuccessful, often},
	justNow:    {v1alpha1.AnalysisPhaseSuccessful, v1alpha1.AnalysisPhaseRunning, v1alpha1.AnalysisPhaseSuccessful, often},
	notANumber: {v1alpha1.AnalysisPhaseInconclusive, v1alpha1.AnalysisPhaseRunning, v1alpha1.AnalysisPhaseInconclusive, often},
	// Argo asks again after 10 s: Prometheus may be away for a minute.
	serverDown: {v1alpha1.AnalysisPhaseError, v1alpha1.AnalysisPhaseRunning, v1alpha1.AnalysisPhaseRunning, 6},
	slow:       {v1alpha1.AnalysisPhaseError, v1alpha1.AnalysisPhaseRunning, v1alpha1.AnalysisPhaseRunning, 2},
}

// TestVerdicts runs analyses that are as they should be.
func TestVerdicts(t *testing.T) {
	t.Parallel()
	for _, file := range []string{"prometheus.yaml", "datadog.yaml", "counted.yaml", "windows.yaml"} {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			requireVerdicts(t, analysisIn(t, readFile(t, "testdata/analyses/"+file)))
		})
	}
}

// requireVerdicts requires every promise of each metric alone and of all together.
func requireVerdicts(t *testing.T, a oneAnalysis) {
	t.Helper()
	require.NotEmpty(t, a.metrics)
	for _, s := range slices.Sorted(maps.Keys(verdicts)) {
		t.Run(string(s), func(t *testing.T) {
			t.Parallel() // the slow one is
			if (s == longAgo || s == justNow) && !a.hasTwoWindows() {
				t.Skip("one window has no long and short")
			}
			require.NoError(t, judgeVerdict(t, a, s))
		})
	}
}

func judgeVerdict(t *testing.T, a oneAnalysis, s situation) error {
	t.Helper()
	want := verdicts[s]
	var errs []error
	for _, metric := range a.metrics {
		if got := measure(t, metric, s); got.Phase != want.measurement {
			errs = append(errs, fmt.Errorf("metric %s is %s, not %s: %s %s", metric.Name, got.Phase, want.measurement, got.Value, got.Message))
		}
	}
	wantRun := want.background
	if !a.inBackground {
		wantRun = want.counted
	}
	run := analyse(t, a.metrics, s, want.after)
	if run.Phase != wantRun {
		errs = append(errs, fmt.Errorf("the run is %s, not %s: %s", run.Phase, wantRun, run.Message))
	}
	for _, got := range run.MetricResults { // one that is through is not measured again
		if wantRun == v1alpha1.AnalysisPhaseRunning && got.Phase != wantRun {
			errs = append(errs, fmt.Errorf("metric %s ends as %s before the canary", got.Name, got.Phase))
		}
	}
	return errors.Join(errs...)
}

// measure asks once, by Argo's own metric provider.
func measure(t *testing.T, metric v1alpha1.Metric, s situation) v1alpha1.Measurement {
	t.Helper()
	metric, secret := pointAt(metric, s, serve(t, s))
	logCtx := *logrus.NewEntry(logrus.StandardLogger())
	if metric.Provider.Datadog != nil {
		provider, err := datadog.NewDatadogProvider(logCtx, fake.NewClientset(secret), metav1.NamespaceDefault, metric)
		require.NoError(t, err)
		return provider.Run(nil, metric)
	}
	require.NotNil(t, metric.Provider.Prometheus, "metric %s: no server for this provider", metric.Name)
	api, err := prometheus.NewPrometheusAPI(metric)
	require.NoError(t, err)
	provider, err := prometheus.NewPrometheusProvider(api, logCtx, metric)
	require.NoError(t, err)
	return provider.Run(nil, metric)
}

// pointAt is the metric with the address of a server for a situation, which for Datadog
// is in a Secret, and with little patience for the slow one.
func pointAt(metric v1alpha1.Metric, s situation, address string) (v1alpha1.Metric, *corev1.Secret) {
	metric = *metric.DeepCopy()
	seconds := int64(30)
	if s == slow {
		seconds = 1
	}
	if p := metric.Provider.Prometheus; p != nil {
		p.Address, p.Timeout = address, &seconds
		p.Authentication = v1alpha1.Authentication{} // its own tokens are not for this server
	}
	if d := metric.Provider.Datadog; d != nil {
		d.RequestTimeout = v1alpha1.DurationString(fmt.Sprintf("%ds", seconds))
		return metric, datadogKeys(metric, address)
	}
	return metric, nil
}

// oneAnalysis is the metrics that Argo measures in one AnalysisRun.
type oneAnalysis struct {
	metrics      []v1alpha1.Metric
	inBackground bool // as long as the canary runs; else until it has counted
}

// hasTwoWindows reports whether every metric asks for a long and a short window.
func (a oneAnalysis) hasTwoWindows() bool {
	for _, metric := range a.metrics {
		if p := metric.Provider.Prometheus; p == nil || len(windows.FindAllString(p.Query, -1)) != 2 {
			return false
		}
	}
	return true
}

// analysisIn is the templates of some manifests as the API server holds them, with
// made-up arguments. They have to be one analysis.
func analysisIn(t *testing.T, manifests []byte) (a oneAnalysis) {
	t.Helper()
	c, err := read(manifests)
	require.NoError(t, err)
	admitted, err := c.admit()
	require.NoError(t, err)
	templates, err := decodeAll[v1alpha1.AnalysisTemplate](admitted, argo, "AnalysisTemplate")
	require.NoError(t, err)
	for _, template := range templates {
		metrics, err := resolveMetrics(template.Spec.Metrics, template.Spec.Args)
		require.NoError(t, err)
		a.metrics = append(a.metrics, metrics...)
	}
	a.inBackground = a.metrics[0].Count == nil
	return a
}

// analysesOf is the analyses of every Rollout in some manifests, by the place where
// the Rollout has them.
func analysesOf(t *testing.T, manifests []byte) map[string]oneAnalysis {
	t.Helper()
	c, err := read(manifests)
	require.NoError(t, err)
	c, err = c.admit()
	require.NoError(t, err)
	rollouts, err := decodeAll[v1alpha1.Rollout](c, argo, "Rollout")
	require.NoError(t, err)
	all := map[string]oneAnalysis{}
	for _, ro := range rollouts {
		refs := &validation.ReferencedResources{}
		require.NoError(t, c.analyses(ro, refs))
		for _, found := range refs.AnalysisTemplatesWithType {
			template, err := analysisutil.FlattenTemplates(found.AnalysisTemplates, found.ClusterAnalysisTemplates)
			require.NoError(t, err)
			metrics, err := resolveMetrics(template.Spec.Metrics, template.Spec.Args)
			require.NoError(t, err)
			where := fmt.Sprintf("%s %s %d", ro.Name, found.TemplateType, found.CanaryStepIndex)
			all[where] = oneAnalysis{metrics, found.TemplateType == validation.BackgroundAnalysis}
		}
	}
	return all
}
