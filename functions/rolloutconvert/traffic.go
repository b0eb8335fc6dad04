package rolloutconvert

import (
	"fmt"
	"slices"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

// traffic wires one Rollout's strategy to what stands in front of its pods.
type traffic struct {
	d        deployment
	objects  []object           // those of the Deployment's namespace
	stable   *object            // the Service in front of the stable pods; nil while unknown
	canary   string             // the name of the canary's Service; empty for none
	toNodes  bool               // requests come through node ports
	routed   map[*krm.Item]bool // what a router works with
	added    []*yaml.Node
	changes  []change
	problems []problem
}

// routeTraffic wires a Rollout's strategy to the Services and routes in front of
// its pods. objects is every Service, Ingress, VirtualService, DestinationRule,
// HTTPRoute, GRPCRoute, TraefikService and IngressRoute of the input. strategy is
// spec.strategy of the Rollout, with canary or blueGreen; what Argo Rollouts needs
// and the config does not say is set in it, behind what stands there.
func routeTraffic(objects []object, d deployment, strategy *yaml.Node) (added []*yaml.Node, changes []change, problems []problem) {
	t := &traffic{d: d, routed: map[*krm.Item]bool{}}
	if !isWired(strategy) {
		return nil, nil, nil
	}
	for _, o := range objects {
		if o.item.Namespace == d.namespace {
			t.objects = append(t.objects, o)
		}
	}
	if n := given(strategy, "blueGreen"); n != nil {
		t.routeBlueGreen(n)
	}
	if n := given(strategy, "canary"); n != nil {
		t.routeCanary(n)
	}
	return t.added, t.changes, t.problems
}

// isWired tells whether a strategy has to do with Services at all.
func isWired(strategy *yaml.Node) bool {
	if given(strategy, "blueGreen") != nil {
		return true
	}
	for _, name := range []string{"trafficRouting", "pingPong", "stableService", "canaryService"} {
		if given(strategy, "canary", name) != nil {
			return true
		}
	}
	return false
}

func (t *traffic) routeCanary(canary *yaml.Node) {
	routers := given(canary, "trafficRouting")
	if n := given(canary, "pingPong"); n != nil {
		t.pingPong(n, routers)
		return
	}
	if routers == nil {
		t.unroutedServices(canary)
		return
	}
	t.routedServices(canary, routers)
	for i := 0; i+1 < len(routers.Content); i += 2 {
		t.route(routers.Content[i].Value, routers.Content[i+1])
	}
	t.tellOthers()
}

// splitsByServices tells whether a router needs two Services. Subsets of an Istio
// DestinationRule do without.
func splitsByServices(routers *yaml.Node) bool {
	for i := 0; i+1 < len(routers.Content); i += 2 {
		switch router := routers.Content[i].Value; {
		case router == "managedRoutes" || router == "maxTrafficWeight":
		case router == "istio" && given(routers.Content[i+1], "destinationRule") != nil:
		default:
			return true
		}
	}
	return false
}

func (t *traffic) route(router string, n *yaml.Node) {
	path := manifest.Under(routingPath, router)
	switch router {
	case "managedRoutes", "maxTrafficWeight":
	case "nginx":
		t.nginx(n, path)
	case "alb":
		t.alb(n, path)
	case "istio":
		t.istio(n, path)
	case "traefik":
		t.traefik(n, path)
	case "plugins":
		t.plugins(n, path)
	default:
		t.leave(router, path)
	}
}

// of lists the objects of a kind.
func (t *traffic) of(kind string) []object {
	var found []object
	for _, o := range t.objects {
		if o.item.Kind == kind && isRouting(o.item) {
			found = append(found, o)
		}
	}
	return found
}

// isRouting keeps Knative's Service apart from the one that is meant.
func isRouting(it *krm.Item) bool {
	return slices.Contains(routing[it.Group()], it.Kind)
}

// fail records a mistake in an object, or with none in the config.
func (t *traffic) fail(o *object, path, current, format string, args ...any) {
	p := problem{path: path, current: current, message: fmt.Sprintf(format, args...)}
	if o != nil {
		p.item = o.item
	}
	t.problems = append(t.problems, p)
}

func (t *traffic) warn(o *object, path, current, format string, args ...any) {
	t.fail(o, path, current, format, args...)
	t.problems[len(t.problems)-1].warning = true
}

func (t *traffic) failed() bool {
	return slices.ContainsFunc(t.problems, func(p problem) bool { return !p.warning })
}

// adjust records a change of an object, unless it is as it should be. apply is
// tried on a copy.
func (t *traffic) adjust(o object, apply func(root *yaml.Node) []krm.Field) {
	if len(apply(yaml.CopyYNode(o.root))) > 0 {
		t.changes = append(t.changes, change{o.item, apply})
	}
}
