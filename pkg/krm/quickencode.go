package krm

import (
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// A quickEncoder writes what most additions to objects are made of: block mappings and
// sequences of plain scalars, without comments. It writes what yaml.v3 writes, without
// the buffers that each of its encoders begins with. odd is set for anything else; then
// yaml.v3 has to write it.
type quickEncoder struct {
	out  []byte
	wide bool // sequences in mappings are indented
	odd  bool
}

// quickEncode encodes a tree as encodeTree does. wide tells whether sequences in
// mappings are indented.
func quickEncode(root *yaml.Node, wide bool) (out []byte, ok bool) {
	e := quickEncoder{wide: wide}
	e.block(root, 0)
	return e.out, !e.odd && len(root.Content) > 0
}

// block writes a collection whose first line is indented already.
func (e *quickEncoder) block(n *yaml.Node, indent int) {
	if n.Style != 0 || len(n.Content) == 0 || !isBare(n) {
		e.odd = true
		return
	}
	for i, child := range n.Content {
		if i > 0 && (n.Kind == yaml.SequenceNode || i%2 == 0) {
			e.pad(indent)
		}
		switch {
		case n.Kind == yaml.MappingNode && i%2 == 0:
			e.scalar(child)
			e.out = append(e.out, ':')
			e.odd = e.odd || len(child.Value) > 100 // it would be an explicit key
		case n.Kind == yaml.MappingNode:
			e.value(child, indent)
		case n.Kind == yaml.SequenceNode:
			e.out = append(e.out, "- "...)
			e.element(child, indent)
		default:
			e.odd = true
		}
		if e.odd {
			return
		}
	}
}

// value writes what comes behind a key.
func (e *quickEncoder) value(n *yaml.Node, indent int) {
	switch {
	case n.Kind == yaml.ScalarNode:
		e.out = append(e.out, ' ')
		e.scalar(n)
		e.out = append(e.out, '\n')
		return
	case n.Kind == yaml.MappingNode || e.wide:
		indent += 2
	}
	e.out = append(e.out, '\n')
	e.pad(indent)
	e.block(n, indent)
}

func (e *quickEncoder) element(n *yaml.Node, indent int) {
	switch n.Kind {
	case yaml.ScalarNode:
		e.scalar(n)
		e.out = append(e.out, '\n')
	case yaml.MappingNode:
		e.block(n, indent+2)
	default:
		e.odd = true
	}
}

func (e *quickEncoder) scalar(n *yaml.Node) {
	quoted := n.Style == yaml.DoubleQuotedStyle && strings.IndexByte(n.Value, ' ') < 0 && isPlain([]byte(n.Value)) && !strings.ContainsAny(n.Value, "\"\\\n")
	switch {
	case n.Kind != yaml.ScalarNode || !isBare(n):
		e.odd = true
	case n.Style == 0 && isToken(n.Value) && (n.Tag == "" || n.Tag == plainTag(n.Value)):
		e.out = append(e.out, n.Value...)
	case quoted && n.Tag == yaml.NodeTagString:
		e.out = append(append(append(e.out, '"'), n.Value...), '"')
	default:
		e.odd = true
	}
}

// isToken reports whether a scalar has nothing that means something else in YAML.
func isToken(v string) bool {
	for i := range len(v) {
		switch c := v[i]; {
		case isLetter(c), c >= '0' && c <= '9', c == '/':
		case i > 0 && strings.IndexByte("-._@=+~", c) >= 0, c == ':' && i > 0 && i+1 < len(v) && v[i+1] == '/':
		default:
			return false
		}
	}
	return v != ""
}

// isBare reports whether a node has neither comments nor an anchor.
func isBare(n *yaml.Node) bool {
	return n.HeadComment == "" && n.LineComment == "" && n.FootComment == "" && n.Anchor == ""
}

func (e *quickEncoder) pad(n int) {
	for range n {
		e.out = append(e.out, ' ')
	}
}
