package rolloutconvert

import (
	"strconv"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

// All requests go to the stable pods until the first step.
const (
	stableWeight = 100
	canaryWeight = 0
)

// putWeight sets the weight of a destination.
func putWeight(n *yaml.Node, weight int, path string) []krm.Field {
	now := manifest.Field(n, "weight")
	if v, ok := whole(now); ok && v == weight {
		return nil
	}
	f := krm.Field{Path: path + ".weight", Current: text(now), Proposed: strconv.Itoa(weight)}
	setField(n, "weight", number(weight))
	return []krm.Field{f}
}

// putText sets a field to a text.
func putText(n *yaml.Node, name, value, path string) []krm.Field {
	now := manifest.Field(n, name)
	if now != nil && now.Kind == yaml.ScalarNode && now.Value == value {
		return nil
	}
	f := krm.Field{Path: manifest.Under(path, name), Current: text(now), Proposed: value}
	if now != nil && now.Kind == yaml.ScalarNode && now.ShortTag() == yaml.NodeTagString {
		now.Value = value // keeps its quotes and comments
	} else {
		setField(n, name, scalar(value))
	}
	return []krm.Field{f}
}

// bareCopy is a copy that has no place in the text and no comments: those belong to
// what was copied.
func bareCopy(n *yaml.Node) *yaml.Node {
	c := yaml.CopyYNode(n)
	bare(c)
	return c
}

func bare(n *yaml.Node) {
	n.Line, n.Column = 0, 0
	n.HeadComment, n.LineComment, n.FootComment = "", "", ""
	for _, child := range n.Content {
		bare(child)
	}
}
