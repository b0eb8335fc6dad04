package configbake

import (
	"slices"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm"
)

// annotation is what the pod's metadata says under a name, and where.
func (p *podBaker) annotation(name string) (value, at string) {
	return text(field(p.Metadata, "annotations", name)), p.under("metadata", "annotations", name)
}

// readAnnotations reads what earlier runs did, which need not be done again.
func (p *podBaker) readAnnotations() {
	value, at := p.annotation(Annotation)
	all, err := ParseBaked(value)
	if err != nil {
		p.Errorf(p.item, krm.Field{Path: at}, "%v", err)
	}
	p.baked = spread(all, p.holders())
	for _, b := range all {
		p.done(func(e *entry) bool { return e.ConfigMap == b.ConfigMap && (e.Key == "" || e.Key == b.Key) })
	}
	if value, _ := p.annotation(InlinedAnnotation); value != "" {
		p.inlined = strings.Split(value, ",")
		p.done(func(e *entry) bool { return slices.Contains(p.inlined, e.ConfigMap) })
	}
}

func (p *podBaker) done(which func(e *entry) bool) {
	for _, e := range p.entries {
		if !which(e) {
			continue
		}
		e.done = true
		for _, c := range p.known.Meant(e.ConfigMap, p.item.Namespace) {
			// Another one, now that the first is gone, was never baked.
			c.baked = c.baked || c.Name == e.ConfigMap && c.Namespace == p.item.Namespace
		}
	}
}

// annotate writes what was done, together with what earlier runs did to other ConfigMaps.
func (p *podBaker) annotate() {
	var each []Baked
	for _, c := range p.containers {
		for _, f := range c.files {
			each = append(each, Baked{c.name, f.ConfigMap, f.Key, f.Path})
		}
	}
	if len(each) > 0 {
		for _, old := range p.baked {
			if !slices.ContainsFunc(each, func(b Baked) bool { return b.Container == old.Container && b.ConfigMap == old.ConfigMap }) {
				each = append(each, old)
			}
		}
		p.note(Annotation, formatBaked(gather(each, p.holders())))
	}
	if len(p.inlined) > 0 {
		slices.Sort(p.inlined)
		p.note(InlinedAnnotation, strings.Join(p.inlined, ","))
	}
}

// note sets an annotation of the pod. It is the first change that is told.
func (p *podBaker) note(name, value string) {
	old, at := p.annotation(name)
	if old == value {
		return
	}
	p.Metadata = child(holder(p.root, p.Spec), "metadata", yaml.MappingNode)
	setText(child(p.Metadata, "annotations", yaml.MappingNode), name, value)
	p.changes = slices.Insert(p.changes, 0, krm.Field{Path: at, Current: old, Proposed: value})
}
