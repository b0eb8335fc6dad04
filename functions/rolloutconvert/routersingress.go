package rolloutconvert

import (
	"slices"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

// A backend is what a path of an Ingress leads to.
type backend struct {
	node *yaml.Node
	at   string
}

// backendsOf lists the backends of an Ingress's rules. The default backend is not
// among them: Argo Rollouts knows rules alone.
func backendsOf(root *yaml.Node) (all []backend) {
	for i, rule := range elements(given(root, "spec", "rules")) {
		path := manifest.At("spec.rules", i) + ".http.paths"
		for k, p := range elements(given(rule, "http", "paths")) {
			if n := given(p, "backend"); n != nil {
				all = append(all, backend{n, manifest.At(path, k) + ".backend"})
			}
		}
	}
	return all
}

// service is the name of the Service, in the form of networking.k8s.io/v1 or the
// older one.
func (b backend) service() string {
	if n := given(b.node, "service"); n != nil {
		return text(given(n, "name"))
	}
	return text(given(b.node, "serviceName"))
}

// port is its number or name.
func (b backend) port() *yaml.Node {
	port := given(b.node, "service", "port")
	if port == nil {
		return given(b.node, "servicePort")
	}
	if n := given(port, "number"); n != nil {
		return n
	}
	return given(port, "name")
}

func ingressLeadsTo(o object, service string) bool {
	return slices.ContainsFunc(backendsOf(o.root), func(b backend) bool { return b.service() == service })
}

// ingresses are those that a router names, or the only one that leads to the
// stable Service. services are the names that count as that.
func (t *traffic) ingresses(n *yaml.Node, path, one, several, class string, services ...string) []object {
	all := t.of("Ingress")
	names := map[string]string{}
	var order []string
	if isSet(n, one) {
		order, names[text(given(n, one))] = []string{text(given(n, one))}, path+"."+one
	}
	for i, name := range listed(given(n, several)) {
		if names[name] == "" {
			order = append(order, name)
		}
		names[name] = manifest.At(path+"."+several, i)
	}
	if len(order) == 0 {
		return t.onlyIngress(n, path, one, several, class, all, services)
	}
	var found []object
	for _, name := range order {
		o := t.named(name, names[name], "Ingress", all)
		if o == nil {
			continue
		}
		t.routed[o.item] = true
		if t.leads(o, names[name], services) {
			found = append(found, *o)
		}
	}
	return found
}

// leads judges an Ingress that is named.
func (t *traffic) leads(o *object, path string, services []string) bool {
	if t.stable == nil {
		return false
	}
	if !slices.ContainsFunc(services, func(s string) bool { return ingressLeadsTo(*o, s) }) {
		t.fail(o, "spec.rules", "", "has no path that leads to Service %s, and %s names it; let one do, or name the Ingress that does (%s)",
			t.stable.item.Name, path, orNone(namesOf(t.ingressesTo(services...))))
		return false
	}
	return t.isBearable(o)
}

// isBearable judges what Argo Rollouts v1.10.1 reads without looking whether it is
// there, and crashes on.
func (t *traffic) isBearable(o *object) bool {
	before := len(t.problems)
	for i, rule := range elements(given(o.root, "spec", "rules")) {
		if given(rule, "http") == nil {
			t.fail(o, manifest.At("spec.rules", i), "", "has no http, which Argo Rollouts cannot bear in an Ingress that it works with; move the rule into an Ingress of its own")
		}
	}
	for _, b := range backendsOf(o.root) {
		if given(b.node, "resource") != nil {
			t.fail(o, b.at+".resource", "", "is no Service, which Argo Rollouts cannot bear in an Ingress that it works with; move the path into an Ingress of its own")
		}
	}
	return len(t.problems) == before
}

// onlyIngress finds the Ingress that is not named, and names it.
func (t *traffic) onlyIngress(n *yaml.Node, path, one, several, class string, all []object, services []string) []object {
	if t.stable == nil {
		return nil
	}
	found := t.ingressesTo(services...)
	if len(found) > 1 {
		if ofClass := slices.DeleteFunc(slices.Clone(found), func(o object) bool { return !strings.Contains(classOf(o), class) }); len(ofClass) == 1 {
			found = ofClass
		}
	}
	switch len(found) {
	case 1:
		setField(n, one, scalar(found[0].item.Name))
		t.routed[found[0].item] = true
		if t.isBearable(&found[0]) {
			return found
		}
	case 0:
		t.fail(nil, path+"."+one, "", "is not set, and no Ingress leads to Service %s%s; add one, or name the one that should (%s)",
			t.stable.item.Name, t.inNamespace(), orNone(namesOf(all)))
	default:
		t.fail(nil, path+"."+one, "", "is not set, and Ingresses %s lead to Service %s; name one of them, or all in %s", namesOf(found), t.stable.item.Name, several)
	}
	return nil
}

// ingressesTo are the Ingresses that lead to one of some Services, but those for a
// canary.
func (t *traffic) ingressesTo(services ...string) []object {
	return slices.DeleteFunc(t.of("Ingress"), func(o object) bool {
		return !slices.ContainsFunc(services, func(s string) bool { return ingressLeadsTo(o, s) }) || text(given(o.root, "metadata", "annotations", "nginx.ingress.kubernetes.io/canary")) == "true"
	})
}

func classOf(o object) string {
	return text(given(o.root, "spec", "ingressClassName")) + " " + text(given(o.root, "metadata", "annotations", "kubernetes.io/ingress.class"))
}
