package rolloutconvert

import (
	"slices"

	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// leadsTo tells whether a route sends requests to a Service.
func (t *traffic) leadsTo(o object, service string) bool {
	spec := given(o.root, "spec")
	switch o.item.Kind {
	case "Ingress":
		return ingressLeadsTo(o, service) || backend{node: given(spec, "defaultBackend")}.service() == service
	case "VirtualService":
		return slices.ContainsFunc(istioDestinations(o.root), func(n *yaml.Node) bool { return t.isHost(text(given(n, "host")), service) })
	case "HTTPRoute", "GRPCRoute":
		for _, rule := range elements(given(spec, "rules")) {
			if slices.ContainsFunc(elements(given(rule, "backendRefs")), func(n *yaml.Node) bool { return t.isBackendRef(n, service) }) {
				return true
			}
		}
	case "IngressRoute":
		for _, route := range elements(given(spec, "routes")) {
			if slices.ContainsFunc(elements(given(route, "services")), func(n *yaml.Node) bool { return t.isTraefikService(n, service) }) {
				return true
			}
		}
	case "TraefikService":
		mirroring := given(spec, "mirroring")
		return slices.ContainsFunc(elements(given(spec, "weighted", "services")), func(n *yaml.Node) bool { return t.isTraefikService(n, service) }) ||
			mirroring != nil && t.isTraefikService(mirroring, service)
	}
	return false
}

// isRouted tells whether any route of the input sends requests to a Service.
func (t *traffic) isRouted(service string) bool {
	return slices.ContainsFunc(t.objects, func(o object) bool { return isRouting(o.item) && t.leadsTo(o, service) })
}

// tellOthers warns of the routes that no router of the strategy works with.
func (t *traffic) tellOthers() {
	if t.stable == nil || t.failed() {
		return
	}
	fate := "its requests stay with the stable pods"
	if t.canary == "" {
		fate = "its requests reach stable and canary pods alike"
	}
	for _, o := range t.objects {
		if isRouting(o.item) && !t.routed[o.item] && t.leadsTo(o, t.stable.item.Name) {
			t.warn(&o, "spec", "", "leads to Service %s, and %s names no router that works with it: %s", t.stable.item.Name, routingPath, fate)
		}
	}
}
