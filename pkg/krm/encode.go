package krm

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// encodeTree writes an object whose structure has changed, in the indentation
// and sequence style that its text had, behind the dash at the given column (-1
// for a document of its own).
func encodeTree(root *yaml.Node, like []byte, dash int) ([]byte, error) {
	settle(root, false)
	style := yaml.CompactSequenceStyle
	if hasSequence(root) {
		style = yaml.SequenceIndentStyle(yaml.DeriveSeqIndentStyle(string(like)))
	}
	out, ok := quickEncode(root, style == yaml.WideSequenceStyle)
	if !ok {
		var buf bytes.Buffer
		enc := yaml.NewEncoderWithOptions(&buf, &yaml.EncoderOptions{SeqIndent: style})
		if err := errors.Join(enc.Encode(root), enc.Close()); err != nil {
			return nil, fmt.Errorf("cannot be written as YAML: %w", err)
		}
		out = buf.Bytes()
	}
	if dash >= 0 {
		out = underDash(out, dash)
	}
	if bytes.Contains(like, []byte("\r\n")) {
		out = bytes.ReplaceAll(out, []byte("\n"), []byte("\r\n"))
	}
	return out, nil
}

// hasSequence reports whether some mapping in a tree has a sequence.
func hasSequence(n *yaml.Node) bool {
	return slices.ContainsFunc(n.Content, func(child *yaml.Node) bool {
		return child.Kind == yaml.SequenceNode && n.Kind == yaml.MappingNode || hasSequence(child)
	})
}

// settle decides how scalars are written where yaml.v3 would write what reads as
// something else. flow tells that n stands in a flow collection or is a key.
func settle(n *yaml.Node, flow bool) {
	if n.Kind == yaml.ScalarNode {
		switch {
		case flow && n.Tag == yaml.NodeTagNull && n.Value == "":
			n.Value = "null" // not a pair of quotes
		case n.Line == 0 && n.Style == 0 && n.Tag == yaml.NodeTagString && isWord(n.Value):
			n.Style = yaml.DoubleQuotedStyle // Kubernetes reads YAML 1.1, in which it is a boolean
		case strings.ContainsAny(n.Value, "\r\u0085\u2028\u2029\ufeff"), strings.HasPrefix(n.Value, "\t"):
			n.Style = n.Style&yaml.TaggedStyle | yaml.DoubleQuotedStyle // not as line breaks or indentation
		case n.Style&yaml.FoldedStyle != 0 && strings.Contains(strings.TrimRight(n.Value, "\n"), "\n"):
			n.Style ^= yaml.FoldedStyle | yaml.LiteralStyle // of several paragraphs it gets some wrong
		}
	}
	for i, child := range n.Content {
		onLine := child.Kind != yaml.ScalarNode && (len(child.Content) == 0 || child.Style&yaml.TaggedStyle != 0)
		if onLine && n.Kind == yaml.MappingNode && i%2 == 1 {
			key := n.Content[i-1] // its comment would go between it and the {} or the tag
			key.HeadComment, key.LineComment = joinComments(key.HeadComment, key.LineComment), ""
		}
		settle(child, flow || n.Style&yaml.FlowStyle != 0 || n.Kind == yaml.MappingNode && i%2 == 0)
	}
}

// quoteTexts quotes every string that is more than a line of text.
func quoteTexts(n *yaml.Node) {
	if n.Kind == yaml.ScalarNode && n.ShortTag() == yaml.NodeTagString && !isPrintable(n.Value) {
		n.Style = n.Style&yaml.TaggedStyle | yaml.DoubleQuotedStyle
	}
	for _, child := range n.Content {
		quoteTexts(child)
	}
}

// lastNode is the node that is written last.
func lastNode(n *yaml.Node) *yaml.Node {
	for len(n.Content) > 0 {
		n = n.Content[len(n.Content)-1]
	}
	return n
}

// closeText quotes a text that ends with blank lines where it did not come last
// before: as a block scalar it would take in the blank lines behind the object.
func closeText(last *yaml.Node) {
	if last.Kind == yaml.ScalarNode && (last.Value == "\n" || strings.HasSuffix(last.Value, "\n\n") || last.Value == "" && isBlockScalar(last)) {
		last.Style = yaml.DoubleQuotedStyle
	}
}

func isBlockScalar(n *yaml.Node) bool {
	return n.Kind == yaml.ScalarNode && n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0
}

// underDash indents a document so that it can stand as an item of a sequence.
func underDash(doc []byte, dash int) []byte {
	pad := bytes.Repeat([]byte(" "), dash+2)
	out := make([]byte, 0, len(doc)+len(doc)/8)
	for ln := range bytes.Lines(doc) {
		if ln[0] != '\n' || len(out) == 0 {
			out = append(out, pad...)
		}
		out = append(out, ln...)
	}
	out[dash] = '-'
	return out
}
