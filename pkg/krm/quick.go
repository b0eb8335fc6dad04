package krm

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// quickTree parses what nineteen of twenty documents are made of: block mappings
// and sequences of scalars on one line each, and block literals. It builds the
// tree that decode builds, to the last column, but for the comments, which
// graftComments adds where a tree has to be written anew. It takes a tenth of
// the time. ok is false for anything else, however sound, and for a mapping that
// names a key twice; then decode reads it. dash is the column of a dash on the first
// line that counts as a space, or -1.
func quickTree(text []byte, dash int, a *arena) (root *yaml.Node, ok bool) {
	plain := isPlain(text)
	if !plain && (!scannable(text) || !utf8.Valid(text) || bytes.IndexByte(text, '\r') >= 0) {
		return nil, false
	}
	q := quick{src: string(text), dash: dash, ascii: plain || isASCII(text), arena: a}
	q.advance()
	if q.eof {
		return nil, false
	}
	a.stack = a.stack[:0]
	root = q.block(-1)
	if root == nil || !q.eof || root.Kind != yaml.MappingNode {
		return nil, false
	}
	return root, true
}

// quick reads a document line by line. Its methods return nil where it gives up.
type quick struct {
	src   string
	dash  int // column of the dash on the first line that counts as a space, or -1
	line  int // number of the current line, from 1
	start int // offset of the current line
	end   int // offset of its end
	pos   int // offset of the next character to read
	eof   bool
	ascii bool
	depth int // of the collection that is being read
	arena *arena
	nodes []yaml.Node  // the rest of a chunk
	slots []*yaml.Node // from which nodes get their contents, the rest of a chunk
}

// maxDepth bounds how deep collections are nested that quickTree reads.
const maxDepth = 1000

// advance goes to the next line that carries structure.
func (q *quick) advance() {
	next := q.end + 1
	if q.line == 0 {
		next = 0
	}
	for next < len(q.src) {
		q.line++
		if q.start, q.pos = next, next; next == 0 {
			q.pos = q.dash + 1
		}
		q.end = len(q.src)
		if i := strings.IndexByte(q.src[next:], '\n'); i >= 0 {
			q.end = next + i
		}
		for q.pos < q.end && q.src[q.pos] == ' ' {
			q.pos++
		}
		if q.pos < q.end && q.src[q.pos] != '#' {
			return
		}
		next = q.end + 1
	}
	q.eof = true
}

// col is the column of the next character, from 0. All before it is ASCII
// wherever columns are compared.
func (q *quick) col() int { return q.pos - q.start }

// new makes a node that stands at the next character.
func (q *quick) new(kind yaml.Kind, tag, value string) *yaml.Node {
	if len(q.nodes) == 0 {
		q.nodes = q.arena.nodes.chunk(1)
	}
	n := &q.nodes[0]
	q.nodes = q.nodes[1:]
	n.Kind, n.Tag, n.Value = kind, tag, value
	n.Line, n.Column = q.line, q.col()+1
	if !q.ascii {
		n.Column = utf8.RuneCountInString(q.src[q.start:q.pos]) + 1
	}
	return n
}

// contents takes what was put on the stack since it had a size.
func (q *quick) contents(from int) []*yaml.Node {
	stack := q.arena.stack
	n := len(stack) - from
	if n > len(q.slots) {
		q.slots = q.arena.slots.chunk(n)
	}
	all := q.slots[:n:n]
	q.slots = q.slots[n:]
	copy(all, stack[from:])
	q.arena.stack = stack[:from]
	return all
}

// block reads the collection that starts at the next character, which has to be
// indented deeper than parent.
func (q *quick) block(parent int) *yaml.Node {
	col := q.col()
	if q.depth++; q.depth > maxDepth {
		return nil // yaml.v3 has a limit; it also says where that is
	}
	defer func() { q.depth-- }()
	switch {
	case col <= parent:
		return nil
	case q.atDash():
		return q.sequence(col)
	case q.keyEnd() > 0:
		return q.mapping(col)
	}
	return nil
}

func (q *quick) atDash() bool {
	return q.src[q.pos] == '-' && (q.pos+1 == q.end || q.src[q.pos+1] == ' ')
}

