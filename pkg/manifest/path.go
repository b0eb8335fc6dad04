// Package manifest knows where things stand in Kubernetes objects.
package manifest

import (
	"strconv"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// A Path is a place in an object as kustomize's FieldSpec writes it: field names
// with slashes between them, as in spec/rules/host. Sequences on the way are
// passed through, all their elements are meant. A slash inside a name is written
// \/, as in metadata/annotations/example.com\/host; a trailing [] is ignored.
type Path []string

// ParsePath splits a path.
func ParsePath(s string) Path {
	const slash = "\x00"
	s = strings.ReplaceAll(s, `\/`, slash)
	path := strings.Split(strings.Trim(s, "/"), "/")
	for i, name := range path {
		path[i] = strings.ReplaceAll(strings.TrimSuffix(name, "[]"), slash, "/")
	}
	return path
}

// Each calls fn for every node that the path leads to, with its field path as
// results write it, as in spec.rules[0].host.
func (p Path) Each(root *yaml.Node, fn func(n *yaml.Node, at string)) {
	p.each(root, "", fn)
}

func (p Path) each(n *yaml.Node, at string, fn func(n *yaml.Node, at string)) {
	switch {
	case len(p) == 0:
		fn(n, at)
	case n.Kind == yaml.SequenceNode:
		for i, child := range n.Content {
			p.each(child, At(at, i), fn)
		}
	case n.Kind == yaml.MappingNode:
		if child := Field(n, p[0]); child != nil {
			p[1:].each(child, Under(at, p[0]), fn)
		}
	}
}

// Field is the value of a mapping's field, or nil.
func Field(n *yaml.Node, name string) *yaml.Node {
	if n == nil || n.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == name {
			return n.Content[i+1]
		}
	}
	return nil
}

// RemoveField takes a field away from a mapping, if it is there. What else refers
// to the list of fields keeps seeing it.
func RemoveField(n *yaml.Node, name string) {
	if Field(n, name) == nil {
		return
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == name {
			n.Content = append(n.Content[:i:i], n.Content[i+2:]...)
			return
		}
	}
}

// At is the field path of a sequence's element.
func At(path string, i int) string { return path + "[" + strconv.Itoa(i) + "]" }

// Under is the field path of a mapping's field. A name with dots or slashes
// stands in brackets, as in metadata.annotations[example.com/host].
func Under(path, name string) string {
	switch {
	case strings.ContainsAny(name, "./[]"):
		return path + "[" + name + "]"
	case path == "":
		return name
	}
	return path + "." + name
}
