package krm

import "sigs.k8s.io/kustomize/kyaml/yaml"

// A snapshot is a tree as it was parsed: its nodes in document order, by value,
// since a filter may put another node in the place of one.
type snapshot []mark

// A mark is one node of a snapshot.
type mark struct {
	node yaml.Node
	at   *yaml.Node
}

// take fills the snapshot from a tree, reusing its memory.
func (s *snapshot) take(root *yaml.Node) {
	*s = (*s)[:0]
	s.add(root)
}

func (s *snapshot) add(n *yaml.Node) {
	*s = append(*s, mark{*n, n})
	for _, child := range n.Content {
		s.add(child)
	}
}

// A scalarEdit is a scalar that has another value than when it was parsed.
type scalarEdit struct {
	old  *yaml.Node
	new  *yaml.Node
	flow bool // it stands inside a flow collection
	key  bool // it is a mapping's key
}

// A comparison walks over an edited tree beside its snapshot.
type comparison struct {
	old        snapshot
	next       int
	edits      []scalarEdit
	fields     []fieldEdit
	byField    bool // look at what fields came and went
	limit      int  // the line of what follows the node that is looked at; 0 if nothing does
	structural bool // more has changed than edits and fields tell
}

// compare tells what of a tree has changed since the snapshot: a list of scalars,
// and of fields that came or went, or more than that.
func compare(old snapshot, root *yaml.Node) *comparison {
	c := &comparison{old: old}
	c.walk(root, scalarEdit{})
	if c.structural { // few edits are, and the others are quicker without
		c = &comparison{old: old, byField: true}
		c.walk(root, scalarEdit{})
	}
	return c
}

// walk compares a node. at tells how a scalar stands there.
func (c *comparison) walk(n *yaml.Node, at scalarEdit) {
	if c.structural || c.next >= len(c.old) || n == nil {
		c.structural = true
		return
	}
	index := c.next
	at.old, at.new = &c.old[index].node, n
	c.next++
	if n.Kind == yaml.MappingNode && at.old.Kind == yaml.MappingNode && c.byField && !at.flow && at.old.Style&yaml.FlowStyle == 0 && n.Anchor == "" && !newComment(at.old, n) {
		c.mapping(n, index)
		return
	}
	if c.byField && !at.flow && resized(at.old, n) {
		c.sequence(n, index)
		return
	}
	if n.Kind != at.old.Kind || len(n.Content) != len(at.old.Content) || n.Anchor != "" || newComment(at.old, n) {
		c.structural = true
		return
	}
	if n.Kind == yaml.ScalarNode {
		c.scalar(at)
		return
	}
	at.flow = at.flow || at.old.Style&yaml.FlowStyle != 0
	limit := c.limit
	for i, child := range n.Content {
		at.key = n.Kind == yaml.MappingNode && i%2 == 0
		if c.limit = limit; c.byField && i+1 < len(n.Content) {
			c.limit = c.old[c.skip(c.next)].node.Line
		}
		c.walk(child, at)
	}
	c.limit = limit
}

// scalar compares two scalars. A filter that sets a field puts a new node there,
// which has lost the old one's style, and may not have a tag yet: neither is a
// change as long as the value stays what it was.
func (c *comparison) scalar(at scalarEdit) {
	old, n := at.old, at.new
	sameTag := n.Tag == old.Tag || n.ShortTag() == old.ShortTag()
	switch {
	case !sameTag || n.Style != old.Style && n.Style != 0:
		c.structural = true
	case n.Value != old.Value:
		c.edits = append(c.edits, at)
	}
}

// newComment reports whether n has a comment that was not there before. One that
// is gone went with a replaced node, and nobody meant that.
func newComment(old, n *yaml.Node) bool {
	return n.HeadComment != "" && n.HeadComment != old.HeadComment ||
		n.LineComment != "" && n.LineComment != old.LineComment ||
		n.FootComment != "" && n.FootComment != old.FootComment
}
