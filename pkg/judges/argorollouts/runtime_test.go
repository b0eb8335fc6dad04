package argorollouts

import (
	"errors"
	"fmt"

	"github.com/argoproj/argo-rollouts/metricproviders/datadog"
	"github.com/argoproj/argo-rollouts/metricproviders/prometheus"
	"github.com/argoproj/argo-rollouts/pkg/apis/rollouts/v1alpha1"
	"github.com/argoproj/argo-rollouts/pkg/apis/rollouts/validation"
	analysisutil "github.com/argoproj/argo-rollouts/utils/analysis"
	"github.com/argoproj/argo-rollouts/utils/evaluate"
	"github.com/sirupsen/logrus"
	appsv1 "k8s.io/api/apps/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes/fake"
)

// What is in this file Argo's validation lets pass, and finds out at run time or
// never.

// judgeSteps: Argo counts four of the eight kinds of a step, and quietly does one of
// two others; and an analysis that starts after the last step never starts.
func judgeSteps(ro *v1alpha1.Rollout) error {
	canary := ro.Spec.Strategy.Canary
	if canary == nil {
		return nil
	}
	var errs []error
	for i, s := range canary.Steps {
		kinds := 0
		for _, isSet := range []bool{
			s.SetWeight != nil, s.Pause != nil, s.Experiment != nil, s.Analysis != nil,
			s.SetCanaryScale != nil, s.SetHeaderRoute != nil, s.SetMirrorRoute != nil, s.Plugin != nil,
		} {
			if isSet {
				kinds++
			}
		}
		if kinds != 1 {
			errs = append(errs, fmt.Errorf("steps[%d] is of %d kinds", i, kinds))
		}
		if s.Pause != nil && s.Pause.Duration != nil && s.Pause.DurationSeconds() == 0 {
			errs = append(errs, fmt.Errorf("steps[%d] pauses for no time", i))
		}
	}
	if a := canary.Analysis; a != nil && a.StartingStep != nil && int(*a.StartingStep) >= len(canary.Steps) {
		errs = append(errs, fmt.Errorf("analysis.startingStep %d is after the last of %d steps", *a.StartingStep, len(canary.Steps)))
	}
	return errors.Join(errs...)
}

// judgeAnalyses makes the AnalysisRuns of a Rollout as the controller would, and
// looks at them as the analysis controller would. Validation does neither for an
// analysis in the background.
func judgeAnalyses(ro *v1alpha1.Rollout, refs *validation.ReferencedResources) error {
	hash := func(value string) *appsv1.ReplicaSet {
		labels := map[string]string{v1alpha1.DefaultRolloutUniqueLabelKey: value}
		return &appsv1.ReplicaSet{ObjectMeta: metav1.ObjectMeta{Labels: labels}}
	}
	var errs []error
	for _, analysis := range refs.AnalysisTemplatesWithType {
		args, err := analysisutil.BuildArgumentsForRolloutAnalysisRun(analysis.Args, hash("stable"), hash("latest"), ro)
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", analysis.TemplateType, err))
			continue
		}
		run, err := analysisutil.NewAnalysisRunFromTemplates(analysis.AnalysisTemplates, analysis.ClusterAnalysisTemplates,
			args, nil, nil, nil, nil, "run", "", ro.Namespace)
		if err == nil {
			_, err = resolveMetrics(run.Spec.Metrics, run.Spec.Args)
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", analysis.TemplateType, err))
		}
	}
	return errors.Join(errs...)
}

// judgeTemplates looks at every template, with made-up values for the arguments
// that have none.
func (c cluster) judgeTemplates() error {
	var errs []error
	for _, kind := range []string{"AnalysisTemplate", "ClusterAnalysisTemplate"} {
		templates, err := decodeAll[v1alpha1.AnalysisTemplate](c, argo, kind) // the two are alike
		errs = append(errs, err)
		for _, t := range templates {
			if _, err := resolveMetrics(t.Spec.Metrics, madeUp(t.Spec.Args)); err != nil {
				errs = append(errs, fmt.Errorf("%s %s: %w", kind, t.Name, err))
			}
		}
	}
	return errors.Join(errs...)
}

// madeUp gives every argument a value.
func madeUp(args []v1alpha1.Argument) []v1alpha1.Argument {
	all := make([]v1alpha1.Argument, len(args))
	for i, arg := range args {
		all[i] = arg
		if arg.Value == nil {
			all[i].Value = new("made-up")
		}
	}
	return all
}

// resolveMetrics puts the arguments in, and refuses what the analysis controller
// and its metric providers refuse before they ask anybody.
func resolveMetrics(metrics []v1alpha1.Metric, args []v1alpha1.Argument) ([]v1alpha1.Metric, error) {
	resolved := make([]v1alpha1.Metric, len(metrics))
	args = madeUp(args) // what is left is from Secrets
	for i, metric := range metrics {
		one, err := analysisutil.ResolveMetricArgs(metric, args)
		if err != nil {
			return nil, fmt.Errorf("metric %s: %w", metric.Name, err)
		}
		resolved[i] = *one
	}
	errs := []error{analysisutil.ValidateMetrics(resolved)}
	for _, metric := range resolved {
		if err := judgeMetric(metric); err != nil {
			errs = append(errs, fmt.Errorf("metric %s: %w", metric.Name, err))
		}
	}
	return resolved, errors.Join(errs...)
}

// judgeMetric: what the provider does not take, and conditions that cannot be
// evaluated on what it answers, are errors at each measurement: the Rollout aborts.
func judgeMetric(metric v1alpha1.Metric) error {
	logCtx := *logrus.NewEntry(logrus.StandardLogger())
	var answers []any
	switch {
	case metric.Provider.Prometheus != nil:
		api, err := prometheus.NewPrometheusAPI(metric)
		if err != nil {
			return err
		}
		if _, err := prometheus.NewPrometheusProvider(api, logCtx, metric); err != nil {
			return err
		}
		answers = []any{[]float64{0}, []float64{1}, []float64{}}
	case metric.Provider.Datadog != nil:
		if _, err := datadog.NewDatadogProvider(logCtx, fake.NewSimpleClientset(datadogKeys(metric, "")), metav1.NamespaceDefault, metric); err != nil {
			return err
		}
		answers = []any{0.0, 1.0, (*float64)(nil)}
	}
	for _, answer := range answers {
		if _, err := evaluate.EvaluateResult(answer, metric, logCtx); err != nil {
			return err
		}
	}
	return nil
}
