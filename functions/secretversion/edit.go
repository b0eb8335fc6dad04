package secretversion

import (
	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

// needsHashSuffix tells kustomize to rename an object once more, after all transformers.
const needsHashSuffix = "internal.config.kubernetes.io/needsHashSuffix"

// Argo CD's annotation, and the option in it.
const (
	syncOptions = "argocd.argoproj.io/sync-options"
	pruneLast   = "PruneLast=true"
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
		v.dropHash(s.item, manifest.Field(obj.YNode(), "metadata"))
		if err := v.makeImmutable(s, obj); err != nil || !v.cfg.Retain.PruneLast {
			return err
		}
		return v.pruneLast(s.item, obj)
	})
}

// dropHash takes kustomize's order for a hash of its own away, and with the last annotation the field.
func (v *versioner) dropHash(it *krm.Item, meta *yaml.Node) {
	annotations := manifest.Field(meta, "annotations")
	n := manifest.Field(annotations, needsHashSuffix)
	if n == nil {
		return
	}
	v.Changed(it, krm.Field{Path: manifest.Under("metadata.annotations", needsHashSuffix), Current: n.Value, Proposed: "(none)"})
	manifest.RemoveField(annotations, needsHashSuffix)
	if len(annotations.Content) == 0 {
		manifest.RemoveField(meta, "annotations")
	}
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

// pruneLast adds the sync option.
func (v *versioner) pruneLast(it *krm.Item, obj *yaml.RNode) error {
	options := obj.GetAnnotations(syncOptions)[syncOptions]
	with := withPruneLast(options)
	if with == options {
		return nil
	}
	v.Changed(it, krm.Field{Path: manifest.Under("metadata.annotations", syncOptions), Current: options, Proposed: with})
	return obj.PipeE(yaml.SetAnnotation(syncOptions, with))
}
