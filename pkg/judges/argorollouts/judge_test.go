package argorollouts

import (
	"errors"
	"fmt"

	"github.com/argoproj/argo-rollouts/pkg/apis/rollouts/v1alpha1"
	"github.com/argoproj/argo-rollouts/pkg/apis/rollouts/validation"

	"github.com/kurumi-krm/kurumi/pkg/judges/crd"
)

const argo = "argoproj.io"

// judge holds every Rollout, AnalysisTemplate and Experiment of some manifests
// against Argo Rollouts, together with all that they refer to. Everything that
// Argo refers to has to be among them.
func judge(manifests []byte) error {
	c, err := read(manifests)
	if err != nil {
		return err
	}
	var errs []error
	admitted, err := c.admit()
	errs = append(errs, err)
	rollouts, err := decodeAll[v1alpha1.Rollout](admitted, argo, "Rollout")
	errs = append(errs, err)
	for _, ro := range rollouts {
		if err := admitted.judgeRollout(ro); err != nil {
			errs = append(errs, fmt.Errorf("Rollout %s: %w", ro.Name, err))
		}
	}
	errs = append(errs, admitted.judgeTemplates(), admitted.judgeTargets(), admitted.judgeServices(rollouts))
	return errors.Join(errs...)
}

// admit is the cluster as an API server holds it: Argo's own objects with their
// defaults. Those that it would refuse are in the error.
func (c cluster) admit() (cluster, error) {
	known, err := crds()
	if err != nil {
		return nil, err
	}
	stored := make(cluster, len(c))
	var errs []error
	for i, obj := range c {
		stored[i] = obj
		if obj.GroupVersionKind().Group != argo {
			continue
		}
		def, isKnown := known[obj.GetKind()]
		if !isKnown || obj.GetAPIVersion() != v1alpha1.SchemeGroupVersion.String() {
			errs = append(errs, fmt.Errorf("%s: no CRD for %s", &obj, obj.GetAPIVersion()))
			continue
		}
		errs = append(errs, decodeStrictly(&obj))
		stored[i], err = def.Admit(&obj)
		errs = append(errs, err)
	}
	return stored, errors.Join(errs...)
}

// decodeStrictly decodes what was written, before the API server fills in and cuts
// off.
func decodeStrictly(obj *crd.Object) (err error) {
	switch obj.GetKind() {
	case "Rollout":
		_, err = crd.Decode[v1alpha1.Rollout](obj)
	case "AnalysisTemplate":
		_, err = crd.Decode[v1alpha1.AnalysisTemplate](obj)
	case "ClusterAnalysisTemplate":
		_, err = crd.Decode[v1alpha1.ClusterAnalysisTemplate](obj)
	case "Experiment":
		_, err = crd.Decode[v1alpha1.Experiment](obj)
	}
	return err
}

// judgeRollout does what the controller does to a Rollout before all else.
func (c cluster) judgeRollout(ro *v1alpha1.Rollout) error {
	var errs []error
	if ro.Spec.WorkloadRef != nil { // as lint, which follows no reference
		for _, err := range validation.ValidateRollout(ro) {
			errs = append(errs, err)
		}
		if err := c.resolve(ro); err != nil {
			return errors.Join(append(errs, err)...)
		}
	}
	for _, err := range validation.ValidateRollout(ro) {
		errs = append(errs, err)
	}
	if len(errs) > 0 {
		return errors.Join(errs...) // as the controller: it does not look at references then
	}
	refs, err := c.references(ro)
	if err != nil {
		return err
	}
	for _, err := range validation.ValidateRolloutReferencedResources(ro, *refs) {
		errs = append(errs, err)
	}
	errs = append(errs, judgeSteps(ro), judgeAnalyses(ro, refs), c.judgeRouters(ro))
	return errors.Join(errs...)
}
