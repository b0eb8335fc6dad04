package rolloutconvert

import "sigs.k8s.io/kustomize/kyaml/yaml"

// nginx needs the name of an Ingress that leads to the stable Service. The Ingress
// stays as it is: Argo Rollouts adds one for the canary beside it.
func (t *traffic) nginx(n *yaml.Node, path string) {
	name := ""
	if t.stable != nil {
		name = t.stable.item.Name
	}
	for _, o := range t.ingresses(n, path, "stableIngress", "stableIngresses", "nginx", name) {
		if text(given(o.root, "spec", "defaultBackend", "service", "name")) == name {
			t.warn(&o, "spec.defaultBackend", "", "leads to Service %s, and requests that no rule matches stay with its stable pods; add a rule for them if the canary is to get its share", name)
		}
	}
}
