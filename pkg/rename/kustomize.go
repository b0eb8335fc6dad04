package rename

import (
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

// The annotations in which kustomize keeps what an object was called before. A manifest can say anything there, so that
// they decide which references follow and nothing else.
const (
	previousNames      = "internal.config.kubernetes.io/previousNames"
	previousNamespaces = "internal.config.kubernetes.io/previousNamespaces"
)

// NeedsHashSuffix tells kustomize to rename an object once more, after all transformers.
const NeedsHashSuffix = "internal.config.kubernetes.io/needsHashSuffix"

// PreviousNames is what an object was called before kustomize renamed it, the earliest name first.
func PreviousNames(obj *yaml.RNode) []string { return annotationList(obj, previousNames) }

// PreviousNamespaces is, for each of the previous names, the namespace that it was in.
func PreviousNamespaces(obj *yaml.RNode) []string { return annotationList(obj, previousNamespaces) }

// annotationList is the list in an annotation of kustomize's.
func annotationList(obj *yaml.RNode, name string) []string {
	n := annotation(obj, name)
	if n == nil || n.Value == "" {
		return nil
	}
	return strings.Split(n.Value, ",")
}

// annotation is an annotation's value, or nil.
func annotation(obj *yaml.RNode, name string) *yaml.Node {
	return manifest.Field(manifest.Field(manifest.Field(obj.YNode(), "metadata"), "annotations"), name)
}

// DropHash takes kustomize's order for a hash of its own away, and with the last annotation the field. It reports what it
// took, and whether there was any.
func DropHash(obj *yaml.RNode) (f krm.Field, dropped bool) {
	meta := manifest.Field(obj.YNode(), "metadata")
	annotations := manifest.Field(meta, "annotations")
	n := manifest.Field(annotations, NeedsHashSuffix)
	if n == nil {
		return krm.Field{}, false
	}
	manifest.RemoveField(annotations, NeedsHashSuffix)
	if len(annotations.Content) == 0 {
		manifest.RemoveField(meta, "annotations")
	}
	return krm.Field{Path: manifest.Under("metadata.annotations", NeedsHashSuffix), Current: n.Value, Proposed: "(none)"}, true
}
