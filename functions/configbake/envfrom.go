package configbake

import (
	"slices"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

// An inliner turns what a container takes from ConfigMaps by name into literal variables.
type inliner struct {
	*podBaker
	c      *container
	names  []string // of the variables from envFrom, in their order
	values map[string]string
}

// source is the ConfigMap of a reference whose values become literals.
func (in *inliner) source(ref *yaml.Node, at string) *configMap {
	source, entries := in.lookup(in.item, at+".name", text(field(ref, "name")))
	use(entries)
	if source == nil || in.cfg.EnvFrom == "leave" {
		return nil
	}
	if in.cfg.EnvFrom != "inline" {
		in.Errorf(in.item, krm.Field{Path: at}, "takes variables from %s; write envFrom: inline to make them literal ones, or envFrom: leave to keep the ConfigMap for them", source)
		return nil
	}
	source.baked = true
	if name := entries[0].ConfigMap; !slices.Contains(in.inlined, name) {
		in.inlined = append(in.inlined, name)
	}
	return source
}

// references puts values in the place of configMapKeyRefs.
func (in *inliner) references() {
	gone := map[int]bool{}
	for i, n := range elements(field(in.c.node, "env")) {
		ref := field(n, "valueFrom", "configMapKeyRef")
		if ref == nil {
			continue
		}
		name, at := text(field(n, "name")), manifest.At(in.c.at+".env", i)
		source := in.source(ref, at+".valueFrom.configMapKeyRef")
		if source == nil {
			continue
		}
		key := text(field(ref, "key"))
		value, ok := source.data[key]
		switch {
		case ok:
			replaceField(n, "valueFrom", "value", escape(value))
			in.c.env = append(in.c.env, EnvVar{name, value})
		case text(field(ref, "optional")) == "true":
			gone[i] = true
		default:
			in.Errorf(in.item, krm.Field{Path: at + ".valueFrom.configMapKeyRef.key", Current: key}, "%s is no key of %s, which has %s", key, source, strings.Join(source.keys, ", "))
		}
		in.changed(at, name, "")
	}
	drop(in.c.node, "env", func(i int) bool { return gone[i] })
}

// sources collects the variables of envFrom. A later source goes before an earlier one.
func (in *inliner) sources() {
	gone := map[int]bool{}
	for i, n := range elements(field(in.c.node, "envFrom")) {
		at, prefix := manifest.At(in.c.at+".envFrom", i), text(field(n, "prefix"))
		if ref := field(n, "configMapRef"); ref != nil {
			if source := in.source(ref, at+".configMapRef"); source != nil {
				gone[i] = true
				in.changed(at, source.Name, "")
				in.take(source, prefix, at)
				continue
			}
		}
		for _, name := range in.names {
			if strings.HasPrefix(name, prefix) && in.existing(name) == nil {
				in.Errorf(in.item, krm.Field{Path: at}, "the source stays, and may override %s, which comes before it and would become a literal variable; put it first, or inline it too", name)
				break
			}
		}
	}
	drop(in.c.node, "envFrom", func(i int) bool { return gone[i] })
}

// take adds the variables of one source.
func (in *inliner) take(source *configMap, prefix, at string) {
	for _, key := range slices.Sorted(slices.Values(source.keys)) { // hosts hand over the keys in orders of their own
		name := prefix + key
		if !isEnvName(name) {
			in.Warnf(in.item, krm.Field{Path: at, Current: name}, "%q is no name of a variable that every cluster takes; it is left out", name)
			continue
		}
		if _, ok := in.values[name]; !ok {
			in.names = append(in.names, name)
		}
		in.values[name] = source.data[key]
	}
}

// write puts the variables of envFrom before the others, which go before them where both have one name.
func (in *inliner) write() {
	var added []*yaml.Node
	for _, name := range in.names {
		if in.existing(name) != nil {
			in.checkShadowed(name)
			continue
		}
		added = append(added, mapping("name", name, "value", escape(in.values[name])))
		in.c.env = append(in.c.env, EnvVar{name, in.values[name]})
	}
	if len(added) == 0 {
		return
	}
	env := child(in.c.node, "env", yaml.SequenceNode)
	env.Content = append(added, env.Content...)
}

// existing is the variable of a name that the container sets itself.
func (in *inliner) existing(name string) *yaml.Node {
	for _, n := range elements(field(in.c.node, "env")) {
		if text(field(n, "name")) == name {
			return n
		}
	}
	return nil
}

// checkShadowed refuses what still needs the variable of envFrom that another one of its name takes the place of.
func (in *inliner) checkShadowed(name string) {
	for i, n := range elements(field(in.c.node, "env")) {
		at := manifest.At(in.c.at+".env", i)
		if strings.Contains(text(field(n, "value")), "$("+name+")") {
			in.Errorf(in.item, krm.Field{Path: at + ".value"}, "refers to $(%s), which both envFrom and env set; give one of the two another name", name)
		}
		if text(field(n, "name")) == name && isOptional(field(n, "valueFrom")) {
			in.Errorf(in.item, krm.Field{Path: at + ".valueFrom"}, "is optional, and without it %s of envFrom counts; give one of the two another name", name)
		}
	}
}

// isOptional reports whether the source of a variable may be missing.
func isOptional(from *yaml.Node) bool {
	return text(field(from, "configMapKeyRef", "optional")) == "true" || text(field(from, "secretKeyRef", "optional")) == "true"
}
