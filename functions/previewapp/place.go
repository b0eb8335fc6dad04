package previewapp

import (
	"slices"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

// The marks by which the function knows again what it made, and for whom.
const (
	managedByLabel      = "app.kubernetes.io/managed-by"
	managedBy           = "kurumi"
	partOfLabel         = "app.kubernetes.io/part-of"
	generatedAnnotation = "kurumi.dev/generated-by"
	generatedBy         = "preview-app"
)

// An object is one to be made.
type object struct {
	group, kind, name, namespace string
	root                         *yaml.Node
}

func (pl plan) object(apiVersion, kind, name string, spec *yaml.Node, finalizers ...string) object {
	meta := mapOf(
		"name", name,
		"namespace", pl.ArgoCDNamespace,
		"labels", mapOf(managedByLabel, managedBy, partOfLabel, pl.set),
		"annotations", mapOf(generatedAnnotation, generatedBy),
	)
	for _, f := range finalizers {
		meta.Content = append(meta.Content, nodeOf("finalizers"), listOf(f))
	}
	group, _, _ := strings.Cut(apiVersion, "/")
	return object{group, kind, name, pl.ArgoCDNamespace, mapOf("apiVersion", apiVersion, "kind", kind, "metadata", meta, "spec", spec)}
}

// is reports whether an item of the input is the object.
func (o object) is(it *krm.Item) bool {
	return it.Group() == o.group && it.Kind == o.kind && it.Name == o.name && (it.Namespace == o.namespace || it.Namespace == "")
}

// place brings the objects that are there up to date, adds the others, and removes
// what is no longer made.
func (pl plan) place(p *krm.Pass, objects []object) {
	before := slices.Clone(p.Items())
	for _, o := range objects {
		i := slices.IndexFunc(before, o.is)
		if i < 0 {
			p.Add(nil, yaml.NewRNode(o.root))
			continue
		}
		p.Edit(before[i], func(obj *yaml.RNode) error {
			pl.update(p, before[i], obj.YNode(), o)
			return nil
		})
	}
	for _, it := range before {
		if pl.isStale(p, it, objects) {
			p.Remove(it)
		}
	}
}

// isStale reports whether an item was generated for this application once, and is no
// longer: the project under its former name, or an ImageUpdater without an image.
func (pl plan) isStale(p *krm.Pass, it *krm.Item, objects []object) (stale bool) {
	if !slices.Contains([]string{"AppProject", "ApplicationSet", "ImageUpdater"}, it.Kind) || slices.ContainsFunc(objects, func(o object) bool { return o.is(it) }) {
		return false
	}
	p.Edit(it, func(obj *yaml.RNode) error {
		made, partOf := marks(obj.YNode())
		stale = made && partOf == pl.set
		return nil
	})
	return stale
}

// update makes an object what it would be if it were made now. What others added to
// its metadata stays.
func (pl plan) update(p *krm.Pass, it *krm.Item, root *yaml.Node, o object) {
	switch by, partOf := marks(root); {
	case !by:
		p.Errorf(it, krm.Field{}, "is none that preview-app made, and would be overwritten; name one of the two otherwise, or take this one out")
		return
	case partOf != pl.set:
		p.Errorf(it, krm.Field{}, "was generated for %s; each application's previews need a project of their own", partOf)
		return
	}
	for _, part := range [][]string{{"apiVersion"}, {"metadata", "finalizers"}, {"spec"}} {
		have, want, path := root, o.root, ""
		for _, name := range part[:len(part)-1] {
			have, want, path = manifest.Field(have, name), manifest.Field(want, name), manifest.Under(path, name)
		}
		last := part[len(part)-1]
		if value := manifest.Field(want, last); value != nil {
			merge(p, it, have, last, value, manifest.Under(path, last))
		}
	}
}

// marks reports whether the function made an object, and as a part of what.
func marks(root *yaml.Node) (made bool, partOf string) {
	meta := manifest.Field(root, "metadata")
	value := func(field, key string) string {
		if n := manifest.Field(manifest.Field(meta, field), key); n != nil {
			return n.Value
		}
		return ""
	}
	made = value("annotations", generatedAnnotation) == generatedBy && value("labels", managedByLabel) == managedBy
	return made, value("labels", partOfLabel)
}
