package krm

import (
	"bytes"
	"slices"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// A fieldEdit is a field of a block mapping, or an element of a block sequence, that
// has come, gone, or got a value of another shape. It is spliced as whole lines, so
// that the rest of the object keeps its bytes. Lines count from 1; what lies beyond
// the last one is 0.
type fieldEdit struct {
	column  int        // of the mapping's keys, or the sequence's dashes
	from    int        // the line of the field that goes; 0 if none does
	limit   int        // the line of what follows it, or before which the new one comes
	floor   int        // the line that the field before the new one begins on; 0 if it comes first
	new     *yaml.Node // a collection of the one that comes; nil if none does
	removed bool
}

// mapping compares a block mapping field by field. It gives up where fields stand
// in another order, or have no lines of their own.
func (c *comparison) mapping(n *yaml.Node, index int) {
	pairs, end := c.oldFields(index)
	if len(pairs) == 0 || len(n.Content) == 0 {
		c.structural = len(pairs) > 0 || len(n.Content) > 0
		c.next = end
		return
	}
	limit := c.limit
	follows := func(i int) int {
		if i+1 < len(pairs) {
			return pairs[i+1].key.Line
		}
		return limit
	}
	column, i, floor := pairs[0].key.Column, 0, 0
	remove := func(i int) {
		c.fields = append(c.fields, fieldEdit{column: column, from: pairs[i].key.Line, limit: follows(i), removed: true})
	}
	for pair := range slices.Chunk(n.Content, 2) {
		found := slices.IndexFunc(pairs[i:], func(p oldField) bool { return p.key.Value == pair[0].Value })
		if found < 0 {
			before := limit
			if i < len(pairs) {
				before = pairs[i].key.Line
			}
			c.fields = append(c.fields, fieldEdit{column: column, limit: before, floor: floor, new: single(pair)})
			continue
		}
		for range found {
			remove(i)
			i++
		}
		p := pairs[i]
		if p.key.Line == 0 || p.key.Column != column {
			c.structural = true
			return
		}
		c.limit = follows(i)
		c.field(pair, p, column)
		c.limit = limit
		if c.structural {
			return
		}
		floor = p.key.Line
		i++
	}
	for ; i < len(pairs); i++ {
		remove(i)
	}
	c.next = end
}

// field compares one field that has stayed. If its value is of another shape, the
// field goes and comes.
func (c *comparison) field(pair []*yaml.Node, old oldField, column int) {
	edits, fields := len(c.edits), len(c.fields)
	c.next = old.index
	c.walk(pair[0], scalarEdit{key: true})
	c.walk(pair[1], scalarEdit{})
	if !c.structural || pair[1] == old.at {
		return
	}
	c.structural = false
	c.edits, c.fields = c.edits[:edits], c.fields[:fields]
	c.fields = append(c.fields,
		fieldEdit{column: column, from: old.key.Line, limit: c.limit, removed: true},
		fieldEdit{column: column, limit: c.limit, floor: old.key.Line, new: single(pair)})
}

// An oldField is a field of a mapping in the snapshot.
type oldField struct {
	key   *yaml.Node
	at    *yaml.Node // its value's place
	index int        // of the key in the snapshot
}

// oldFields is the fields of the mapping at an index, and the index behind it.
func (c *comparison) oldFields(index int) ([]oldField, int) {
	var pairs []oldField
	next := index + 1
	for range len(c.old[index].node.Content) / 2 {
		value := c.skip(next)
		pairs = append(pairs, oldField{&c.old[next].node, c.old[value].at, next})
		next = c.skip(value)
	}
	return pairs, next
}

// skip is the index behind a node and all that is in it.
func (c *comparison) skip(index int) int {
	next := index + 1
	for range c.old[index].node.Content {
		next = c.skip(next)
	}
	return next
}

func single(pair []*yaml.Node) *yaml.Node {
	return &yaml.Node{Kind: yaml.MappingNode, Tag: yaml.NodeTagMap, Content: slices.Clone(pair)}
}

// patch is where the edit changes a text, and what it puts there.
func (e fieldEdit) patch(text []byte, lines []int) (patch, bool) {
	start := func(line int) int {
		if line == 0 || line > len(lines) {
			return len(text)
		}
		return lines[line-1]
	}
	if e.removed {
		from, ok := ownLine(text, start(e.from), e.column)
		if !ok {
			return patch{}, false
		}
		return patch{commentsAbove(text, from, e.column), contentEnd(text, from, start(e.limit), e.column), ""}, true
	}
	at := start(e.limit)
	if e.floor == 0 {
		own, ok := ownLine(text, at, e.column)
		if !ok {
			return patch{}, false
		}
		at = commentsAbove(text, own, e.column)
	} else {
		at = contentEnd(text, start(e.floor), at, e.column)
	}
	closeText(lastNode(e.new))
	out, err := encodeTree(e.new, text, -1)
	if err != nil {
		return patch{}, false
	}
	var b strings.Builder
	if at > 0 && text[at-1] != '\n' {
		b.WriteString("\n")
		out = bytes.TrimSuffix(out, []byte("\n"))
	}
	pad := strings.Repeat(" ", e.column-1)
	for ln := range bytes.Lines(out) {
		if len(bytes.TrimRight(ln, "\r\n")) > 0 {
			b.WriteString(pad)
		}
		b.Write(ln)
	}
	return patch{at, at, b.String()}, true
}

// ownLine reports whether the line at p holds nothing before a column.
func ownLine(text []byte, p, column int) (int, bool) {
	end := p + column - 1
	return p, p >= 0 && end <= len(text) && len(bytes.Trim(text[p:end], " ")) == 0
}

// commentsAbove is the start of the comments that stand right above a line, in the
// same column.
func commentsAbove(text []byte, p, column int) int {
	for p > 0 {
		above := bytes.LastIndexByte(text[:p-1], '\n') + 1
		ln := text[above:p]
		if leadingSpaces(ln) != column-1 || len(ln) < column || ln[column-1] != '#' {
			break
		}
		p = above
	}
	return p
}

// contentEnd is the end of the last line between two places that is neither blank
// nor a comment. What begins with # but stands deeper than the column belongs to what
// is there, and may be a line of a text.
func contentEnd(text []byte, from, to, column int) int {
	for to > from {
		above := bytes.LastIndexByte(text[:to-1], '\n') + 1
		ln := text[above:to]
		if rest := bytes.TrimSpace(ln); len(rest) > 0 && (rest[0] != '#' || leadingSpaces(ln) >= column) {
			break
		}
		to = above
	}
	return to
}
