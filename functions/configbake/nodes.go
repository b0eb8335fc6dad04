package configbake

import (
	"slices"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

// field is the value below some fields, or nil if it is not there or null.
func field(n *yaml.Node, names ...string) *yaml.Node {
	for _, name := range names {
		n = manifest.Field(n, name)
	}
	if n == nil || n.ShortTag() == yaml.NodeTagNull {
		return nil
	}
	return n
}

// text is a scalar's value.
func text(n *yaml.Node) string {
	if n == nil || n.Kind != yaml.ScalarNode {
		return ""
	}
	return n.Value
}

// elements is the mappings in a list, each with its index.
func elements(list *yaml.Node) func(yield func(int, *yaml.Node) bool) {
	return func(yield func(int, *yaml.Node) bool) {
		if list == nil || list.Kind != yaml.SequenceNode {
			return
		}
		for i, n := range list.Content {
			if n.Kind == yaml.MappingNode && !yield(i, n) {
				return
			}
		}
	}
}

// scalar is a text, in quotes where a reader of any version of YAML might take it for something else.
func scalar(value string) *yaml.Node {
	n := &yaml.Node{Kind: yaml.ScalarNode, Tag: yaml.NodeTagString, Value: value}
	if !isPlain(value) && !strings.Contains(value, "\n") {
		n.Style = yaml.DoubleQuotedStyle
	}
	return n
}

// mapping makes a mapping of texts, of names and values in turns.
func mapping(texts ...string) *yaml.Node {
	m := &yaml.Node{Kind: yaml.MappingNode, Tag: yaml.NodeTagMap}
	for _, s := range texts {
		m.Content = append(m.Content, scalar(s))
	}
	return m
}

// setText sets a field of a mapping to a text, behind the others if it is new.
func setText(m *yaml.Node, name, value string) {
	if n := manifest.Field(m, name); n != nil {
		if n.Kind != yaml.ScalarNode || n.ShortTag() != yaml.NodeTagString {
			n.Tag, n.Style = yaml.NodeTagString, 0
			n.Kind, n.Content = yaml.ScalarNode, nil
		}
		n.Value = value
		return
	}
	m.Content = append(slices.Clip(m.Content), scalar(name), scalar(value))
}

// child is a field of a mapping that is a mapping or a list. It is made, behind the others, if it is not there.
func child(m *yaml.Node, name string, kind yaml.Kind) *yaml.Node {
	n := manifest.Field(m, name)
	if n == nil {
		n = &yaml.Node{}
		m.Content = append(slices.Clip(m.Content), scalar(name), n)
	}
	if n.Kind != kind {
		comments := n.LineComment
		*n = yaml.Node{Kind: kind, Tag: yaml.NodeTagMap, LineComment: comments}
		if kind == yaml.SequenceNode {
			n.Tag = yaml.NodeTagSeq
		}
	}
	return n
}

// drop takes elements out of a list, and the list out of its mapping if none is left.
func drop(m *yaml.Node, name string, which func(i int) bool) {
	list := field(m, name)
	if list == nil {
		return
	}
	var rest []*yaml.Node
	for i, n := range list.Content {
		if !which(i) {
			rest = append(rest, n)
		}
	}
	if len(rest) == len(list.Content) {
		return
	}
	list.Content = rest
	if len(rest) == 0 {
		manifest.RemoveField(m, name)
	}
}

// holder is the mapping in which a pod's spec stands.
func holder(n, spec *yaml.Node) *yaml.Node {
	for i, c := range n.Content {
		if c == spec {
			return n
		}
		if n.Kind == yaml.MappingNode && i%2 == 0 {
			continue
		}
		if found := holder(c, spec); found != nil {
			return found
		}
	}
	return nil
}

// replaceField puts another field with a text in the place of one.
func replaceField(m *yaml.Node, old, name, value string) {
	m.Content = slices.Clone(m.Content)
	for i := 0; i+1 < len(m.Content); i += 2 {
		if m.Content[i].Value == old {
			m.Content[i], m.Content[i+1] = scalar(name), scalar(value)
		}
	}
}
