package argorollouts

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/argoproj/argo-rollouts/pkg/apis/rollouts/v1alpha1"
	networkingv1 "k8s.io/api/networking/v1"

	"github.com/kurumi-krm/kurumi/pkg/judges/crd"
)

// judgeALB: the load balancer's controller takes the weights from an annotation
// only where the backend says so.
func (c cluster) judgeALB(ro *v1alpha1.Rollout) error {
	alb := ro.Spec.Strategy.Canary.TrafficRouting.ALB
	if alb == nil {
		return nil
	}
	service := ro.Spec.Strategy.Canary.StableService
	if alb.RootService != "" {
		service = alb.RootService
	}
	for _, obj := range c.ofKind("networking.k8s.io", "Ingress") {
		ingress, err := crd.Decode[networkingv1.Ingress](&obj)
		if err != nil {
			return err
		}
		if name := ingress.Name; name != alb.Ingress && !slices.Contains(alb.Ingresses, name) {
			continue
		}
		for _, rule := range ingress.Spec.Rules {
			for _, path := range rule.HTTP.Paths {
				if b := path.Backend.Service; b.Name == service && b.Port.Name != "use-annotation" {
					return fmt.Errorf("Ingress %s: the port of Service %s is not use-annotation", ingress.Name, service)
				}
			}
		}
	}
	return nil
}

// judgeGatewayAPI: the plugin looks for the two Services in the rules of its route,
// and changes their weights.
func (c cluster) judgeGatewayAPI(ro *v1alpha1.Rollout) error {
	raw, isUsed := ro.Spec.Strategy.Canary.TrafficRouting.Plugins["argoproj-labs/gatewayAPI"]
	if !isUsed {
		return nil
	}
	routes, err := c.gatewayRoutes(raw)
	if err != nil {
		return err
	}
	var errs []error
	for _, obj := range routes {
		var route struct {
			Spec struct {
				Rules []struct{ BackendRefs []struct{ Name string } }
			}
		}
		if err := json.Unmarshal(obj.Raw, &route); err != nil {
			return err
		}
		backends := map[string]bool{}
		for _, rule := range route.Spec.Rules {
			for _, ref := range rule.BackendRefs {
				backends[ref.Name] = true
			}
		}
		for _, service := range []string{ro.Spec.Strategy.Canary.StableService, ro.Spec.Strategy.Canary.CanaryService} {
			if !backends[service] {
				errs = append(errs, fmt.Errorf("%s has no backendRef to the Service %q", obj, service))
			}
		}
	}
	return errors.Join(errs...)
}

// gatewayRoutes is the routes that a config of the Gateway API plugin names. The plugin
// looks for them in the namespace that the config says.
func (c cluster) gatewayRoutes(raw []byte) (routes []*crd.Object, err error) {
	type named []struct{ Name string }
	var config struct {
		Namespace              string
		HTTPRoute, GRPCRoute   string
		HTTPRoutes, GRPCRoutes named
	}
	if err := json.Unmarshal(raw, &config); err != nil {
		return nil, err
	}
	for kind, all := range map[string]named{
		"HTTPRoute": append(config.HTTPRoutes, struct{ Name string }{config.HTTPRoute}),
		"GRPCRoute": append(config.GRPCRoutes, struct{ Name string }{config.GRPCRoute}),
	} {
		for _, one := range all {
			if one.Name == "" {
				continue
			}
			route, err := c.find("gateway.networking.k8s.io", kind, config.Namespace, one.Name)
			if err != nil {
				return nil, err
			}
			routes = append(routes, route)
		}
	}
	if len(routes) == 0 || config.Namespace == "" {
		return nil, errors.New("the Gateway API plugin needs a route and a namespace")
	}
	return routes, nil
}

// judgeTraefik: where an IngressRoute goes to the stable Service itself, no weight is
// asked for.
func (c cluster) judgeTraefik(ro *v1alpha1.Rollout) error {
	canary := ro.Spec.Strategy.Canary
	if canary.TrafficRouting.Traefik == nil {
		return nil
	}
	var errs []error
	for _, obj := range c.ofKind("traefik.io", "IngressRoute") {
		var route struct {
			Spec struct {
				Routes []struct{ Services []struct{ Name, Kind string } }
			}
		}
		if err := json.Unmarshal(obj.Raw, &route); err != nil {
			return err
		}
		for _, rule := range route.Spec.Routes {
			for _, s := range rule.Services {
				if s.Kind != "TraefikService" && s.Name == canary.StableService {
					errs = append(errs, fmt.Errorf("%s goes to the Service %s past the TraefikService", &obj, s.Name))
				}
			}
		}
	}
	return errors.Join(errs...)
}

// judgeWeights: Istio takes no VirtualService whose weights are not 100 together.
func (c cluster) judgeWeights() error {
	var errs []error
	for _, obj := range c.ofKind("networking.istio.io", "VirtualService") {
		var vs struct {
			Spec struct {
				HTTP, TLS, TCP []struct{ Route []struct{ Weight int } }
			}
		}
		if err := json.Unmarshal(obj.Raw, &vs); err != nil {
			return err
		}
		for _, route := range slices.Concat(vs.Spec.HTTP, vs.Spec.TLS, vs.Spec.TCP) {
			sum := 0
			for _, to := range route.Route {
				sum += to.Weight
			}
			if len(route.Route) > 1 && sum != 100 {
				errs = append(errs, fmt.Errorf("%s: the weights of a route are %d together", &obj, sum))
			}
		}
	}
	return errors.Join(errs...)
}
