package rolloutconvert

import (
	"slices"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

// gatewayPlugin is the name by which Argo Rollouts knows the Gateway API plugin.
const gatewayPlugin = "argoproj-labs/gatewayAPI"

// A routeKind is a kind of route and how the plugin's config names it.
type routeKind struct {
	kind, one, several, selector string
	isRead                       bool // routes of this kind are among the objects
}

var routeKinds = []routeKind{
	{"HTTPRoute", "httpRoute", "httpRoutes", "httpRouteSelector", true},
	{"GRPCRoute", "grpcRoute", "grpcRoutes", "grpcRouteSelector", true},
	{"TCPRoute", "tcpRoute", "tcpRoutes", "tcpRouteSelector", false},
	{"TLSRoute", "tlsRoute", "tlsRoutes", "tlsRouteSelector", false},
}

func (t *traffic) plugins(n *yaml.Node, path string) {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if name := n.Content[i].Value; name != gatewayPlugin {
			t.leave("plugin", manifest.Under(path, name))
			continue
		}
		t.gateway(n.Content[i+1], manifest.Under(path, gatewayPlugin))
	}
}

// gateway lets the routes that the plugin's config means have a second backend.
func (t *traffic) gateway(n *yaml.Node, path string) {
	if n.Kind != yaml.MappingNode {
		t.fail(nil, path, "", "is no mapping; write {httpRoute: <name>}")
		return
	}
	if namespace := text(given(n, "namespace")); namespace != "" && t.d.namespace != "" && namespace != t.d.namespace {
		t.warn(nil, path+".namespace", namespace, "is another namespace, whose routes are left as they are; check that each has a backendRef for the canary's Service with weight 0")
		return
	}
	isSaid := false
	for _, kind := range routeKinds {
		isSaid = isSaid || given(n, kind.one) != nil || given(n, kind.several) != nil || given(n, kind.selector) != nil
		for _, o := range t.meant(n, kind, path) {
			t.splitBackends(o)
		}
	}
	if !isSaid {
		t.onlyRoute(n, path)
	}
	if t.d.namespace != "" && !isSet(n, "namespace") {
		setField(n, "namespace", scalar(t.d.namespace)) // the plugin finds no route without it before v0.11
	}
}

// meant are the routes of a kind that the plugin's config means.
func (t *traffic) meant(n *yaml.Node, kind routeKind, path string) (found []object) {
	if !kind.isRead {
		for _, field := range []string{kind.one, kind.several, kind.selector} {
			if isSet(n, field) {
				t.warn(nil, manifest.Under(path, field), text(given(n, field)), "means %ss, which are left as they are; check that each has a backendRef for the canary's Service with weight 0", kind.kind)
			}
		}
		return nil
	}
	all := t.of(kind.kind)
	add := func(name, where string) {
		if o := t.named(name, where, kind.kind, all); o != nil {
			found = append(found, *o)
		}
	}
	if isSet(n, kind.one) {
		add(text(given(n, kind.one)), manifest.Under(path, kind.one))
	}
	for i, e := range elements(given(n, kind.several)) {
		add(text(given(e, "name")), manifest.At(manifest.Under(path, kind.several), i)+".name")
	}
	if selector := given(n, kind.selector); selector != nil {
		chosen := slices.DeleteFunc(slices.Clone(all), func(o object) bool { return !selects(selector, texts(given(o.root, "metadata", "labels"))) })
		if len(chosen) == 0 {
			t.fail(nil, manifest.Under(path, kind.selector), "", "selects no %s of the input; it has: %s", kind.kind, orNone(namesOf(all)))
		}
		found = append(found, chosen...)
	}
	return found
}

// onlyRoute names the route that the config does not.
func (t *traffic) onlyRoute(n *yaml.Node, path string) {
	if t.stable == nil {
		return
	}
	var names []string
	var only object
	field := ""
	for _, kind := range routeKinds[:2] {
		for _, o := range t.of(kind.kind) {
			if t.leadsTo(o, t.stable.item.Name) {
				names, only, field = append(names, kind.kind+" "+o.item.Name), o, kind.one
			}
		}
	}
	if len(names) != 1 {
		t.fail(nil, path, "", "names no route, and of those%s that lead to Service %s there must be one; they are: %s. Set httpRoute, httpRoutes, grpcRoute or grpcRoutes",
			t.inNamespace(), t.stable.item.Name, orNone(strings.Join(names, ", ")))
		return
	}
	setField(n, field, scalar(only.item.Name))
	t.splitBackends(only)
}

// isBackendRef tells whether a reference means a Service of the Deployment's
// namespace, where the route is.
func (t *traffic) isBackendRef(n *yaml.Node, service string) bool {
	kind, namespace := text(given(n, "kind")), text(given(n, "namespace"))
	return text(given(n, "name")) == service && (kind == "" || kind == "Service") && text(given(n, "group")) == "" &&
		(namespace == "" || namespace == t.d.namespace)
}

// splitBackends gives each rule of a route that leads to the stable Service a
// second backend, which is the first one but for its name and weight.
func (t *traffic) splitBackends(o object) {
	t.routed[o.item] = true
	if t.stable == nil || t.canary == "" {
		return
	}
	stable, canary, before := t.stable.item.Name, t.canary, len(t.problems)
	if !t.leadsTo(o, stable) {
		t.fail(&o, "spec.rules", "", "has no backendRef for Service %s, and %s.plugins names it; let a rule lead there", stable, routingPath)
		return
	}
	for i, rule := range elements(given(o.root, "spec", "rules")) {
		refs := elements(given(rule, "backendRefs"))
		if !slices.ContainsFunc(refs, func(n *yaml.Node) bool { return t.isBackendRef(n, stable) }) {
			continue
		}
		for k, ref := range refs {
			if !t.isBackendRef(ref, stable) && !t.isBackendRef(ref, canary) {
				t.fail(&o, manifest.At(manifest.At("spec.rules", i)+".backendRefs", k), text(given(ref, "name")),
					"stands beside Service %s, whose share and the canary's are made 100 together; give it a rule of its own, or its share would shrink", stable)
			}
		}
	}
	if len(t.problems) > before {
		return
	}
	t.adjust(o, func(root *yaml.Node) (fields []krm.Field) {
		for i, rule := range elements(given(root, "spec", "rules")) {
			fields = append(fields, t.splitRule(rule, manifest.At("spec.rules", i)+".backendRefs", stable, canary)...)
		}
		return fields
	})
}

func (t *traffic) splitRule(rule *yaml.Node, path, stable, canary string) []krm.Field {
	list := given(rule, "backendRefs")
	refs := elements(list)
	i := slices.IndexFunc(refs, func(n *yaml.Node) bool { return t.isBackendRef(n, stable) })
	if i < 0 || slices.ContainsFunc(refs, func(n *yaml.Node) bool { return t.isBackendRef(n, canary) }) {
		return nil
	}
	second := bareCopy(refs[i])
	setField(second, "name", scalar(canary))
	setField(second, "weight", number(canaryWeight))
	fields := []krm.Field{{Path: manifest.At(path, len(refs)) + ".name", Proposed: canary}}
	fields = append(fields, putWeight(refs[i], stableWeight, manifest.At(path, i))...)
	list.Content = append(list.Content, second)
	return fields
}
