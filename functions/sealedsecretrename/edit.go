package sealedsecretrename

import (
	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/manifest"
	"github.com/kurumi-krm/kurumi/pkg/sealed"
)

// setName renames a SealedSecret. The controller takes no notice of the template's name; people do.
func setName(obj *yaml.Node, old, name string) {
	manifest.Field(manifest.Field(obj, "metadata"), "name").Value = name
	template := manifest.Field(manifest.Field(obj, "spec"), "template")
	if n := manifest.Field(manifest.Field(template, "metadata"), "name"); n != nil && n.Value == old {
		n.Value = name
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
