package secretversion

import (
	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/manifest"
	"github.com/kurumi-krm/kurumi/pkg/rename"
)

// rename gives an object its final names, and what goes with that.
func (v *versioner) rename(s *secret) {
	v.Edit(s.item, func(obj *yaml.RNode) error {
		for _, n := range s.namings() {
			if n.final != n.current {
				n.path().Each(obj.YNode(), func(field *yaml.Node, _ string) { field.Value = n.final })
				v.Changed(s.item, n.field())
			}
		}
		if f, dropped := rename.DropHash(obj); dropped {
			v.Changed(s.item, f)
		}
		if err := v.makeImmutable(s, obj); err != nil {
			return err
		}
		return v.cfg.Retain.Mark(v.Pass, s.item, obj, s.own.base)
	})
}

// makeImmutable makes the Secret immutable that an object is or makes.
func (v *versioner) makeImmutable(s *secret, obj *yaml.RNode) error {
	if s.item.Kind != externalSecret {
		return v.setImmutable(s.item, obj, "immutable")
	}
	target, err := targetOf(obj)
	if err != nil {
		return err
	}
	return v.setImmutable(s.item, target, "spec.target.immutable")
}

// setImmutable sets the field immutable of a mapping.
func (v *versioner) setImmutable(it *krm.Item, holder *yaml.RNode, at string) error {
	if !isNull(manifest.Field(holder.YNode(), "immutable")) {
		return nil
	}
	v.Changed(it, krm.Field{Path: at, Proposed: "true"})
	return holder.PipeE(yaml.SetField("immutable", yaml.NewRNode(&yaml.Node{Kind: yaml.ScalarNode, Tag: yaml.NodeTagBool, Value: "true"})))
}

// targetOf is an ExternalSecret's target, which is made where there is none.
func targetOf(obj *yaml.RNode) (*yaml.RNode, error) {
	if n := manifest.Field(manifest.Field(obj.YNode(), "spec"), "target"); n != nil && isNull(n) {
		n.Kind, n.Tag, n.Value = yaml.MappingNode, yaml.NodeTagMap, ""
	}
	return obj.Pipe(yaml.LookupCreate(yaml.MappingNode, "spec", "target"))
}