// keyEnd is the offset of the colon behind the key that starts here, or -1.
func (q *quick) keyEnd() int {
	end := q.pos
	switch c := q.src[q.pos]; c {
	case '"', '\'':
		if end = q.quoteEnd(q.pos); end < 0 {
			return -1
		}
	case '[', ']', '{', '}', ',', '#', '&', '*', '!', '|', '>', '%', '@', '`', '?', ':':
		return -1
	case '-':
		if q.atDash() || q.col() == 0 { // it might be a document marker
			return -1
		}
	case '.':
		if q.col() == 0 {
			return -1
		}
	}
	for i := end; i < q.end; i++ {
		j := strings.IndexByte(q.src[i:q.end], ':')
		if j < 0 {
			return -1
		}
		if i += j; i+1 == q.end || q.src[i+1] == ' ' {
			key := q.src[end:i]
			if i-q.pos > 1000 || strings.Contains(key, " #") || strings.IndexByte(key, '\t') >= 0 ||
				end > q.pos && strings.Trim(key, " ") != "" {
				return -1
			}
			return i
		}
	}
	return -1
}

// mapping reads a block mapping whose keys stand in the given column.
func (q *quick) mapping(col int) *yaml.Node {
	m, from := q.new(yaml.MappingNode, yaml.NodeTagMap, ""), len(q.arena.stack)
	for {
		colon := q.keyEnd()
		if colon < 0 {
			return nil
		}
		key := q.key(colon)
		q.pos = colon + 1
		value := q.value(col)
		if key.Value == "<<" || value == nil {
			return nil
		}
		q.arena.stack = append(q.arena.stack, key, value)
		if q.eof || q.col() < col {
			if m.Content = q.contents(from); checkKeys(m) != nil {
				return nil
			}
			return m
		}
		if q.col() > col || q.atDash() {
			return nil
		}
	}
}

// value reads what follows a key's colon, in a mapping in the given column, and
// goes to the next line.
func (q *quick) value(col int) *yaml.Node {
	empty := q.pos
	if q.skip(); q.atEnd() {
		q.pos = empty
		null := q.new(yaml.ScalarNode, yaml.NodeTagNull, "")
		q.advance()
		switch {
		case q.eof || q.col() < col || q.col() == col && !q.atDash():
			return null
		case q.col() == col:
			return q.sequence(col)
		}
		return q.block(col)
	}
	return q.scalar(col)
}

// sequence reads a block sequence whose dashes stand in the given column.
func (q *quick) sequence(col int) *yaml.Node {
	s, from := q.new(yaml.SequenceNode, yaml.NodeTagSeq, ""), len(q.arena.stack)
	for {
		q.pos++
		q.skip()
		var item *yaml.Node
		switch {
		case q.atEnd():
			q.advance()
			if !q.eof {
				item = q.block(col)
			}
		case q.atDash() || q.keyEnd() > 0:
			item = q.block(col)
		default:
			item = q.scalar(col)
		}
		if item == nil {
			return nil
		}
		q.arena.stack = append(q.arena.stack, item)
		if q.eof || q.col() < col || q.col() == col && !q.atDash() {
			s.Content = q.contents(from)
			return s
		}
		if q.col() > col {
			return nil
		}
	}
}

func (q *quick) skip() {
	for q.pos < q.end && q.src[q.pos] == ' ' {
		q.pos++
	}
}

// atEnd reports whether nothing but a comment follows on the line.
func (q *quick) atEnd() bool {
	return q.pos == q.end || q.src[q.pos] == '#' && q.src[q.pos-1] == ' '
}

// graftComments puts the comments of a text on the nodes of the tree that
// quickTree made of it, wherever those stand by now, unless they have got
// others.
func graftComments(text []byte, old snapshot) error {
	root, err := decode(text)
	if err != nil {
		return err
	}
	var full snapshot
	full.take(root)
	for i := range full {
		from, to := &full[i].node, old[i].at
		if to.HeadComment == "" && to.LineComment == "" && to.FootComment == "" {
			to.HeadComment, to.LineComment, to.FootComment = from.HeadComment, from.LineComment, from.FootComment
		}
	}
	return nil
}
