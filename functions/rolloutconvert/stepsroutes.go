package rolloutconvert

import (
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

var (
	headerRouters = []string{"istio", "alb", "apisix", "plugins"}
	mirrorRouters = []string{"istio", "plugins"}
	matchKinds    = []string{"exact", "prefix", "regex"}
)

// headerRoute judges a step that sends requests with a header to the canary.
func (j *judge) headerRoute(canary, n *yaml.Node, at string) {
	if n == nil || n.Kind != yaml.MappingNode {
		return
	}
	j.managedRoute(canary, n, headerRouters, at)
	isALB := hasRouter(canary, "alb")
	for i, match := range elements(given(n, "match")) {
		value, at := given(match, "headerValue"), manifest.At(at+".match", i)+".headerValue"
		exact := given(value, "exact")
		if isALB && value != nil && (exact == nil || exact.Value == "" || given(value, "prefix") != nil || given(value, "regex") != nil) {
			j.refuse(at, nil, "must be exact and nothing else, which is all that alb can compare")
			continue
		}
		j.exactlyOne(value, matchKinds, at)
	}
}

// mirrorRoute judges a step that copies requests to the canary.
func (j *judge) mirrorRoute(canary, n *yaml.Node, at string) {
	if n == nil || n.Kind != yaml.MappingNode {
		return
	}
	j.managedRoute(canary, n, mirrorRouters, at)
	j.within(given(n, "percentage"), 0, 100, at+".percentage")
	for i, match := range elements(given(n, "match")) {
		at := manifest.At(at+".match", i)
		j.exactlyOne(given(match, "method"), matchKinds, at+".method")
		j.exactlyOne(given(match, "path"), matchKinds, at+".path")
		headers := given(match, "headers")
		if headers == nil || headers.Kind != yaml.MappingNode {
			continue
		}
		for k := 0; k+1 < len(headers.Content); k += 2 {
			j.exactlyOne(headers.Content[k+1], matchKinds, manifest.Under(at+".headers", cut(headers.Content[k].Value)))
		}
	}
}

// managedRoute judges what both need: a router that can do it, and a route of that
// name among those that Argo Rollouts may manage.
func (j *judge) managedRoute(canary, n *yaml.Node, routers []string, at string) {
	if !hasRouter(canary, routers...) {
		j.refuse(at, nil, "needs trafficRouting with one of %s", strings.Join(routers, ", "))
		return
	}
	name := given(n, "name")
	if name == nil || !isText(name) || name.Value == "" {
		if at, isHeader := strings.CutSuffix(at, "setHeaderRoute"); isHeader { // for a mirror route the name is required anyway
			j.refuse(at+"setHeaderRoute.name", nil, "is required; name one of %s.managedRoutes", routingPath)
		}
		return
	}
	for _, route := range elements(given(canary, "trafficRouting", "managedRoutes")) {
		if known := given(route, "name"); known != nil && known.Value == name.Value {
			return
		}
	}
	j.refuse(at+".name", name, "is %s, but %s.managedRoutes has no such name; add {name: %s} there", quoted(name.Value), routingPath, cut(name.Value))
}
