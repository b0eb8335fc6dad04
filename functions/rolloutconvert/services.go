package rolloutconvert

import (
	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

const (
	canarySuffix  = "-canary"
	previewSuffix = "-preview"
	maxName       = 63 // of a Service, which becomes a DNS label
)

// routedServices finds the stable Service and the canary's. Both is what most
// routers need; with subsets alone, the config decides.
func (t *traffic) routedServices(canary, routers *yaml.Node) {
	const stablePath, otherPath = canaryPath + ".stableService", canaryPath + ".canaryService"
	stable, other := text(given(canary, "stableService")), text(given(canary, "canaryService"))
	both := splitsByServices(routers)
	t.stable = t.front(stablePath, stable, append([]string{other}, t.roots(routers, other)...)...)
	t.canary = other
	t.toNodes = t.albReachesNodes(routers, t.stable)
	if t.stable == nil || !both && other == "" || other != "" && other == stable { // the last of them is told where the config is judged
		return
	}
	if both && stable == "" {
		setField(canary, "stableService", scalar(t.stable.item.Name))
	}
	t.canary = t.second(t.stable, otherPath, other, canarySuffix)
	if t.canary != "" && other == "" {
		setField(canary, "canaryService", scalar(t.canary))
	}
}

// roots are the Services that some routers have in front of the stable one, where
// there is another one for that.
func (t *traffic) roots(routers *yaml.Node, other string) (names []string) {
	for _, router := range []string{"alb", "smi"} {
		if root := text(given(routers, router, "rootService")); root != "" && len(t.candidates(other, root)) > 0 {
			names = append(names, root)
		}
	}
	return names
}

// unroutedServices judges what a canary without traffic routing names, and adds
// nothing that it does not: a Service that became the stable one would leave the
// canary without requests.
func (t *traffic) unroutedServices(canary *yaml.Node) {
	stable, other := text(given(canary, "stableService")), text(given(canary, "canaryService"))
	if stable == "" && other == "" {
		return
	}
	front := t.front(canaryPath+".stableService", stable, other)
	if front == nil || stable == other {
		return
	}
	if other != "" {
		t.second(front, canaryPath+".canaryService", other, canarySuffix)
	}
	if stable != "" && len(t.candidates(stable, other)) == 0 {
		t.warn(nil, canaryPath+".stableService", stable,
			"selects the stable pods alone from then on, and without trafficRouting nothing sends requests to the canary; add trafficRouting, or leave stableService out")
	}
}

func (t *traffic) routeBlueGreen(n *yaml.Node) {
	const activePath, previewPath = blueGreenPath + ".activeService", blueGreenPath + ".previewService"
	named, preview := text(given(n, "activeService")), manifest.Field(n, "previewService")
	active := t.front(activePath, named, text(preview))
	if active == nil {
		return
	}
	if named == "" {
		setField(n, "activeService", scalar(active.item.Name))
	}
	if preview == nil || isSet(n, "previewService") && text(preview) == named { // the latter is told where the config is judged
		return
	}
	name := t.second(active, previewPath, text(preview), previewSuffix)
	if name != "" && text(preview) == "" { // asked for by leaving it empty
		setField(n, "previewService", scalar(name))
	}
}

// pingPong judges the two Services that take turns in being the stable one. None
// of them can be the one that clients use, so nothing is made of that.
func (t *traffic) pingPong(n, routers *yaml.Node) {
	for _, name := range []string{"pingService", "pongService"} {
		if isSet(n, name) {
			t.front(canaryPath+".pingPong."+name, text(given(n, name)), "")
		}
	}
	for i := 0; routers != nil && i+1 < len(routers.Content); i += 2 {
		if router := routers.Content[i].Value; router != "managedRoutes" && router != "maxTrafficWeight" {
			t.warn(nil, manifest.Under(routingPath, router), "", "with pingPong, routes are left as they are; check that each sends requests to pingService and pongService")
		}
	}
}
