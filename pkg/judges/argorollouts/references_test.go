package argorollouts

import (
	"errors"
	"fmt"

	"github.com/argoproj/argo-rollouts/pkg/apis/rollouts/v1alpha1"
	"github.com/argoproj/argo-rollouts/pkg/apis/rollouts/validation"
	analysisutil "github.com/argoproj/argo-rollouts/utils/analysis"
	ingressutil "github.com/argoproj/argo-rollouts/utils/ingress"
	istioutil "github.com/argoproj/argo-rollouts/utils/istio"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"

	"github.com/kurumi-krm/kurumi/pkg/judges/crd"
)

// resolve takes the pod template and selector of a Deployment that a Rollout
// refers to, as the controller does.
func (c cluster) resolve(ro *v1alpha1.Rollout) error {
	ref := ro.Spec.WorkloadRef
	if ref == nil {
		return nil
	}
	if ref.APIVersion != "apps/v1" || ref.Kind != "Deployment" {
		return fmt.Errorf("workloadRef to %s %s", ref.APIVersion, ref.Kind)
	}
	obj, err := c.find("apps", ref.Kind, ro.Namespace, ref.Name)
	if err != nil {
		return fmt.Errorf("workloadRef: %w", err)
	}
	deployment, err := crd.Decode[appsv1.Deployment](obj)
	if err != nil {
		return err
	}
	ro.Spec.SetResolvedTemplate(deployment.Spec.Template)
	if ro.Spec.Selector == nil {
		ro.Spec.SetResolvedSelector(deployment.Spec.Selector)
	}
	return nil
}

// references is what the controller looks up before it validates: an object that
// is not there makes the Rollout invalid, so it is an error here.
func (c cluster) references(ro *v1alpha1.Rollout) (*validation.ReferencedResources, error) {
	refs := &validation.ReferencedResources{}
	err := errors.Join(
		validation.ValidateRolloutNginxIngressesConfig(ro),
		validation.ValidateRolloutAlbIngressesConfig(ro),
		validation.ValidateRolloutVirtualServicesConfig(ro),
	)
	if err != nil {
		return nil, err
	}
	err = errors.Join(c.services(ro, refs), c.analyses(ro, refs), c.ingresses(ro, refs), c.virtualServices(ro, refs))
	return refs, err
}

func (c cluster) services(ro *v1alpha1.Rollout, refs *validation.ReferencedResources) error {
	names := map[validation.ServiceType]string{}
	if s := ro.Spec.Strategy.BlueGreen; s != nil {
		names[validation.ActiveService], names[validation.PreviewService] = s.ActiveService, s.PreviewService
	}
	if s := ro.Spec.Strategy.Canary; s != nil {
		names[validation.StableService], names[validation.CanaryService] = s.StableService, s.CanaryService
		if s.PingPong != nil {
			names[validation.PingService], names[validation.PongService] = s.PingPong.PingService, s.PingPong.PongService
		}
	}
	var errs []error
	for as, name := range names {
		if name == "" {
			continue
		}
		service, err := findAs[corev1.Service](c, "", "Service", ro.Namespace, name)
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", as, err))
			continue
		}
		refs.ServiceWithType = append(refs.ServiceWithType, validation.ServiceWithType{Service: service, Type: as})
	}
	return errors.Join(errs...)
}

func findAs[T any](c cluster, group, kind, namespace, name string) (*T, error) {
	obj, err := c.find(group, kind, namespace, name)
	if err != nil {
		return nil, err
	}
	return crd.Decode[T](obj)
}

