package rolloutconvert

import (
	"slices"
	"strconv"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

// given is the value below some fields, or nil.
func given(n *yaml.Node, names ...string) *yaml.Node {
	for _, name := range names {
		n = manifest.Field(n, name)
	}
	return present(n)
}

// present is a node that is there and not null.
func present(n *yaml.Node) *yaml.Node {
	if n == nil || n.ShortTag() == yaml.NodeTagNull {
		return nil
	}
	return n
}

func isNull(n *yaml.Node) bool { return present(n) == nil }

func text(n *yaml.Node) string {
	if n = present(n); n == nil || n.Kind != yaml.ScalarNode {
		return ""
	}
	return n.Value
}

// texts is a mapping of texts.
func texts(n *yaml.Node) map[string]string {
	all := map[string]string{}
	for i := 0; n != nil && n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
		all[n.Content[i].Value] = text(n.Content[i+1])
	}
	return all
}

// whole is a whole number, if a node is one.
func whole(n *yaml.Node) (int, bool) {
	if n = present(n); n == nil || n.ShortTag() != yaml.NodeTagInt {
		return 0, false
	}
	v, err := strconv.Atoi(n.Value)
	return v, err == nil
}

func scalar(s string) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: yaml.NodeTagString, Value: s}
}

func number(n int) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: yaml.NodeTagInt, Value: strconv.Itoa(n)}
}

// mapping makes a mapping of names and nodes in turns; a nil node is left out.
func mapping(pairs ...any) *yaml.Node {
	m := &yaml.Node{Kind: yaml.MappingNode, Tag: yaml.NodeTagMap}
	for pair := range slices.Chunk(pairs, 2) {
		if value := pair[1].(*yaml.Node); value != nil {
			m.Content = append(m.Content, scalar(pair[0].(string)), value)
		}
	}
	return m
}

// setField sets a field of a mapping, behind the others if it is new.
func setField(m *yaml.Node, name string, value *yaml.Node) {
	for i := 0; i+1 < len(m.Content); i += 2 {
		if m.Content[i].Value == name {
			m.Content[i+1] = value
			return
		}
	}
	m.Content = append(m.Content, scalar(name), value)
}

// setValue sets a text in its place, with its comment, or adds it.
func setValue(m *yaml.Node, name, value string) {
	if n := manifest.Field(m, name); n != nil && n.Kind == yaml.ScalarNode {
		n.Value = value
		return
	}
	setField(m, name, scalar(value))
}

// same reports whether two trees mean the same.
func same(a, b *yaml.Node) bool {
	x, errX := yaml.NewRNode(a).MarshalJSON()
	y, errY := yaml.NewRNode(b).MarshalJSON()
	return errX == nil && errY == nil && string(x) == string(y)
}
