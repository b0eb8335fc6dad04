package rolloutconvert

import (
	"cmp"
	"slices"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

const (
	traefikServiceKind = "TraefikService"
	traefikV2          = "traefik.containo.us"
)

// traefik lets the IngressRoutes lead to a TraefikService that splits requests
// between the stable Service and the canary's. The TraefikService is added if it
// is not there.
func (t *traffic) traefik(n *yaml.Node, path string) {
	const field = "weightedTraefikServiceName"
	if t.stable == nil || t.canary == "" {
		return
	}
	name := text(given(n, field))
	split := t.traefikService(name, path+"."+field)
	if split != nil {
		name = split.item.Name
		t.completeSplit(*split)
		t.routed[split.item] = true
	}
	name = cmp.Or(name, t.stable.item.Name)
	if !t.leadThere(name, split == nil, path+"."+field) {
		return
	}
	if !isSet(n, field) {
		setField(n, field, scalar(name))
	}
}

// traefikService is the one that is named, or the only one with the Service's share.
func (t *traffic) traefikService(name, path string) *object {
	all := t.of(traefikServiceKind)
	if name == "" {
		all = slices.DeleteFunc(slices.Clone(all), func(o object) bool {
			return given(o.root, "spec", "weighted") == nil || !t.leadsTo(o, t.stable.item.Name)
		})
		if len(all) > 1 {
			t.fail(nil, path, "", "is not set, and TraefikServices %s have Service %s; name one of them", namesOf(all), t.stable.item.Name)
		}
		if len(all) > 0 {
			return &all[0]
		}
		return nil
	}
	for i := range all {
		if all[i].item.Name == name {
			return &all[i]
		}
	}
	return nil
}

// completeSplit adds the canary's share to a TraefikService that has the stable one.
func (t *traffic) completeSplit(o object) {
	stable, canary := t.stable.item.Name, t.canary
	services := elements(given(o.root, "spec", "weighted", "services"))
	if !slices.ContainsFunc(services, func(n *yaml.Node) bool { return t.isTraefikService(n, stable) }) {
		t.fail(&o, "spec.weighted.services", "", "has no Service %s, which Argo Rollouts looks for there; add it", stable)
		return
	}
	for i, n := range services {
		if !t.isTraefikService(n, stable) && !t.isTraefikService(n, canary) {
			t.fail(&o, manifest.At("spec.weighted.services", i), text(given(n, "name")),
				"stands beside Service %s, whose weight and the canary's are made 100 together; take it out, or its share would change", stable)
		}
	}
	t.adjust(o, func(root *yaml.Node) []krm.Field {
		const path = "spec.weighted.services"
		list := given(root, "spec", "weighted", "services")
		i := slices.IndexFunc(elements(list), func(n *yaml.Node) bool { return t.isTraefikService(n, stable) })
		if i < 0 || slices.ContainsFunc(list.Content, func(n *yaml.Node) bool { return t.isTraefikService(n, canary) }) {
			return nil
		}
		second := bareCopy(list.Content[i])
		setField(second, "name", scalar(canary))
		setField(second, "weight", number(canaryWeight))
		fields := []krm.Field{{Path: manifest.At(path, len(list.Content)) + ".name", Proposed: canary}}
		fields = append(fields, putWeight(list.Content[i], stableWeight, manifest.At(path, i))...)
		list.Content = append(list.Content, second)
		return fields
	})
}

// isTraefikService tells whether an entry means a Service of the Deployment's
// namespace.
func (t *traffic) isTraefikService(n *yaml.Node, service string) bool {
	kind, namespace := text(given(n, "kind")), text(given(n, "namespace"))
	return text(given(n, "name")) == service && (kind == "" || kind == "Service") && (namespace == "" || namespace == t.d.namespace)
}

// leadThere lets every IngressRoute that leads to the stable Service lead to the
// TraefikService. What Traefik reads of a Service, such as its port, moves there.
func (t *traffic) leadThere(name string, isNew bool, path string) bool {
	stable := t.stable.item.Name
	var entry *yaml.Node
	var group string
	before := len(t.problems)
	for _, o := range t.of("IngressRoute") {
		for where, n := range traefikEntries(o.root) {
			if !t.isTraefikService(n, stable) {
				continue
			}
			moved := withoutFields(n, "name", "namespace", "kind", "weight")
			if isNew && entry != nil && !same(entry, moved) {
				t.fail(&o, where, "", "leads to Service %s with other settings than another route does, and Argo Rollouts works with one TraefikService; make them the same, or write TraefikService %s yourself", stable, name)
			}
			entry, group = moved, o.item.APIVersion
			t.routed[o.item] = true
		}
		t.adjust(o, func(root *yaml.Node) (fields []krm.Field) {
			for where, n := range traefikEntries(root) {
				if t.isTraefikService(n, stable) {
					fields = append(fields, pointAt(n, name, where)...)
				}
			}
			return fields
		})
	}
	if isNew && entry == nil {
		t.fail(nil, path, name, "names no TraefikService of the input, and no IngressRoute%s leads to Service %s, so that one could be made; add either", t.inNamespace(), stable)
	}
	if len(t.problems) > before {
		return false
	}
	if isNew {
		t.added = append(t.added, t.newSplit(name, group, entry))
	}
	return true
}
