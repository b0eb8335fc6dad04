package sealedsecret

import (
	"fmt"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/manifest"
	"github.com/kurumi-krm/kurumi/pkg/sealed"
)

// Group, Version and Kind of a SealedSecret.
const (
	Group      = "bitnami.com"
	APIVersion = Group + "/v1alpha1"
	Kind       = "SealedSecret"
)

// An Object is what a SealedSecret says.
type Object struct {
	Namespace, Name string
	Scope           sealed.Scope
	Values          []Value // in the order in which they stand
	Template        Template
}

// A Value is one entry of encryptedData.
type Value struct {
	Key    string
	Path   string // of the field, as results write it
	Node   *yaml.Node
	Sealed sealed.Value
}

// A Template is what a suffix depends on besides the values.
type Template struct {
	Type      string
	Immutable bool
	Data      map[string]*string // nil for null, which takes a value out of the Secret
}

// A FieldProblem is something wrong with a field of a SealedSecret.
type FieldProblem struct {
	Path    string
	Message string
}

// Read reads a SealedSecret. It tells every mistake, and never shows a value.
func Read(obj *yaml.Node) (*Object, []FieldProblem) {
	r := reader{object: &Object{}}
	meta := manifest.Field(obj, "metadata")
	r.object.Name, r.object.Namespace = text(manifest.Field(meta, "name")), text(manifest.Field(meta, "namespace"))
	spec := manifest.Field(obj, "spec")
	template := manifest.Field(spec, "template")
	if r.object.Name == "" {
		r.add("metadata.name", "is missing; a SealedSecret is sealed under its name")
	}
	if old := manifest.Field(spec, "data"); !isEmpty(old) {
		r.add("spec.data", "is the old form, all values in one; seal them again with a kubeseal that is younger than 2019")
	}
	r.scope(manifest.Field(meta, "annotations"), manifest.Field(manifest.Field(template, "metadata"), "annotations"))
	r.values(manifest.Field(spec, "encryptedData"))
	r.template(template)
	return r.object, r.problems
}

// Label is the label that the values are sealed under, or should be.
func (o *Object) Label() sealed.Label { return o.Scope.Label(o.Namespace, o.Name) }

// Suffix is the suffix of the object's content.
func (o *Object) Suffix() string {
	values := make(map[string]sealed.Value, len(o.Values))
	for _, v := range o.Values {
		values[v.Key] = v.Sealed
	}
	return sealed.Content{Values: values, Type: o.Template.Type, Immutable: o.Template.Immutable, Data: o.Template.Data}.Suffix()
}

// FinalName is the name that ends in the suffix, and what stands before the suffix.
// That is how the object is named already if final is true.
func (o *Object) FinalName() (name, base string, final bool) {
	suffix := "-" + o.Suffix()
	if base, final = strings.CutSuffix(o.Name, suffix); final && base != "" {
		return o.Name, base, true
	}
	return o.Name + suffix, o.Name, false
}

type reader struct {
	object   *Object
	problems []FieldProblem
}

func (r *reader) add(path, format string, args ...any) {
	r.problems = append(r.problems, FieldProblem{path, fmt.Sprintf(format, args...)})
}

func (r *reader) values(encrypted *yaml.Node) {
	const at = "spec.encryptedData"
	if isEmpty(encrypted) {
		return
	}
	if encrypted.Kind != yaml.MappingNode {
		r.add(at, "is no mapping of keys to sealed values")
		return
	}
	for i := 0; i+1 < len(encrypted.Content); i += 2 {
		key, node := encrypted.Content[i].Value, encrypted.Content[i+1]
		path := manifest.Under(at, key)
		if node.Kind != yaml.ScalarNode {
			r.add(path, "is no sealed value, but a mapping or a list")
			continue
		}
		value, err := sealed.Parse(text(node))
		if err != nil {
			r.add(path, "%v; a sealed value is what kubeseal or kurumi secret seal prints", err)
			continue
		}
		r.object.Values = append(r.object.Values, Value{Key: key, Path: path, Node: node, Sealed: value})
	}
}

func (r *reader) template(template *yaml.Node) {
	const at = "spec.template"
	t := &r.object.Template
	if typ := manifest.Field(template, "type"); typ != nil {
		t.Type = text(typ)
	}
	switch immutable := manifest.Field(template, "immutable"); {
	case isEmpty(immutable):
	case immutable.ShortTag() == yaml.NodeTagBool:
		t.Immutable = strings.EqualFold(immutable.Value, "true")
	default:
		r.add(at+".immutable", "is neither true nor false")
	}
	data := manifest.Field(template, "data")
	if isEmpty(data) {
		return
	}
	if data.Kind != yaml.MappingNode {
		r.add(at+".data", "is no mapping of keys to texts")
		return
	}
	t.Data = map[string]*string{}
	for i := 0; i+1 < len(data.Content); i += 2 {
		key, node := data.Content[i].Value, data.Content[i+1]
		switch {
		case isEmpty(node):
			t.Data[key] = nil
		case node.Kind == yaml.ScalarNode && node.ShortTag() == yaml.NodeTagString:
			value := node.Value // not of the node, which may go
			t.Data[key] = &value
		default:
			r.add(manifest.Under(at+".data", key), "is no text; put it in quotes")
		}
	}
}

// text is the value of a scalar, but for null.
func text(n *yaml.Node) string {
	if isEmpty(n) || n.Kind != yaml.ScalarNode {
		return ""
	}
	return n.Value
}

func isEmpty(n *yaml.Node) bool { return n == nil || n.ShortTag() == yaml.NodeTagNull }
