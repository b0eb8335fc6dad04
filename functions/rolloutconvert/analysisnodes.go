package rolloutconvert

import (
	"fmt"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// mapOf makes a mapping of names and values in turn: nodes, texts or whole numbers.
func mapOf(content ...any) *yaml.Node {
	m := &yaml.Node{Kind: yaml.MappingNode, Tag: yaml.NodeTagMap}
	for _, c := range content {
		m.Content = append(m.Content, nodeOf(c))
	}
	return m
}

func listOf(items ...*yaml.Node) *yaml.Node {
	return &yaml.Node{Kind: yaml.SequenceNode, Tag: yaml.NodeTagSeq, Content: items}
}

func nodeOf(value any) *yaml.Node {
	switch v := value.(type) {
	case *yaml.Node:
		return v
	case int:
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: yaml.NodeTagInt, Value: fmt.Sprint(v)}
	default:
		n := &yaml.Node{Kind: yaml.ScalarNode, Tag: yaml.NodeTagString, Value: fmt.Sprint(v)}
		switch {
		case strings.Contains(n.Value, "\n"):
			n.Style = yaml.LiteralStyle
		case yaml.IsYaml1_1NonString(n):
			n.Style = yaml.DoubleQuotedStyle
		}
		return n
	}
}

// metadataOf is for what the function makes.
func metadataOf(name, namespace string) *yaml.Node {
	m := mapOf("name", name)
	if namespace != "" {
		m.Content = append(m.Content, nodeOf("namespace"), nodeOf(namespace))
	}
	m.Content = append(m.Content,
		nodeOf("labels"), mapOf(managedByLabel, managedBy),
		nodeOf("annotations"), mapOf(generatedAnnotation, generatedBy))
	return m
}

// scalarsIn lists the texts in a tree.
func scalarsIn(n *yaml.Node) []string {
	if n == nil {
		return nil
	}
	if n.Kind == yaml.ScalarNode {
		return []string{n.Value}
	}
	var texts []string
	for _, child := range n.Content {
		texts = append(texts, scalarsIn(child)...)
	}
	return texts
}
