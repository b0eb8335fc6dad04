package krm

import (
	"bytes"
	"slices"

	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// placeItems finds where the items of a parsed list stand in its text. ok is
// false where they have no lines of their own.
func placeItems(src []byte, root *yaml.Node) (layout, bool) {
	lay := layout{sections: map[string]span{}, dash: -1}
	lines := lineOffsets(src, nil)
	if root.Style&yaml.FlowStyle != 0 || root.Column != 1 {
		return lay, false
	}
	for i := 0; i < len(root.Content); i += 2 {
		key, value := root.Content[i], root.Content[i+1]
		sec := span{start: offset(src, lines, key.Line, 1), end: len(src)}
		if i+2 < len(root.Content) {
			sec.end = offset(src, lines, root.Content[i+2].Line, 1)
		}
		if key.Anchor != "" || key.Tag == yaml.MergeTag || sec.start < 0 || sec.end < sec.start {
			return lay, false
		}
		lay.sections[key.Value] = sec
		lay.tail = sec.start // there may be a document marker behind the last field
		if key.Value != "items" && foreignAlias(value) || key.Value == "items" && !lay.place(src, lines, value, sec) {
			return lay, false
		}
	}
	return lay, true
}

// place finds the items of a block sequence by their dashes.
func (lay *layout) place(src []byte, lines []int, items *yaml.Node, sec span) bool {
	if isListOrNull(items) && len(items.Content) == 0 {
		return true
	}
	if items.Kind != yaml.SequenceNode || items.Style&yaml.FlowStyle != 0 || items.Anchor != "" {
		return false
	}
	lay.dash = items.Column - 1
	for i, item := range items.Content {
		if foreignAlias(item) {
			return false
		}
		floor := items.Line
		if i > 0 {
			floor = items.Content[i-1].Line + 1
		}
		start := dashLine(src, lines, item.Line, floor, lay.dash)
		if start < 0 {
			return false
		}
		if i > 0 {
			lay.items[i-1].end = start
		}
		lay.items = append(lay.items, span{start: start, end: sec.end, odd: true})
	}
	return true
}

// holds reports whether each span, read on its own, is what the list as a whole
// has there.
func (lay layout) holds(src []byte, root *yaml.Node) bool {
	items := field(root, "items")
	for i, s := range lay.items {
		it := Item{text: src[s.start:s.end], dash: lay.dash}
		got, err := decode(it.document())
		if err != nil || !sameValues(got, items.Content[i]) {
			return false
		}
	}
	for key, sec := range lay.sections {
		if key == "items" && len(lay.items) > 0 {
			continue
		}
		got, err := decode(src[sec.start:sec.end])
		if err != nil || len(got.Content) != 2 || !sameValues(got.Content[1], field(root, key)) {
			return false
		}
	}
	return true
}

// dashLine is the start of the line with the dash of the item that begins on
// the given line, or -1: comments may stand between the two.
func dashLine(src []byte, lines []int, line, floor, dash int) int {
	for ; line >= floor; line-- {
		start := offset(src, lines, line, 1)
		at := start + dash
		if start >= 0 && at < len(src) && src[at] == '-' && len(bytes.Trim(src[start:at], " ")) == 0 &&
			(at+1 == len(src) || bytes.IndexByte([]byte(" \t\r\n"), src[at+1]) >= 0) {
			return start
		}
	}
	return -1
}

// foreignAlias reports whether a node refers to an anchor outside itself.
func foreignAlias(item *yaml.Node) bool {
	own := map[*yaml.Node]bool{}
	var walk func(n *yaml.Node) bool
	walk = func(n *yaml.Node) bool {
		if n.Kind == yaml.AliasNode {
			return !own[n.Alias]
		}
		if n.Anchor != "" {
			own[n] = true
		}
		return slices.ContainsFunc(n.Content, walk)
	}
	return walk(item)
}
