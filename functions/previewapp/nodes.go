package previewapp

import (
	"strconv"

	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// mapOf makes a mapping of names and values in turns: nodes, texts, numbers, booleans.
func mapOf(content ...any) *yaml.Node {
	m := &yaml.Node{Kind: yaml.MappingNode, Tag: yaml.NodeTagMap}
	for _, c := range content {
		m.Content = append(m.Content, nodeOf(c))
	}
	return m
}

func listOf(content ...any) *yaml.Node {
	l := &yaml.Node{Kind: yaml.SequenceNode, Tag: yaml.NodeTagSeq}
	for _, c := range content {
		l.Content = append(l.Content, nodeOf(c))
	}
	return l
}

func nodeOf(value any) *yaml.Node {
	switch v := value.(type) {
	case *yaml.Node:
		return v
	case int:
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: yaml.NodeTagInt, Value: strconv.Itoa(v)}
	case bool:
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: yaml.NodeTagBool, Value: strconv.FormatBool(v)}
	case string:
		n := &yaml.Node{Kind: yaml.ScalarNode, Tag: yaml.NodeTagString, Value: v}
		if yaml.IsYaml1_1NonString(n) {
			n.Style = yaml.DoubleQuotedStyle // for readers that take "on" and "1_000" for something else
		}
		return n
	}
	panic("a value of a type that nobody writes")
}

// add adds a text to a mapping, if there is one.
func add(m *yaml.Node, name, value string) {
	if value != "" {
		m.Content = append(m.Content, nodeOf(name), nodeOf(value))
	}
}

// same reports whether two trees mean the same.
func same(a, b *yaml.Node) bool {
	if a == nil || b == nil {
		return a == b
	}
	x, errX := yaml.NewRNode(mapOf("value", a)).MarshalJSON()
	y, errY := yaml.NewRNode(mapOf("value", b)).MarshalJSON()
	return errX == nil && errY == nil && string(x) == string(y)
}
