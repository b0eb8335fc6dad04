package rolloutconvert

import (
	"iter"
	"slices"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

// traefikEntries are the services of all routes of an IngressRoute, by their path.
func traefikEntries(root *yaml.Node) iter.Seq2[string, *yaml.Node] {
	return func(yield func(string, *yaml.Node) bool) {
		for i, route := range elements(given(root, "spec", "routes")) {
			path := manifest.At("spec.routes", i) + ".services"
			for k, n := range elements(given(route, "services")) {
				if !yield(manifest.At(path, k), n) {
					return
				}
			}
		}
	}
}

// pointAt makes a Service's entry one of a TraefikService. Its weight stays: it is
// the entry's share among others of the same route.
func pointAt(n *yaml.Node, name, path string) []krm.Field {
	fields := putText(n, "kind", traefikServiceKind, path)
	fields = append(fields, putText(n, "name", name, path)...)
	for _, field := range fieldsOf(n) {
		if !slices.Contains([]string{"name", "namespace", "kind", "weight"}, field) {
			fields = append(fields, krm.Field{Path: manifest.Under(path, field), Current: text(manifest.Field(n, field)), Proposed: "in TraefikService " + name})
			manifest.RemoveField(n, field)
		}
	}
	return fields
}

func fieldsOf(n *yaml.Node) (names []string) {
	for i := 0; i+1 < len(n.Content); i += 2 {
		names = append(names, n.Content[i].Value)
	}
	return names
}

// withoutFields is a copy of a mapping without some of its fields.
func withoutFields(n *yaml.Node, names ...string) *yaml.Node {
	c := bareCopy(n)
	for _, name := range names {
		manifest.RemoveField(c, name)
	}
	return c
}

// newSplit is the TraefikService between two Services, with the settings that the
// IngressRoute had.
func (t *traffic) newSplit(name, apiVersion string, settings *yaml.Node) *yaml.Node {
	if strings.HasPrefix(apiVersion, traefikV2+"/") {
		t.warn(nil, routingPath+".traefik", "", "works with traefik.io, and IngressRoutes of %s are Traefik 2's; start the controller with --traefik-api-group=%s --traefik-api-version=%s", traefikV2, traefikV2, apiVersion)
	}
	meta := mapping("name", scalar(name))
	if t.d.namespace != "" {
		setField(meta, "namespace", scalar(t.d.namespace))
	}
	setField(meta, "labels", mapping(managedByLabel, scalar(managedBy)))
	setField(meta, "annotations", mapping(generatedAnnotation, scalar(generatedBy)))
	services := &yaml.Node{Kind: yaml.SequenceNode, Tag: yaml.NodeTagSeq}
	for _, s := range []struct {
		name   string
		weight int
	}{{t.stable.item.Name, stableWeight}, {t.canary, canaryWeight}} {
		entry := mapping("name", scalar(s.name))
		entry.Content = append(entry.Content, bareCopy(settings).Content...)
		setField(entry, "weight", number(s.weight))
		services.Content = append(services.Content, entry)
	}
	return mapping("apiVersion", scalar(apiVersion), "kind", scalar(traefikServiceKind), "metadata", meta,
		"spec", mapping("weighted", mapping("services", services)))
}
