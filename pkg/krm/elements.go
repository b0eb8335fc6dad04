package krm

import (
	"slices"

	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// resized reports whether a block sequence has more or fewer elements than before,
// but some of them still.
func resized(old, n *yaml.Node) bool {
	return n.Kind == yaml.SequenceNode && old.Kind == yaml.SequenceNode && old.Style&yaml.FlowStyle == 0 &&
		len(n.Content) != len(old.Content) && n.Anchor == "" && !newComment(old, n) &&
		slices.ContainsFunc(n.Content, func(e *yaml.Node) bool { return slices.Contains(old.Content, e) })
}

// sequence compares a block sequence element by element. An element is known by its
// node. It gives up where elements stand in another order, or have no lines of their
// own.
func (c *comparison) sequence(n *yaml.Node, index int) {
	old := c.oldElements(index)
	end := c.skip(index)
	column, i, floor, limit := c.old[index].node.Column, 0, 0, c.limit
	line := func(i int) int {
		if i < len(old) {
			return old[i].at.Line
		}
		return limit
	}
	remove := func() {
		c.fields = append(c.fields, fieldEdit{column: column, from: line(i), limit: line(i + 1), removed: true})
		i++
	}
	for _, e := range n.Content {
		found := slices.IndexFunc(old[i:], func(o oldElement) bool { return o.at == e })
		if found < 0 {
			one := &yaml.Node{Kind: yaml.SequenceNode, Tag: yaml.NodeTagSeq, Content: []*yaml.Node{e}}
			c.fields = append(c.fields, fieldEdit{column: column, limit: line(i), floor: floor, new: one})
			continue
		}
		for range found {
			remove()
		}
		if line(i) == 0 {
			c.structural = true
			return
		}
		c.next, c.limit = old[i].index, line(i+1)
		c.walk(e, scalarEdit{})
		if c.limit = limit; c.structural {
			return
		}
		floor = line(i)
		i++
	}
	for i < len(old) {
		remove()
	}
	c.next = end
}

// An oldElement is an element of a sequence in the snapshot.
type oldElement struct {
	at    *yaml.Node // its place
	index int        // in the snapshot
}

func (c *comparison) oldElements(index int) []oldElement {
	var all []oldElement
	next := index + 1
	for range c.old[index].node.Content {
		all = append(all, oldElement{c.old[next].at, next})
		next = c.skip(next)
	}
	return all
}