// analyses is the templates of a Rollout's analyses, each with where it is.
func (c cluster) analyses(ro *v1alpha1.Rollout, refs *validation.ReferencedResources) error {
	var errs []error
	add := func(as validation.AnalysisTemplateType, step int, analysis *v1alpha1.RolloutAnalysis) {
		if analysis == nil {
			return
		}
		found := validation.AnalysisTemplatesWithType{TemplateType: as, CanaryStepIndex: step, Args: analysis.Args}
		errs = append(errs, c.templates(ro.Namespace, analysis.Templates, &found))
		found.AnalysisTemplates, found.ClusterAnalysisTemplates =
			analysisutil.FilterUniqueTemplates(found.AnalysisTemplates, found.ClusterAnalysisTemplates)
		refs.AnalysisTemplatesWithType = append(refs.AnalysisTemplatesWithType, found)
	}
	if s := ro.Spec.Strategy.BlueGreen; s != nil {
		add(validation.PrePromotionAnalysis, 0, s.PrePromotionAnalysis)
		add(validation.PostPromotionAnalysis, 0, s.PostPromotionAnalysis)
	}
	if s := ro.Spec.Strategy.Canary; s != nil {
		for i, step := range s.Steps {
			add(validation.InlineAnalysis, i, step.Analysis)
		}
		if s.Analysis != nil {
			add(validation.BackgroundAnalysis, 0, &s.Analysis.RolloutAnalysis)
		}
	}
	return errors.Join(errs...)
}

// templates collects what is referred to, and what that refers to.
func (c cluster) templates(namespace string, refs []v1alpha1.AnalysisTemplateRef, found *validation.AnalysisTemplatesWithType) error {
	var errs []error
	for _, ref := range refs {
		if ref.IsClusterScope() {
			t, err := findAs[v1alpha1.ClusterAnalysisTemplate](c, argo, "ClusterAnalysisTemplate", "", ref.TemplateName)
			if err != nil {
				errs = append(errs, err)
				continue
			}
			found.ClusterAnalysisTemplates = append(found.ClusterAnalysisTemplates, t)
			errs = append(errs, c.templates(namespace, t.Spec.Templates, found))
			continue
		}
		t, err := findAs[v1alpha1.AnalysisTemplate](c, argo, "AnalysisTemplate", namespace, ref.TemplateName)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		found.AnalysisTemplates = append(found.AnalysisTemplates, t)
		errs = append(errs, c.templates(namespace, t.Spec.Templates, found))
	}
	return errors.Join(errs...)
}

func (c cluster) ingresses(ro *v1alpha1.Rollout, refs *validation.ReferencedResources) error {
	if ro.Spec.Strategy.Canary == nil || ro.Spec.Strategy.Canary.TrafficRouting == nil {
		return nil
	}
	var names []string
	routing := ro.Spec.Strategy.Canary.TrafficRouting
	if alb := routing.ALB; alb != nil {
		names = append(names, alb.Ingresses...)
		names = append(names, alb.Ingress)
	} else if nginx := routing.Nginx; nginx != nil {
		names = append(names, nginx.StableIngresses...)
		names = append(names, nginx.StableIngress)
	}
	var errs []error
	for _, name := range names {
		if name == "" {
			continue
		}
		ingress, err := findAs[networkingv1.Ingress](c, "networking.k8s.io", "Ingress", ro.Namespace, name)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		if err := judgeIngress(ingress); err != nil { // before Argo's validation dies of it
			errs = append(errs, err)
			continue
		}
		refs.Ingresses = append(refs.Ingresses, *ingressutil.NewIngress(ingress))
	}
	return errors.Join(errs...)
}

func (c cluster) virtualServices(ro *v1alpha1.Rollout, refs *validation.ReferencedResources) error {
	if ro.Spec.Strategy.Canary == nil || ro.Spec.Strategy.Canary.TrafficRouting == nil || ro.Spec.Strategy.Canary.TrafficRouting.Istio == nil {
		return nil
	}
	istio := ro.Spec.Strategy.Canary.TrafficRouting.Istio
	named := istio.VirtualServices
	if istio.VirtualService != nil {
		named = append(named, *istio.VirtualService)
	}
	var errs []error
	for _, one := range named {
		namespace, name := istioutil.GetVirtualServiceNamespaceName(one.Name)
		if namespace == "" {
			namespace = ro.Namespace
		}
		obj, err := c.find("networking.istio.io", "VirtualService", namespace, name)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		refs.VirtualServices = append(refs.VirtualServices, obj.Unstructured)
	}
	return errors.Join(errs...)
}
