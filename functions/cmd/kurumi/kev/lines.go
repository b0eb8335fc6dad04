package kev

import (
	"bytes"
	"slices"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/functions/kevcheck"
	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

// A key is an image's field in an object.
type key struct {
	object krm.ResourceRef
	field  string
}

// A location is where an image stands. Line is 0 where it is not known.
type location struct {
	file string
	line int
}

// locations is where images stand, in the order of the files: several files may have the same object.
type locations map[key][]location

func (l locations) next(k key) location {
	all := l[k]
	if len(all) == 0 {
		return location{}
	}
	l[k] = all[1:]
	return all[0]
}

// Only of objects that the function has read is there a tree: its limits count here too.
func (r *run) locations(places []kevcheck.Place) locations {
	all, wanted := locations{}, map[krm.ResourceRef]bool{}
	for _, pl := range places {
		wanted[refOf(pl.Item)] = true
	}
	for _, file := range r.manifests {
		known := file.Name != "stdin" && !slices.Contains(r.rendered, file.Name)
		dec := yaml.NewDecoder(bytes.NewReader(file.Data))
		for {
			var doc yaml.Node
			if dec.Decode(&doc) != nil {
				break // its end; the function has read it before
			}
			for _, obj := range doc.Content {
				all.object(obj, wanted, file.Name, known)
			}
		}
	}
	return all
}

// object notes the images of an object, or of those in a list.
func (l locations) object(obj *yaml.Node, wanted map[krm.ResourceRef]bool, file string, known bool) {
	kind := value(obj, "kind")
	if items := manifest.Field(obj, "items"); items != nil && (kind == "List" || kind == "ResourceList") {
		for _, item := range items.Content {
			l.object(item, wanted, file, known)
		}
		return
	}
	meta := manifest.Field(obj, "metadata")
	ref := krm.ResourceRef{APIVersion: value(obj, "apiVersion"), Kind: kind, Name: value(meta, "name"), Namespace: value(meta, "namespace")}
	if !wanted[ref] {
		return
	}
	for _, pod := range manifest.Pods(resolved(obj)) {
		pod.Containers(func(container *yaml.Node, at string) {
			image := manifest.Field(container, "image")
			if image == nil {
				return
			}
			where := location{file: file}
			if known {
				where.line = image.Line
			}
			k := key{ref, manifest.Under(at, "image")}
			l[k] = append(l[k], where)
		})
	}
}

// resolved puts what aliases stand for in their places.
func resolved(n *yaml.Node) *yaml.Node {
	if n.Kind == yaml.AliasNode {
		return n.Alias // what it has of aliases itself stays
	}
	for i, child := range n.Content {
		n.Content[i] = resolved(child)
	}
	return n
}

func value(n *yaml.Node, name string) string {
	if n = manifest.Field(n, name); n == nil {
		return ""
	}
	return n.Value
}

func refOf(it *krm.Item) krm.ResourceRef {
	return krm.ResourceRef{APIVersion: it.APIVersion, Kind: it.Kind, Name: it.Name, Namespace: it.Namespace}
}
