package sealedsecretrename

import (
	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/manifest"
	"github.com/kurumi-krm/kurumi/pkg/sealed"
)

// needsHashSuffix tells kustomize to rename an object once more, after all transformers.
const needsHashSuffix = "internal.config.kubernetes.io/needsHashSuffix"

// syncOptions is Argo CD's annotation.
const (
	syncOptions = "argocd.argoproj.io/sync-options"
	pruneLast   = "PruneLast=true"
)

// setName renames a SealedSecret. The controller takes no notice of the template's name; people do.
func setName(obj *yaml.Node, old, name string) {
	meta := manifest.Field(obj, "metadata")
	manifest.Field(meta, "name").Value = name
	template := manifest.Field(manifest.Field(obj, "spec"), "template")
	if n := manifest.Field(manifest.Field(template, "metadata"), "name"); n != nil && n.Value == old {
		n.Value = name
	}
	removeAnnotation(meta, needsHashSuffix)
}

// removeAnnotation takes an annotation away, and with the last one the field.
func removeAnnotation(meta *yaml.Node, name string) {
	annotations := manifest.Field(meta, "annotations")
	manifest.RemoveField(annotations, name)
	if annotations != nil && len(annotations.Content) == 0 {
		manifest.RemoveField(meta, "annotations")
	}
}

// putValues puts re-wrapped values in the place of the old ones, and says where.
func putValues(obj *yaml.Node, values map[string]sealed.Value) []string {
	const at = "spec.encryptedData"
	encrypted := manifest.Field(manifest.Field(obj, "spec"), "encryptedData")
	var paths []string
	for i := 0; len(values) > 0 && i < len(encrypted.Content); i += 2 {
		key := encrypted.Content[i].Value
		encrypted.Content[i+1].Value = values[key].String()
		paths = append(paths, manifest.Under(at, key))
	}
	return paths
}

// pruneLast adds the sync option.
func (r *renamer) pruneLast(it *krm.Item, obj *yaml.RNode) error {
	options := obj.GetAnnotations(syncOptions)[syncOptions]
	with := withPruneLast(options)
	if with == options {
		return nil
	}
	r.Changed(it, krm.Field{Path: manifest.Under("metadata.annotations", syncOptions), Current: options, Proposed: with})
	return obj.PipeE(yaml.SetAnnotation(syncOptions, with))
}
