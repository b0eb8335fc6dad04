package argorollouts

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/argoproj/argo-rollouts/pkg/apis/rollouts/v1alpha1"
	"github.com/stretchr/testify/require"
	"sigs.k8s.io/yaml"

	"github.com/kurumi-krm/kurumi/pkg/judges/crd"
)

// goldens is the function's cases, seen from here.
const goldens = "../../../functions/rolloutconvert/testdata"

// TestGoldens holds every case that expects something against the judges.
func TestGoldens(t *testing.T) {
	cases, err := filepath.Glob(goldens + "/*/expected")
	require.NoError(t, err)
	var rollouts int
	for _, expected := range cases {
		dir := filepath.Dir(expected)
		t.Run(filepath.Base(dir), func(t *testing.T) {
			before, after := crd.Tree(t, filepath.Join(dir, "input")), crd.Tree(t, expected)
			require.NoError(t, judge(after))
			require.NoError(t, judgeAgainst(before, after))
			made, err := read(after)
			require.NoError(t, err)
			rollouts += len(made.ofKind(argo, "Rollout"))
		})
	}
	require.NotZero(t, rollouts, "no Rollout in %s", goldens)
}

// TestGoldenVerdicts lets every analysis that the function made decide.
func TestGoldenVerdicts(t *testing.T) {
	t.Parallel()
	cases, err := filepath.Glob(goldens + "/*/expected")
	require.NoError(t, err)
	var judged int
	for _, expected := range cases {
		dir := filepath.Dir(expected)
		if hasMetricsOfItsOwn(t, filepath.Join(dir, "fn.yaml")) {
			continue // whose verdict nobody promised
		}
		for where, analysis := range analysesOf(t, crd.Tree(t, expected)) {
			judged++
			t.Run(filepath.Base(dir)+"/"+where, func(t *testing.T) {
				t.Parallel()
				requireVerdicts(t, analysis)
			})
		}
	}
	require.NotZero(t, judged, "no analysis in %s", goldens)
}

// hasMetricsOfItsOwn: metrics in Argo's form pass through, and Argo's own analysis
// inside a strategy is not the function's.
func hasMetricsOfItsOwn(t *testing.T, file string) bool {
	t.Helper()
	var config struct {
		Spec struct {
			Analysis *struct{ Metrics []any }
		}
	}
	require.NoError(t, yaml.Unmarshal(readFile(t, file), &config))
	return config.Spec.Analysis == nil || config.Spec.Analysis.Metrics != nil
}

// judgeAgainst holds what came out against what went in: every object is still
// there, a Deployment perhaps as the Rollout of its name; what pointed at it points
// at something; and no template was made that nobody uses.
func judgeAgainst(before, after []byte) error {
	was, is, err := readBoth(before, after)
	if err != nil {
		return err
	}
	var errs []error
	for _, obj := range was {
		_, err := is.find(obj.GroupVersionKind().Group, obj.GetKind(), obj.GetNamespace(), obj.GetName())
		if err != nil && obj.GetKind() == "Deployment" {
			_, err = is.find(argo, "Rollout", obj.GetNamespace(), obj.GetName())
		}
		errs = append(errs, err)
	}
	for _, obj := range is {
		for _, ref := range targets(&obj) {
			_, wasThere := was.find("apps", "Deployment", obj.GetNamespace(), ref.name)
			_, isThere := is.find("apps", "Deployment", obj.GetNamespace(), ref.name)
			pointsThere := ref.kind == "Deployment" || ref.kind == "" && obj.GroupVersionKind().Group == "keda.sh"
			if pointsThere && wasThere == nil && isThere != nil {
				errs = append(errs, fmt.Errorf("%s points at the Deployment %s, which is a Rollout now", &obj, ref.name))
			}
		}
	}
	return errors.Join(append(errs, is.judgeUnused(was))...)
}

func (c cluster) judgeUnused(was cluster) error {
	var used []string
	rollouts, err := decodeAll[v1alpha1.Rollout](c, argo, "Rollout")
	errs := []error{err}
	for _, ro := range rollouts {
		used = append(used, templateNames(ro)...)
	}
	for _, obj := range c.ofKind(argo, "AnalysisTemplate") {
		_, err := was.find(argo, "AnalysisTemplate", obj.GetNamespace(), obj.GetName())
		if err != nil && !strings.Contains(" "+strings.Join(used, " ")+" ", " "+obj.GetName()+" ") {
			errs = append(errs, fmt.Errorf("%s is used by no Rollout", &obj))
		}
	}
	return errors.Join(errs...)
}

// templateNames is the templates that a Rollout names, wherever.
func templateNames(ro *v1alpha1.Rollout) (names []string) {
	var analyses []*v1alpha1.RolloutAnalysis
	if s := ro.Spec.Strategy.BlueGreen; s != nil {
		analyses = append(analyses, s.PrePromotionAnalysis, s.PostPromotionAnalysis)
	}
	if s := ro.Spec.Strategy.Canary; s != nil {
		for _, step := range s.Steps {
			analyses = append(analyses, step.Analysis)
		}
		if s.Analysis != nil {
			analyses = append(analyses, &s.Analysis.RolloutAnalysis)
		}
	}
	for _, analysis := range analyses {
		if analysis == nil {
			continue
		}
		for _, ref := range analysis.Templates {
			names = append(names, ref.TemplateName)
		}
	}
	return names
}

// TestTheComparisonSees spoils what came out.
func TestTheComparisonSees(t *testing.T) {
	const deployment = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: api}\n---\n"
	const scaler = "apiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata: {name: api}\nspec: {scaleTargetRef: {name: api}}\n---\n"
	const rollout = "apiVersion: argoproj.io/v1alpha1\nkind: Rollout\nmetadata: {name: api}\n---\n"
	const template = "apiVersion: argoproj.io/v1alpha1\nkind: AnalysisTemplate\nmetadata: {name: a}\n---\n"
	for name, tc := range map[string]struct{ before, after, says string }{
		"a Deployment that is gone":      {deployment, "", `Rollout "api" not found`},
		"an object that is gone":         {deployment + scaler, deployment, `ScaledObject "api" not found`},
		"a Deployment that is there":     {deployment + scaler, deployment + scaler + rollout, ""},
		"a scaler that was forgotten":    {deployment + scaler, rollout + scaler, "points at the Deployment api, which is a Rollout now"},
		"a template that nobody uses":    {deployment, rollout + template, "AnalysisTemplate a is used by no Rollout"},
		"a template that was there":      {deployment + template, rollout + template, ""},
		"a scaler of another's workload": {scaler + rollout, scaler + rollout, ""},
	} {
		t.Run(name, func(t *testing.T) {
			if err := judgeAgainst([]byte(tc.before), []byte(tc.after)); tc.says != "" {
				require.ErrorContains(t, err, tc.says)
			} else {
				require.NoError(t, err)
			}
		})
	}
}
