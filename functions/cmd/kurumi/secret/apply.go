package secret

import (
	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/manifest"
	"github.com/kurumi-krm/kurumi/pkg/sealed"
	"github.com/kurumi-krm/kurumi/pkg/sealedsecret"
)

// An update is what a SealedSecret is to say. What it does not speak of stays as
// it is in the object.
type update struct {
	namespace, name     string
	scope               sealed.Scope
	values              map[string]string // encryptedData, all of it
	labels, annotations map[string]string // the template's, all of them
	kind                string            // the template's type
	immutable           bool
	// A whole update writes the scope, and the template's name and namespace even if
	// there were none.
	whole bool
}

// apply puts an update into a SealedSecret. It touches only what differs, so that
// the rest of the object's text can stay.
func (u update) apply(obj *yaml.Node) {
	within(obj, "metadata", func(meta *yaml.Node) {
		setText(meta, "name", u.name)
		u.setNamespace(meta)
		if own := texts(manifest.Field(meta, "annotations")); u.whole {
			setTexts(meta, "annotations", withScope(own, u.scope), own)
		}
	})
	within(obj, "spec", func(spec *yaml.Node) {
		setTexts(spec, "encryptedData", u.values, texts(manifest.Field(spec, "encryptedData")))
		within(spec, "template", u.applyTemplate)
	})
}

func (u update) applyTemplate(template *yaml.Node) {
	within(template, "metadata", func(meta *yaml.Node) {
		if u.whole || manifest.Field(meta, "name") != nil {
			setText(meta, "name", u.name)
		}
		if u.whole {
			u.setNamespace(meta)
		}
		setTexts(meta, "labels", u.labels, texts(manifest.Field(meta, "labels")))
		setTexts(meta, "annotations", u.annotations, texts(manifest.Field(meta, "annotations")))
	})
	u.applyKind(template)
}

func (u update) setNamespace(meta *yaml.Node) {
	if u.namespace != "" {
		setText(meta, "namespace", u.namespace)
	}
}

// applyKind sets type and immutable, unless what stands there means the same.
func (u update) applyKind(template *yaml.Node) {
	now := readTemplate(template)
	switch {
	case now.Type == u.kind || opaque(now.Type) && opaque(u.kind):
	case u.kind == "":
		manifest.RemoveField(template, "type")
	default:
		setText(template, "type", u.kind)
	}
	switch {
	case now.Immutable == u.immutable:
	case u.immutable:
		manifest.RemoveField(template, "immutable")
		add(template, "immutable", &yaml.Node{Kind: yaml.ScalarNode, Tag: yaml.NodeTagBool, Value: "true"})
	default:
		manifest.RemoveField(template, "immutable")
	}
}

func opaque(kind string) bool { return kind == "" || kind == "Opaque" }

func readTemplate(template *yaml.Node) sealedsecret.Template {
	spec := &yaml.Node{Kind: yaml.MappingNode, Tag: yaml.NodeTagMap}
	add(spec, "template", template)
	obj := &yaml.Node{Kind: yaml.MappingNode, Tag: yaml.NodeTagMap}
	add(obj, "spec", spec)
	read, _ := sealedsecret.Read(obj)
	return read.Template
}

// newSealed is the object that an update describes.
func newSealed(u update) *yaml.Node {
	obj := &yaml.Node{Kind: yaml.MappingNode, Tag: yaml.NodeTagMap}
	setText(obj, "apiVersion", sealedsecret.APIVersion)
	setText(obj, "kind", sealedsecret.Kind)
	u.apply(obj)
	return obj
}
