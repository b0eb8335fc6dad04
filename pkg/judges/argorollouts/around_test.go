package argorollouts

import (
	"errors"
	"fmt"

	"github.com/argoproj/argo-rollouts/pkg/apis/rollouts/v1alpha1"
	"github.com/argoproj/argo-rollouts/pkg/apis/rollouts/validation"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"

	"github.com/kurumi-krm/kurumi/pkg/judges/crd"
)

// What is around a Rollout, and Argo does not look at.

// judgeTargets: what scales a Rollout finds it.
func (c cluster) judgeTargets() error {
	var errs []error
	for _, obj := range c {
		for _, ref := range targets(&obj) {
			if ref.kind != "Rollout" {
				continue
			}
			if ref.apiVersion != v1alpha1.SchemeGroupVersion.String() {
				errs = append(errs, fmt.Errorf("%s: a Rollout of %q", &obj, ref.apiVersion))
			}
			if _, err := c.find(argo, "Rollout", obj.GetNamespace(), ref.name); err != nil {
				errs = append(errs, fmt.Errorf("%s: %w", &obj, err))
			}
		}
	}
	return errors.Join(errs...)
}

type target struct{ apiVersion, kind, name string }

// targets is where spec.scaleTargetRef and spec.targetRef point.
func targets(obj *crd.Object) (found []target) {
	spec, _ := obj.Object["spec"].(map[string]any)
	for _, field := range []string{"scaleTargetRef", "targetRef"} {
		ref, isRef := spec[field].(map[string]any)
		if !isRef {
			continue
		}
		text := func(key string) string { s, _ := ref[key].(string); return s }
		found = append(found, target{text("apiVersion"), text("kind"), text("name")})
	}
	return found
}

// judgeServices: the controller writes its hash into the selector of a Service, so
// two Rollouts cannot share one.
func (c cluster) judgeServices(rollouts []*v1alpha1.Rollout) error {
	owners := map[string]string{}
	var errs []error
	for _, ro := range rollouts {
		refs := &validation.ReferencedResources{}
		_ = c.services(ro, refs) // what is missing has been told
		for _, s := range refs.ServiceWithType {
			key := s.Service.Namespace + "/" + s.Service.Name
			if owner := owners[key]; owner != "" && owner != ro.Name {
				errs = append(errs, fmt.Errorf("the Rollouts %s and %s share the Service %s", owner, ro.Name, s.Service.Name))
			}
			owners[key] = ro.Name
			if len(s.Service.Spec.Selector) == 0 || s.Service.Spec.Type == corev1.ServiceTypeExternalName {
				errs = append(errs, fmt.Errorf("the Service %s of Rollout %s selects nothing", s.Service.Name, ro.Name))
			}
		}
	}
	return errors.Join(errs...)
}

// judgeIngress: the controller dies of a rule without paths, and of a path without
// a Service.
func judgeIngress(ingress *networkingv1.Ingress) error {
	for _, rule := range ingress.Spec.Rules {
		if rule.HTTP == nil {
			return fmt.Errorf("Ingress %s: the rule of host %q has no http", ingress.Name, rule.Host)
		}
		for _, path := range rule.HTTP.Paths {
			if path.Backend.Service == nil {
				return fmt.Errorf("Ingress %s: path %q has no Service", ingress.Name, path.Path)
			}
		}
	}
	return nil
}
