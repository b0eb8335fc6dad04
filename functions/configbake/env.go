package configbake

import (
	"slices"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

// claim notes that a config sets a variable of a container, and sets it.
func (p *podBaker) claim(c *container, e *entry, value string) {
	if other := c.claims[e.Env]; other != nil {
		p.Errorf(p.item, krm.Field{Path: c.at, Current: e.Env}, "%s is the variable of two configs, %s and %s; name one of them otherwise", e.Env, other.at, e.at)
		return
	}
	c.claims[e.Env] = e
	c.env = append(c.env, EnvVar{e.Env, value})
	known := false
	for i, n := range elements(field(c.node, "env")) {
		if text(field(n, "name")) != e.Env {
			continue
		}
		known = true
		at := manifest.At(c.at+".env", i)
		if field(n, "valueFrom") != nil {
			p.Errorf(p.item, krm.Field{Path: at + ".valueFrom"}, "gives %s another value; take it away, or name another variable in %s", e.Env, e.at)
			continue
		}
		if old := text(field(n, "value")); old != escape(value) {
			setText(n, "value", escape(value))
			p.changed(at+".value", old, escape(value))
		}
	}
	if !known {
		env := child(c.node, "env", yaml.SequenceNode)
		p.changed(manifest.At(c.at+".env", len(env.Content)), "", e.Env)
		env.Content = append(slices.Clip(env.Content), mapping("name", e.Env, "value", escape(value)))
	}
}

// variables deals with what a container takes from configured ConfigMaps by other ways than a mount.
func (p *podBaker) variables(c *container) {
	in := inliner{podBaker: p, c: c, values: map[string]string{}}
	in.references()
	in.sources()
	in.write()
}
