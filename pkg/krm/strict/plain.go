package strict

import (
	"math"

	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// plain gives a sub-tree as Go values that JSON could hold as well. It differs
// from yaml.v3's own decoding into any in that a timestamp stays the text that
// it is, and that a map's keys are strings.
func (d *decoder) plain(n *yaml.Node, at *place) any {
	n, ok := d.open(n, at)
	if !ok || isNull(n) {
		return nil
	}
	switch n.Kind {
	case yaml.MappingNode:
		entries := map[string]any{}
		for _, p := range d.pairs(n, at) {
			if d.isString(p, at) {
				entries[p.key] = d.plain(p.node, at.entry(p.key))
			}
		}
		return entries
	case yaml.SequenceNode:
		items := make([]any, len(n.Content))
		for i, item := range n.Content {
			items[i] = d.plain(item, at.item(i))
		}
		return items
	}
	switch n.ShortTag() {
	case yaml.NodeTagInt, yaml.NodeTagFloat, yaml.NodeTagBool:
		return d.resolve(n, at)
	}
	return n.Value
}

// resolve gives a scalar's value: a bool, int, int64, uint64 or float64; nil,
// with a problem reported, if there is none.
func (d *decoder) resolve(n *yaml.Node, at *place) any {
	var value any
	if err := n.Decode(&value); err != nil {
		// An explicit tag can contradict its text: !!int abc.
		d.report(at, n, "has the tag %s, which its text does not fit; remove it", quote(n.Tag))
		return nil
	}
	if f, ok := value.(float64); ok && (math.IsInf(f, 0) || math.IsNaN(f)) {
		d.report(at, n, "must be a finite number")
		return nil
	}
	return value
}

// isString says whether a key is one. An unquoted number is not: what would
// become of it (1.10, 0x1F) depends on who reads it next.
func (d *decoder) isString(p pair, at *place) bool {
	tag := p.name.ShortTag()
	if tag == yaml.NodeTagString || tag == tagTimestamp {
		return true
	}
	d.report(at.entry(p.key), p.name, "the key is %s, but must be a string; put it in quotes", typeName(p.name))
	return false
}

// node copies a sub-tree with its comments and styles. Aliases and merge keys
// are replaced by what they stand for: away from their document they have no
// meaning.
func (d *decoder) node(n *yaml.Node, at *place) *yaml.Node {
	n, ok := d.open(n, at)
	if !ok {
		return nil
	}
	c := *n
	c.Anchor, c.Content = "", nil
	switch n.Kind {
	case yaml.SequenceNode:
		for i, item := range n.Content {
			c.Content = append(c.Content, d.node(item, at.item(i)))
		}
	case yaml.MappingNode:
		for _, p := range d.pairs(n, at) {
			name := *p.name
			name.Anchor = ""
			c.Content = append(c.Content, &name, d.node(p.node, at.entry(p.key)))
		}
	}
	return &c
}
