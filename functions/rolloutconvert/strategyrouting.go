package rolloutconvert

import (
	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

const routingPath = canaryPath + ".trafficRouting"

// hasRouter tells whether the canary's traffic is routed by one of these.
func hasRouter(canary *yaml.Node, routers ...string) bool {
	for _, name := range routers {
		n := given(canary, "trafficRouting", name)
		if n != nil && (name != "plugins" || hasEntries(n)) {
			return true
		}
	}
	return false
}

// canaryServices judges the names of Services as far as the config has them. Which
// ones are there and which are missing is known with the Deployment.
func (j *judge) canaryServices(canary *yaml.Node) {
	c, s := given(canary, "canaryService"), given(canary, "stableService")
	if c != nil && s != nil && c.Value != "" && c.Value == s.Value {
		j.refuse(canaryPath+".stableService", s, "is %s, and so is canaryService; a canary needs two Services", quoted(s.Value))
	}
	j.pingPong(canary)
}

func (j *judge) pingPong(canary *yaml.Node) {
	const at = canaryPath + ".pingPong"
	n := given(canary, "pingPong")
	if n == nil {
		return
	}
	if given(canary, "trafficRouting") != nil && !hasRouter(canary, "alb", "istio", "plugins") {
		j.refuse(at, nil, "works with alb, istio and plugins alone; remove it, or route with one of these")
	}
	ping, pong := given(n, "pingService"), given(n, "pongService")
	if ping != nil && pong != nil && ping.Value == pong.Value && ping.Value != "" {
		j.refuse(at+".pongService", pong, "is %s, and so is pingService; ping-pong needs two Services", quoted(pong.Value))
	}
	if root := given(canary, "trafficRouting", "alb", "rootService"); hasRouter(canary, "alb") && (root == nil || root.Value == "") {
		j.refuse(routingPath+".alb.rootService", nil, "is required with pingPong; name the Service that the Ingress has as its backend")
	}
}

// routing judges the fields that depend on how traffic is routed.
func (j *judge) routing(canary *yaml.Node) {
	delay, dynamic := given(canary, "scaleDownDelaySeconds"), given(canary, "dynamicStableScale")
	n := given(canary, "trafficRouting")
	switch {
	case n != nil && delay != nil && isTrue(dynamic):
		j.refuse(canaryPath+".dynamicStableScale", dynamic, "excludes scaleDownDelaySeconds; remove one of them")
	case n == nil && delay != nil:
		j.refuse(canaryPath+".scaleDownDelaySeconds", delay, "needs trafficRouting; remove it, or route the traffic")
	}
	if n == nil && isTrue(dynamic) {
		j.refuse(canaryPath+".dynamicStableScale", dynamic, "needs trafficRouting; remove it, or route the traffic")
	}
	if n == nil || n.Kind != yaml.MappingNode {
		return
	}
	if most := given(n, "maxTrafficWeight"); most != nil {
		if !hasRouter(canary, "nginx", "plugins") {
			j.refuse(routingPath+".maxTrafficWeight", most, "works with nginx and plugins alone; remove it")
		}
		if i, ok := wholeNumber(most); ok && i == 0 {
			j.refuse(routingPath+".maxTrafficWeight", most, "is 0, but must be at least 1; without it, weights are shares of 100")
		}
	}
	if !hasRouter(canary, "alb", "ambassador", "apisix", "appMesh", "istio", "nginx", "plugins", "smi", "traefik") {
		j.refuse(routingPath, nil, "names no router; add for instance nginx: {stableIngress: web}, or remove it")
	}
	j.either(given(n, "nginx"), "stableIngress", "stableIngresses", routingPath+".nginx")
	j.either(given(n, "alb"), "ingress", "ingresses", routingPath+".alb")
	j.either(given(n, "istio"), "virtualService", "virtualServices", routingPath+".istio")
}

// either refuses a router that names one object and a list of them. The controller
// does the same, long after validation. Where there is none, it is found.
func (j *judge) either(n *yaml.Node, one, several, at string) {
	if n == nil || n.Kind != yaml.MappingNode {
		return
	}
	single, list := given(n, one), given(n, several)
	hasOne := single != nil && (single.Kind != yaml.ScalarNode || single.Value != "")
	if hasOne && list != nil {
		j.refuse(manifest.Under(at, several), nil, "stands beside %s; write one of the two", one)
	}
}

// maxWeight is what weights are shares of.
func maxWeight(canary *yaml.Node) int64 {
	if i, ok := wholeNumber(given(canary, "trafficRouting", "maxTrafficWeight")); ok && i > 0 {
		return i
	}
	return 100
}
