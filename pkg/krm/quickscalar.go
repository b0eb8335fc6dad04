package krm

import (
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// scalar reads a scalar below a collection in the given column, and goes to the
// next line.
func (q *quick) scalar(col int) *yaml.Node {
	var n *yaml.Node
	switch c := q.src[q.pos]; c {
	case '"', '\'':
		end := q.quoteEnd(q.pos)
		if end < 0 {
			return nil
		}
		n = q.new(yaml.ScalarNode, yaml.NodeTagString, q.src[q.pos+1:end-1])
		n.Style = quoteStyle(c)
		q.pos = end
		if q.skip(); !q.atEnd() {
			return nil
		}
		q.advance()
		return n
	case '|':
		return q.literal(col)
	case '[', '{':
		return q.emptyFlow()
	case ']', '}', ',', '#', '&', '*', '!', '>', '%', '@', '`':
		return nil
	case '-', '?', ':':
		if q.pos+1 == q.end || q.src[q.pos+1] == ' ' {
			return nil
		}
	}
	return q.plain(col)
}

// emptyFlow reads [] or {}.
func (q *quick) emptyFlow() *yaml.Node {
	n := q.new(yaml.SequenceNode, yaml.NodeTagSeq, "")
	if strings.HasPrefix(q.src[q.pos:q.end], "{}") {
		n.Kind, n.Tag = yaml.MappingNode, yaml.NodeTagMap
	} else if !strings.HasPrefix(q.src[q.pos:q.end], "[]") {
		return nil
	}
	n.Style = yaml.FlowStyle
	q.pos += 2
	if q.skip(); !q.atEnd() {
		return nil
	}
	q.advance()
	return n
}

// plain reads a plain scalar on one line.
func (q *quick) plain(col int) *yaml.Node {
	text := q.src[q.pos:q.end]
	comment := false
	if i := strings.Index(text, " #"); i >= 0 {
		text, comment = text[:i], true
	}
	text = strings.TrimRight(text, " ")
	if strings.Contains(text, ": ") || strings.HasSuffix(text, ":") || strings.IndexByte(text, '\t') >= 0 {
		return nil
	}
	n := q.new(yaml.ScalarNode, plainTag(text), text)
	if q.advance(); !q.eof && q.col() > col && !comment {
		return nil // it goes on there
	}
	return n
}

// literal reads a block literal, | with - or + or neither.
func (q *quick) literal(col int) *yaml.Node {
	n := q.new(yaml.ScalarNode, yaml.NodeTagString, "")
	n.Style = yaml.LiteralStyle
	chomp := q.src[q.pos:q.end]
	if chomp != "|" && chomp != "|-" && chomp != "|+" {
		return nil
	}
	value := q.arena.text[:0]
	indent, blanks := 0, 0
	for {
		next := q.end + 1
		if next > len(q.src) {
			return nil // no line break at the end: yaml.v3 has rules of its own for that
		}
		spaces := next
		for spaces < len(q.src) && q.src[spaces] == ' ' {
			spaces++
		}
		blank := spaces == len(q.src) || q.src[spaces] == '\n'
		if indent == 0 {
			if indent = spaces - next; blank || indent <= col || q.src[spaces] == '\t' {
				return nil // leading blank lines and tabs have rules of their own too
			}
		}
		if spaces == len(q.src) && spaces-next > indent {
			return nil // a line of spaces without a break
		}
		if spaces == len(q.src) || !blank && spaces-next < indent {
			break
		}
		end := strings.IndexByte(q.src[spaces:], '\n')
		if end < 0 {
			return nil
		}
		q.line++
		q.start, q.end = next, spaces+end
		if blank && spaces-next <= indent {
			blanks++
			continue
		}
		for ; blanks > 0; blanks-- {
			value = append(value, '\n')
		}
		value = append(value, q.src[next+indent:q.end+1]...)
	}
	q.arena.text = value
	return q.finishLiteral(n, string(value), chomp, blanks)
}

// finishLiteral cuts or keeps the line breaks at a literal's end.
func (q *quick) finishLiteral(n *yaml.Node, value, chomp string, blanks int) *yaml.Node {
	switch {
	case value == "":
		return nil
	case chomp == "|-":
		value = strings.TrimSuffix(value, "\n")
	case chomp == "|+":
		value += strings.Repeat("\n", blanks)
	}
	n.Value = value
	q.advance()
	return n
}

// key reads the key that ends before colon.
func (q *quick) key(colon int) *yaml.Node {
	if c := q.src[q.pos]; c == '"' || c == '\'' {
		n := q.new(yaml.ScalarNode, yaml.NodeTagString, q.src[q.pos+1:q.quoteEnd(q.pos)-1])
		n.Style = quoteStyle(c)
		return n
	}
	value := strings.TrimRight(q.src[q.pos:colon], " ")
	return q.new(yaml.ScalarNode, plainTag(value), value)
}

func quoteStyle(c byte) yaml.Style {
	if c == '"' {
		return yaml.DoubleQuotedStyle
	}
	return yaml.SingleQuotedStyle
}

// plainTag is what a plain scalar is.
func plainTag(value string) string {
	switch {
	case plainString(value), len(value) > 0 && isLetter(value[0]) && strings.IndexByte(value, ' ') > 0: // no other type has spaces behind a letter
		return yaml.NodeTagString
	case isCount(value):
		return yaml.NodeTagInt
	}
	return (&yaml.Node{Kind: yaml.ScalarNode, Value: value}).ShortTag()
}

// isCount reports whether a plain scalar is a number as people count.
func isCount(value string) bool {
	if value == "" || len(value) > 9 || value[0] == '0' && len(value) > 1 {
		return false
	}
	for i := range len(value) {
		if value[i] < '0' || value[i] > '9' {
			return false
		}
	}
	return true
}

// quoteEnd is the offset behind a quoted scalar on one line and without escapes.
func (q *quick) quoteEnd(at int) int {
	i := strings.IndexByte(q.src[at+1:q.end], q.src[at])
	if i < 0 {
		return -1
	}
	end := at + 1 + i + 1
	if end < q.end && q.src[end] == q.src[at] || q.src[at] == '"' && strings.IndexByte(q.src[at:end], '\\') >= 0 {
		return -1
	}
	return end
}
