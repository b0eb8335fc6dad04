package krm

import (
	"bytes"
	"fmt"
	"slices"

	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// parseList finds the items of a list with a full parse. The text that it
// returns is the one it was given, unless items stand in flow style or share
// anchors: then the list is written anew in block style, without anchors.
func parseList(src []byte) ([]byte, layout, error) {
	if len(src) > maxObject {
		return nil, layout{}, fmt.Errorf("has %d MiB, and more than %d MiB is read in plain block style only", len(src)>>20, maxObject>>20)
	}
	root, err := decode(src)
	if err != nil {
		return nil, layout{}, err
	}
	if root.Kind != yaml.MappingNode {
		return nil, layout{}, fmt.Errorf("is no ResourceList but %s", describe(root))
	}
	if err := checkKeys(root); err != nil {
		return nil, layout{}, err
	}
	if lay, ok := placeItems(src, root); ok && lay.holds(src, root) {
		return src, lay, nil
	}
	c := cleaner{budget: maxExpansion}
	if err := c.clean(root, false); err != nil {
		return nil, layout{}, err
	}
	w := listWriter{lay: layout{sections: map[string]span{}, dash: -1, anew: true}}
	err = w.write(root)
	return w.Bytes(), w.lay, err
}

// A listWriter writes a list in block style, one item at a time.
type listWriter struct {
	bytes.Buffer
	lay layout
}

func (w *listWriter) write(root *yaml.Node) error {
	blockStyle(root)
	for pair := range slices.Chunk(root.Content, 2) {
		sec := span{start: w.Len()}
		key, value := pair[0], pair[1]
		if key.Value == "items" {
			if !isListOrNull(value) {
				return fmt.Errorf("has items that are no list but %s", describe(value))
			}
			if err := w.items(value); err != nil {
				return err
			}
		} else {
			only := &yaml.Node{Kind: yaml.MappingNode, Tag: yaml.NodeTagMap, Content: pair}
			text, err := encodeTree(only, nil, -1)
			if err != nil {
				return err
			}
			w.Write(text)
		}
		sec.end = w.Len()
		w.lay.sections[key.Value] = sec
	}
	w.lay.tail = w.Len()
	return nil
}

func (w *listWriter) items(list *yaml.Node) error {
	if len(list.Content) == 0 {
		w.WriteString("items: []\n")
		return nil
	}
	w.WriteString("items:\n")
	w.lay.dash = 0
	for _, n := range list.Content {
		it := Item{dash: 0}
		var err error
		if n.Kind == yaml.MappingNode {
			err = it.encode(n)
		} else {
			it.text, err = encodeTree(n, nil, 0) // a mistake, but not this one's to tell
		}
		if err != nil {
			return fmt.Errorf("has an item that %w", err)
		}
		start := w.Len()
		w.Write(it.text)
		id := identity{it.APIVersion, it.Kind, it.Name, it.Namespace}
		w.lay.items = append(w.lay.items, span{start: start, end: w.Len(), id: id, odd: it.Kind == ""})
	}
	return nil
}

func isListOrNull(n *yaml.Node) bool {
	return n == nil || n.Kind == yaml.SequenceNode || n.Kind == yaml.ScalarNode && n.Tag == yaml.NodeTagNull
}

func blockStyle(n *yaml.Node) {
	if len(n.Content) > 0 {
		n.Style &^= yaml.FlowStyle
	}
	for _, child := range n.Content {
		blockStyle(child)
	}
}

// placeItems finds where the items of a parsed list stand in its text. ok is
// false where they have no lines of their own.
func placeItems(src []byte, root *yaml.Node) (layout, bool) {
	lay := layout{sections: map[string]span{}, dash: -1}
	lines := lineOffsets(src)
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
