package argorollouts

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/argoproj/argo-rollouts/pkg/apis/rollouts/v1alpha1"
	"github.com/stretchr/testify/require"
	appsv1 "k8s.io/api/apps/v1"
	"k8s.io/apimachinery/pkg/api/equality"

	"github.com/kurumi-krm/kurumi/pkg/judges/crd"
)

// judgeKept: a Rollout has all of its Deployment, or the Deployment is there as it was.
func judgeKept(before, after []byte) error {
	was, is, err := readBoth(before, after)
	if err != nil {
		return err
	}
	var errs []error
	for _, obj := range was.ofKind("apps", "Deployment") {
		made, err := is.find(argo, "Rollout", obj.GetNamespace(), obj.GetName())
		if err != nil {
			return err
		}
		ro, err := crd.Decode[v1alpha1.Rollout](made)
		if err != nil {
			return err
		}
		d, err := crd.Decode[appsv1.Deployment](&obj)
		if err != nil {
			return err
		}
		if ro.Spec.WorkloadRef != nil {
			stays, err := is.find("apps", "Deployment", obj.GetNamespace(), obj.GetName())
			if err != nil {
				return err
			}
			if !reflect.DeepEqual(obj.Object, stays.Object) {
				errs = append(errs, fmt.Errorf("%s is not as it was", &obj))
			}
		} else {
			errs = append(errs, judgeSame(&obj, made))
			if !equality.Semantic.DeepEqual(d.Spec.Template, ro.Spec.Template) {
				errs = append(errs, errors.New("another pod template, as a Go type"))
			}
		}
		errs = append(errs, judgeNumbers(d, ro))
	}
	return errors.Join(errs...)
}

// judgeSame compares a Rollout with its Deployment field by field: all but the
// strategy is the same, and the number of pods if there was one.
func judgeSame(was, is *crd.Object) error {
	var errs []error
	for what, of := range map[string][2]map[string]string{
		"label": {was.GetLabels(), is.GetLabels()}, "annotation": {was.GetAnnotations(), is.GetAnnotations()},
	} {
		for key, value := range of[0] {
			if got, has := of[1][key]; !has || got != value {
				errs = append(errs, fmt.Errorf("the %s %s is lost", what, key))
			}
		}
	}
	want, got := specOf(was), specOf(is)
	if want["replicas"] == nil {
		delete(got, "replicas") // from the autoscaler
	}
	delete(want, "strategy")
	delete(got, "strategy")
	for field, value := range want {
		if !reflect.DeepEqual(value, got[field]) {
			errs = append(errs, fmt.Errorf("spec.%s is lost", field))
		}
		delete(got, field)
	}
	for field := range got {
		errs = append(errs, fmt.Errorf("spec.%s was not there", field))
	}
	return errors.Join(errs...)
}

func specOf(obj *crd.Object) map[string]any {
	spec, _ := obj.DeepCopy().Object["spec"].(map[string]any)
	return spec
}

// judgeNumbers compares what a Rollout has of its Deployment in either mode. Where the
// Deployment has no replicas, an autoscaler has, and never less than two of them.
func judgeNumbers(d *appsv1.Deployment, ro *v1alpha1.Rollout) error {
	var errs []error
	if ro.Spec.Replicas == nil || d.Spec.Replicas != nil && *d.Spec.Replicas != *ro.Spec.Replicas || d.Spec.Replicas == nil && *ro.Spec.Replicas < 2 {
		errs = append(errs, errors.New("another number of pods"))
	}
	same := func(what string, was, is any) {
		if !reflect.DeepEqual(was, is) {
			errs = append(errs, fmt.Errorf("another %s", what))
		}
	}
	same("minReadySeconds", d.Spec.MinReadySeconds, ro.Spec.MinReadySeconds)
	same("revisionHistoryLimit", d.Spec.RevisionHistoryLimit, ro.Spec.RevisionHistoryLimit)
	same("progressDeadlineSeconds", d.Spec.ProgressDeadlineSeconds, ro.Spec.ProgressDeadlineSeconds)
	update, canary := d.Spec.Strategy.RollingUpdate, ro.Spec.Strategy.Canary
	if update == nil || canary == nil || canary.CanaryMetadata != nil { // the config that has numbers of its own
		return errors.Join(errs...)
	}
	if update.MaxSurge != nil {
		same("maxSurge", update.MaxSurge, canary.MaxSurge)
	}
	if update.MaxUnavailable != nil {
		same("maxUnavailable", update.MaxUnavailable, canary.MaxUnavailable)
	}
	return errors.Join(errs...)
}

// TestTheLossIsSeen loses something of a Deployment.
func TestTheLossIsSeen(t *testing.T) {
	const head = "metadata:\n  name: api\n  labels: {team: shop}\nspec:\n"
	const rest = "  replicas: 3\n  minReadySeconds: 5\n  selector: {matchLabels: {app: api}}\n" +
		"  template: {metadata: {labels: {app: api}}, spec: {containers: [{name: a, image: b, args: ['1']}]}}\n"
	const deployment = "apiVersion: apps/v1\nkind: Deployment\n" + head + "  strategy: {rollingUpdate: {maxSurge: 1}}\n" + rest
	const rollout = "apiVersion: argoproj.io/v1alpha1\nkind: Rollout\n" + head + "  strategy: {canary: {maxSurge: 1}}\n" + rest
	const reference = "---\napiVersion: argoproj.io/v1alpha1\nkind: Rollout\nmetadata: {name: api}\n" +
		"spec: {replicas: 3, minReadySeconds: 5, workloadRef: {apiVersion: apps/v1, kind: Deployment, name: api}, strategy: {canary: {maxSurge: 1}}}\n"
	require.NoError(t, judgeKept([]byte(deployment), []byte(rollout)))
	require.NoError(t, judgeKept([]byte(deployment), []byte(deployment+reference)))
	for name, tc := range map[string]struct{ made, old, new, says string }{
		"an argument":              {rollout, "args: ['1']", "args: ['2']", "spec.template is lost"},
		"a pod's label":            {rollout, "labels: {app: api}}, spec", "labels: {app: web}}, spec", "another pod template"},
		"a label":                  {rollout, "team: shop", "team: web", "the label team is lost"},
		"the selector":             {rollout, "matchLabels: {app: api}", "matchLabels: {app: web}", "spec.selector is lost"},
		"the number of pods":       {rollout, "replicas: 3", "replicas: 1", "another number of pods"},
		"no number of pods":        {rollout, "  replicas: 3\n", "", "another number of pods"},
		"the time until it counts": {rollout, "minReadySeconds: 5", "minReadySeconds: 6", "another minReadySeconds"},
		"the surge":                {rollout, "maxSurge: 1", "maxSurge: 2", "another maxSurge"},
		"something new":            {rollout, "  replicas: 3", "  paused: true\n  replicas: 3", "spec.paused was not there"},
		"the Rollout":              {rollout, "name: api\n", "name: web\n", `Rollout "api" not found`},
		"a Deployment that stays":  {deployment + reference, "replicas: 3\n", "replicas: 4\n", "Deployment api is not as it was"},
		"a number in a reference":  {deployment + reference, "replicas: 3,", "replicas: 4,", "another number of pods"},
	} {
		t.Run(name, func(t *testing.T) {
			require.Contains(t, tc.made, tc.old)
			require.ErrorContains(t, judgeKept([]byte(deployment), []byte(strings.Replace(tc.made, tc.old, tc.new, 1))), tc.says)
		})
	}
}
