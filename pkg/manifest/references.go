package manifest

import (
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// A Reference is a place where an object names a Secret or a ConfigMap.
type Reference struct {
	Kind string // Secret or ConfigMap
	Name string // the name that stands there

	// The namespace that the place itself says: in a field beside the name, as ns/name in one text, or as the target of
	// a Helm release. If it is empty, the object's own is meant.
	Namespace string

	// The place says no namespace, and it need not be the object's own: a cluster-scoped object, an Istio Gateway's
	// credentialName, a namespace that is still a placeholder.
	Anywhere bool

	At string // the field path as results write it: spec.template.spec.volumes[0].secret.secretName

	node    *yaml.Node
	element int           // in a list with commas; -1 if the scalar is no list
	before  int           // bytes before the name: spaces and the namespace
	after   int           // bytes after it: spaces
	text    *textDocument // nil if the scalar is the object's own
}

// Rename puts another name in the place. What stands around the name stays: the namespace before a slash, the other
// elements of a list with commas. Each of several references into one list can be renamed.
func (r Reference) Rename(name string) {
	old := r.node.Value
	parts := []string{old}
	i := 0
	if r.element >= 0 {
		parts, i = strings.Split(old, ","), r.element
	}
	part := parts[i]
	parts[i] = part[:r.before] + name + part[len(part)-r.after:]
	r.node.Value = strings.Join(parts, ",")
	if r.text != nil {
		r.text.replace(r.node, old)
	}
}

// References calls fn for every place in an object that names a Secret or a ConfigMap, in document order. further are
// paths of the caller that lead to names of Secrets: to a text, a list of texts, or a mapping with a name.
//
// It knows no schema. A place counts by the name of its field, in any kind and at any depth (referencesshapes.go), or
// because the tables have its kind and path (referencesplaces.go), which also tell where a name is not one of a Secret
// that is used but of one that the object makes. Objects inside an object, as in a List, count as themselves.
//
// Where the same place may name either kind, as in a rule of a Role for both, fn is called twice. Of the texts that
// hold YAML, Helm values are looked into; At is then the path of the text. Nothing is found in what an alias repeats, in
// a placeholder ({{ … }}, ${…}, $(…)), and in what is no valid name. fn may call Rename at once.
func References(obj *yaml.Node, further []FieldSpec, fn func(Reference)) {
	if obj == nil {
		return
	}
	if obj.Kind == yaml.DocumentNode {
		if len(obj.Content) == 0 {
			return
		}
		obj = obj.Content[0]
	}
	if obj.Kind != yaml.MappingNode {
		return
	}
	w := referenceWalk{fn: fn, further: further}
	w.mapping(obj, hint{root: true}, scope{})
}
