package krm

import (
	"bytes"
	"unicode/utf8"
)

// A layout says where things stand in a text: the items of a ResourceList or a
// List, or the documents of a stream.
type layout struct {
	items    []span
	sections map[string]span // a list's top-level fields, from the key's line on
	dash     int             // column of the items' dashes, -1 for documents
	tail     int             // where a further top-level field can be put
	anew     bool            // the text is not the input, but what was made of it
}

// A span is one stretch of a text, with the identity that the scanner read there.
type span struct {
	start, end int
	id         identity
	odd        bool // the identity has to be read by a full parse
}

// identity is what tells one object from another.
type identity struct {
	apiVersion, kind, name, namespace string
}

// scanList finds the items of a ResourceList or List without parsing it. ok is
// false where the scanner is unsure; then a full parse has to find them.
func scanList(src []byte) (lay layout, ok bool) {
	if !scannable(src) {
		return layout{}, false
	}
	s := listScanner{lexer: newLexer(src), lay: layout{sections: map[string]span{}, dash: -1}}
	for {
		ln, more := s.lexer.next()
		if !more {
			break
		}
		if !s.line(ln) {
			return layout{}, false
		}
	}
	s.closeItem()
	s.closeSection(len(src))
	if s.lay.tail = len(src); s.lay.tail > 0 && src[s.lay.tail-1] != '\n' {
		s.lay.tail = s.lay.sections[s.section].start // a line break here might become part of a value
	}
	return s.lay, !s.sharesAnchors()
}

type listScanner struct {
	*lexer
	lay     layout
	section string // the top-level field that the last line belongs to
	head    header
	started bool  // whether a document marker may no longer come
	anchors []int // where items surely have anchors
}

// line takes one line, and returns false where it is unsure of it.
func (s *listScanner) line(ln line) bool {
	if ln.marker {
		first := !s.started && string(bytes.TrimSpace(s.src[ln.start:ln.end])) == "---"
		s.started = true
		return first
	}
	s.started = true
	switch {
	case ln.lost:
		return false
	case ln.indent == 0 && ln.dash != 0:
		return s.openSection(ln)
	case s.section != "items":
		return s.section != "" && ln.inner > 0
	}
	return s.itemLine(ln)
}

// openSection starts a top-level field.
func (s *listScanner) openSection(ln line) bool {
	key := string(ln.key)
	if _, again := s.lay.sections[key]; again || ln.key == nil || ln.odd || ln.inner <= 0 {
		return false
	}
	if key == "items" && ln.form != formNone {
		if string(plainFlow(s.src[ln.start:ln.end])) != "items:[]" {
			return false
		}
	}
	s.closeItem()
	s.closeSection(ln.start)
	s.section = key
	s.lay.sections[key] = span{start: ln.start, end: ln.end}
	return true
}

func (s *listScanner) closeSection(end int) {
	if sec, ok := s.lay.sections[s.section]; ok {
		sec.end = end
		s.lay.sections[s.section] = sec
	}
}

// itemLine takes a line below items.
func (s *listScanner) itemLine(ln line) bool {
	if s.lay.dash < 0 {
		s.lay.dash = ln.dash
	}
	switch {
	case s.lay.dash < 0 || ln.inner <= s.lay.dash:
		return false
	case ln.dash == s.lay.dash:
		s.closeItem()
		s.lay.items = append(s.lay.items, span{start: ln.start})
		s.head = header{base: -1, dash: ln.dash}
	case ln.indent <= s.lay.dash:
		return false
	}
	if ln.anchor > 0 {
		s.anchors = append(s.anchors, ln.anchor)
	}
	s.head.line(ln)
	s.lay.items[len(s.lay.items)-1].end = min(ln.end+1, len(s.src))
	return true
}

// closeItem files the identity of the last item.
func (s *listScanner) closeItem() {
	if s.section == "items" && len(s.lay.items) > 0 {
		last := &s.lay.items[len(s.lay.items)-1]
		last.id, last.odd = s.head.identity, s.head.unsure()
		last.end = behindSpaces(s.src, last.end)
	}
}

// behindSpaces is the offset behind the lines of mere spaces that follow end. They
// would become part of a block scalar that gets to stand before them, so they
// belong to the object. Empty lines do not.
func behindSpaces(src []byte, end int) int {
	for p := end; p < len(src); {
		start := p
		for p < len(src) && src[p] == ' ' {
			p++
		}
		if p < len(src) && src[p] != '\n' && src[p] != '\r' {
			break
		}
		eol, next := lineBreak(src, p)
		if p = next; eol > start && src[start] == ' ' {
			end = next
		}
	}
	return end
}

// plainFlow is a line without its spaces and trailing comment.
func plainFlow(s []byte) []byte {
	return bytes.ReplaceAll(plainText(bytes.TrimSuffix(s, []byte("\r"))), []byte(" "), nil)
}

// validUTF8 returns the offset of the first byte that is no UTF-8, or -1.
func validUTF8(src []byte) int {
	if utf8.Valid(src) {
		return -1
	}
	for i := 0; i < len(src); {
		r, n := utf8.DecodeRune(src[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return -1
}
