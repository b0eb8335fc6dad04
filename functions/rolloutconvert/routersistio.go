package rolloutconvert

import (
	"slices"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

// An istio splits requests between two hosts, or between two subsets of one.
type istio struct {
	*traffic
	stableSubset, canarySubset string   // empty if hosts are split
	further                    []string // subsets of others that may stand beside
}

func (t *traffic) istio(n *yaml.Node, path string) {
	router := istio{traffic: t}
	if rule := given(n, "destinationRule"); rule != nil && rule.Kind == yaml.MappingNode {
		router.destinationRule(rule, path+".destinationRule")
	} else {
		t.tellPolicies()
	}
	if several := elements(given(n, "virtualServices")); len(several) > 0 {
		for i, ref := range several {
			router.virtualService(ref, manifest.At(path+".virtualServices", i))
		}
		return
	}
	ref := given(n, "virtualService")
	isNew := ref == nil
	if isNew {
		ref = mapping()
	}
	router.virtualService(ref, path+".virtualService")
	if isNew && len(ref.Content) > 0 {
		setField(n, "virtualService", ref)
	}
}

// tellPolicies warns of what holds for the stable Service's host alone.
func (t *traffic) tellPolicies() {
	if t.stable == nil || t.canary == "" {
		return
	}
	rules := t.of("DestinationRule")
	has := func(service string) func(o object) bool {
		return func(o object) bool { return t.isHost(text(given(o.root, "spec", "host")), service) }
	}
	for _, o := range rules {
		if has(t.stable.item.Name)(o) && !slices.ContainsFunc(rules, has(t.canary)) {
			t.warn(&o, "spec.host", text(given(o.root, "spec", "host")), "does not hold for the canary's Service %s; add a DestinationRule for that, or split the subsets of this one: name it in %s.istio.destinationRule",
				t.canary, routingPath)
		}
	}
}

// virtualService finds a VirtualService, by its name or as the only one that leads
// to the stable Service, and lets its routes have both destinations.
func (r istio) virtualService(ref *yaml.Node, path string) {
	all := r.of("VirtualService")
	name, namespace := splitName(text(given(ref, "name")))
	if namespace != "" && r.d.namespace != "" && namespace != r.d.namespace {
		r.warn(nil, path+".name", text(given(ref, "name")), "is a VirtualService of another namespace, which is left as it is; check that its routes have a destination for the canary with weight 0")
		return
	}
	var o *object
	switch {
	case name != "":
		if o = r.named(name, path+".name", "VirtualService", all); o == nil {
			return
		}
	case r.stable != nil:
		found := slices.DeleteFunc(slices.Clone(all), func(o object) bool { return !r.leadsTo(o, r.stable.item.Name) })
		if len(found) != 1 {
			r.fail(nil, path+".name", "", "is not set, and of the VirtualServices%s that lead to Service %s there must be one; they are: %s",
				r.inNamespace(), r.stable.item.Name, orNone(namesOf(found)))
			return
		}
		o = &found[0]
		setField(ref, "name", scalar(o.item.Name))
	}
	if o == nil || r.stable == nil {
		return
	}
	r.routed[o.item] = true
	if r.canary != "" || r.canarySubset != "" {
		r.routes(*o, ref, path)
	}
}

// splitName reads a VirtualService's name as Argo Rollouts does: what follows the
// last dot is its namespace.
func splitName(s string) (name, namespace string) {
	s = strings.TrimSuffix(s, ".cluster.local")
	if i := strings.LastIndexByte(s, '.'); i >= 0 {
		return s[:i], s[i+1:]
	}
	return s, ""
}

// isHost tells whether a destination's host is a Service of the Deployment's
// namespace, by its short name or a longer one.
func (t *traffic) isHost(host, service string) bool {
	rest, ok := strings.CutPrefix(host, service)
	if !ok || rest == "" {
		return ok
	}
	rest = strings.TrimSuffix(strings.TrimSuffix(rest, ".cluster.local"), ".svc")
	namespace, ok := strings.CutPrefix(rest, ".")
	if t.d.namespace == "" {
		return ok && namespace != "" && !strings.Contains(namespace, ".") // one that is set later
	}
	return ok && namespace == t.d.namespace
}

// otherHost is a host with another Service's name, as long as it was.
func otherHost(host, service string) string {
	_, rest, ok := strings.Cut(host, ".")
	if !ok {
		return service
	}
	return service + "." + rest
}

// istioDestinations are the destinations of all routes of a VirtualService.
func istioDestinations(root *yaml.Node) (all []*yaml.Node) {
	for _, protocol := range istioProtocols {
		for _, route := range elements(given(root, "spec", protocol)) {
			for _, d := range elements(given(route, "route")) {
				if n := given(d, "destination"); n != nil {
					all = append(all, n)
				}
			}
		}
	}
	return all
}

var istioProtocols = []string{"http", "tls", "tcp"}
