package krm

import (
	"bytes"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// A token is the raw text of a scalar.
type token struct {
	text  []byte
	start int
	old   *yaml.Node
	flow  bool
}

// end is the offset behind the token, or -1 if what stands there is not the old
// value. simple is false where only a parse of the result can tell for sure.
func (t token) end() (end int, simple bool) {
	switch t.old.Style {
	case 0:
		return t.plainEnd()
	case yaml.DoubleQuotedStyle, yaml.SingleQuotedStyle:
		return t.quotedEnd()
	case yaml.LiteralStyle, yaml.FoldedStyle:
		return t.blockEnd(), false
	}
	return -1, false
}

// plainEnd finds the end of a plain scalar. Over several lines, each break and
// the spaces around it stand for one space, or for as many breaks less one.
func (t token) plainEnd() (int, bool) {
	v := t.old.Value
	if v == "" {
		return -1, false
	}
	if end := t.start + len(v); bytes.HasPrefix(t.text[t.start:], []byte(v)) {
		if t.endsPlain(end) {
			return end, true
		}
		return -1, false
	}
	p := t.start
	for _, word := range strings.FieldsFunc(v, func(r rune) bool { return r == ' ' || r == '\n' }) {
		for p < len(t.text) && strings.IndexByte(" \t\r\n", t.text[p]) >= 0 {
			p++
		}
		if !bytes.HasPrefix(t.text[p:], []byte(word)) {
			return -1, false
		}
		p += len(word)
	}
	return p, false
}

// endsPlain reports whether a plain scalar may end at p.
func (t token) endsPlain(p int) bool {
	rest := t.text[p:]
	if len(rest) == 0 {
		return true
	}
	switch rest[0] {
	case '\n', '\r':
		return true
	case ',', ']', '}':
		return t.flow
	case ':':
		return len(rest) == 1 || isBlank(rest[1]) || t.flow
	case ' ', '\t':
		after := bytes.TrimLeft(rest, " \t")
		if t.flow {
			return true
		}
		return len(after) == 0 || strings.IndexByte("#\r\n:", after[0]) >= 0
	}
	return false
}

// quotedEnd finds the end of a quoted scalar.
func (t token) quotedEnd() (int, bool) {
	q := byte('"')
	if t.old.Style == yaml.SingleQuotedStyle {
		q = '\''
	}
	if t.start >= len(t.text) || t.text[t.start] != q {
		return -1, false
	}
	end := closeQuote(t.text, t.start, len(t.text))
	if end < 0 {
		return -1, false
	}
	inner := t.text[t.start+1 : end-1]
	if string(inner) == t.old.Value && bytes.IndexByte(inner, '\\') < 0 && bytes.IndexByte(inner, q) < 0 {
		return end, true
	}
	return end, false
}

// blockEnd finds the end of a block scalar: behind the last line that is blank
// or indented as deep as its content.
func (t token) blockEnd() int {
	if t.start >= len(t.text) || t.text[t.start] != '|' && t.text[t.start] != '>' {
		return -1
	}
	indent := t.blockIndent()
	if indent < 1 {
		return -1
	}
	end := -1
	for p := t.lineAfter(t.start); p < len(t.text); p = t.lineAfter(p) {
		ln := t.lineAt(p)
		if blank := len(bytes.Trim(ln, " \r")) == 0; !blank && leadingSpaces(ln) < indent {
			break
		} else if !blank {
			end = p + len(ln)
		}
	}
	return end
}

// blockIndent is the indentation of a block scalar's content: what its first
// line has before it and the value has not. It is -1 for a scalar of blank lines.
func (t token) blockIndent() int {
	own := strings.TrimLeft(t.old.Value, "\n")
	for p := t.lineAfter(t.start); p < len(t.text); p = t.lineAfter(p) {
		if ln := t.lineAt(p); len(bytes.Trim(ln, " \r")) > 0 {
			return leadingSpaces(ln) - leadingSpaces([]byte(own))
		}
	}
	return -1
}

// lineAt is the line that starts at p, without its break.
func (t token) lineAt(p int) []byte {
	return bytes.TrimSuffix(t.text[p:t.lineAfter(p)], []byte("\n"))
}

// lineAfter is the start of the line behind the one on which p lies.
func (t token) lineAfter(p int) int {
	if i := bytes.IndexByte(t.text[p:], '\n'); i >= 0 {
		return p + i + 1
	}
	return len(t.text)
}

func leadingSpaces(s []byte) int { return len(s) - len(bytes.TrimLeft(s, " ")) }
