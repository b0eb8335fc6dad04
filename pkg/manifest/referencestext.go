package manifest

import (
	"strings"
	"unicode/utf8"

	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// A textDocument is YAML that stands in a text of an object: a chart's values as Argo CD and k3s take them. Names are
// put into the text where they stand, so that its comments and its layout stay.
type textDocument struct {
	holder *yaml.Node
	starts map[*yaml.Node]int // where the names' scalars begin in the text as it is now
}

// valuesTexts are the fields that hold such a text.
var valuesTexts = map[string]bool{"values": true, "valuesContent": true}

// document goes over the YAML in a text. What cannot be parsed, as a template, holds nothing.
func (w *referenceWalk) document(holder *yaml.Node, s scope) {
	root, err := yaml.Parse(holder.Value)
	if err != nil || root.IsNilOrEmpty() {
		return
	}
	d := &textDocument{holder: holder, starts: map[*yaml.Node]int{}}
	lines := strings.SplitAfter(holder.Value, "\n")
	at := w.path()
	var found []Reference
	inside := referenceWalk{further: w.further, inText: true, fn: func(r Reference) {
		if start, ok := startOf(r.node, lines); ok {
			d.starts[r.node] = start
			r.At, r.text = at, d
			found = append(found, r)
		}
	}}
	inside.value(root.YNode(), hint{}, s)
	for _, r := range found {
		w.fn(r)
	}
}

// startOf is where a scalar's value begins in a text. There is none if the value does not stand there as it is, for
// escapes or line breaks.
func startOf(n *yaml.Node, lines []string) (int, bool) {
	if n.Line < 1 || n.Line > len(lines) {
		return 0, false
	}
	start := 0
	for _, line := range lines[:n.Line-1] {
		start += len(line)
	}
	line, column := lines[n.Line-1], 0
	for range n.Column - 1 {
		_, size := utf8.DecodeRuneInString(line[column:])
		column += size
	}
	if n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) != 0 {
		column++
	}
	return start + column, column <= len(line) && strings.HasPrefix(line[column:], n.Value)
}

// replace puts into the text what a scalar holds now.
func (d *textDocument) replace(n *yaml.Node, old string) {
	start, text := d.starts[n], d.holder.Value
	d.holder.Value = text[:start] + n.Value + text[start+len(old):]
	for other, at := range d.starts {
		if at > start {
			d.starts[other] = at + len(n.Value) - len(old)
		}
	}
}
