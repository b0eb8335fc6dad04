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

// scannable reports whether the line scanner may be trusted with a text at all.
// yaml.v3 takes a lone CR, NEL, U+2028 and U+2029 for line breaks and refuses
// control characters; none of those is worth a rule in the scanner. CRLF is.
func scannable(src []byte) bool {
	for i, c := range src {
		switch {
		case c >= 0x20 && c < 0x7f || c == '\n' || c == '\t':
		case c == '\r' && i+1 < len(src) && src[i+1] == '\n':
		case c < 0x20 || c == 0x7f:
			return false
		case c == 0xc2 && i+1 < len(src) && src[i+1] < 0xa0: // C1 controls and NEL
			return false
		case c == 0xe2 && i+2 < len(src) && src[i+1] == 0x80 && src[i+2]&^1 == 0xa8:
			return false
		case c == 0xef && i+1 < len(src) && src[i+1] == 0xbb: // a byte order mark
			return false
		}
	}
	return true
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
	return s.lay, true
}

type listScanner struct {
	*lexer
	lay     layout
	section string // the top-level field that the last line belongs to
	head    header
	started bool // whether a document marker may no longer come
}

// line takes one line, and returns false where it is unsure of it.
func (s *listScanner) line(ln line) bool {
	if ln.marker {
		first := !s.started && string(bytes.TrimSpace(s.src[ln.start:ln.end])) == "---"
		s.started = true
		return first
	}
	s.started = true
	if ln.indent == 0 && ln.dash != 0 {
		return s.openSection(ln)
	}
	if s.section != "items" {
		return s.section != "" && ln.inner > 0
	}
	if s.lay.dash < 0 {
		if s.lay.dash = ln.dash; ln.dash < 0 {
			return false
		}
	}
	switch {
	case ln.inner <= s.lay.dash:
		return false
	case ln.indent > s.lay.dash:
	case ln.dash == s.lay.dash:
		s.closeItem()
		s.lay.items = append(s.lay.items, span{start: ln.start})
		s.head = header{base: -1}
	default:
		return false
	}
	if len(s.lay.items) == 0 {
		return false
	}
	s.head.line(ln)
	s.lay.items[len(s.lay.items)-1].end = min(ln.end+1, len(s.src))
	return true
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

// closeItem files the identity of the last item.
func (s *listScanner) closeItem() {
	if s.section == "items" && len(s.lay.items) > 0 {
		last := &s.lay.items[len(s.lay.items)-1]
		last.id, last.odd = s.head.identity, s.head.unsure()
	}
}

// scanDocuments splits a stream of YAML documents at their markers. A marker at
// the start of a line ends a document whatever stands before it, so the split
// needs no lexer; reading each document's identity does.
func scanDocuments(src []byte) layout {
	lay := layout{dash: -1}
	trusted := scannable(src)
	for start, p := 0, 0; p <= len(src); {
		eol := len(src)
		if i := bytes.IndexByte(src[p:], '\n'); i >= 0 {
			eol = p + i
		}
		last := eol >= len(src)
		marker := isMarker(bytes.TrimSuffix(src[p:eol], []byte("\r")))
		if marker || last {
			end := p
			if last && !marker {
				end = len(src)
			}
			lay.addDocument(src, start, end, trusted)
			// What follows "--- " on its line belongs to the next document.
			start = p
			if rest := bytes.TrimSpace(src[min(p+3, eol):eol]); len(rest) == 0 || rest[0] == '#' || src[p] == '.' {
				start = min(eol+1, len(src))
			}
		}
		if last {
			if marker && start < len(src) {
				lay.addDocument(src, start, len(src), trusted)
			}
			return lay
		}
		p = eol + 1
	}
	return lay
}

// addDocument adds the document in src[start:end], unless it is empty.
func (lay *layout) addDocument(src []byte, start, end int, trusted bool) {
	l := newLexer(src[start:end])
	head := header{base: -1}
	doc := span{start: start, odd: !trusted}
	found := false
	for {
		ln, more := l.next()
		if !more {
			break
		}
		found = true
		doc.end = min(start+ln.end+1, end)
		if ln.marker {
			doc.odd = true
			continue
		}
		head.line(ln)
	}
	if !found {
		return
	}
	if doc.odd = doc.odd || head.unsure(); doc.odd {
		doc.end = end
	}
	doc.id = head.identity
	lay.items = append(lay.items, doc)
}

// A header collects an object's identity from the lines of its text.
type header struct {
	identity
	base    int // column of the object's fields, -1 before the first
	meta    int // column of metadata's fields, 0 before the first
	inMeta  bool
	pending bool // the last line gave a value that a deeper line would go on with
	seen    [5]bool
	odd     bool
}

// unsure reports whether only a full parse can tell the identity.
func (h *header) unsure() bool { return h.odd || h.kind == "" }

func (h *header) line(ln line) {
	first := h.base < 0
	if first {
		h.base = ln.col
		h.odd = h.odd || ln.key == nil
	}
	limit := h.base
	if h.inMeta {
		limit = h.meta
	}
	// A deeper line behind a value goes on with it; a shallower one is broken.
	h.odd = h.odd || ln.odd || h.pending && ln.col > limit || !first && ln.indent < h.base
	h.pending = false
	switch {
	case ln.col == h.base && (first || ln.dash < 0):
		h.inMeta = false
		h.field(ln)
	case h.inMeta:
		if h.meta == 0 {
			h.meta = ln.col
			h.odd = h.odd || ln.dash >= 0
		}
		h.odd = h.odd || ln.col < h.meta
		if ln.col == h.meta {
			h.metaField(ln)
		}
	}
}

// field reads one of the object's own fields.
func (h *header) field(ln line) {
	switch string(ln.key) {
	case "apiVersion":
		h.scalar(ln, 0, &h.apiVersion)
	case "kind":
		h.scalar(ln, 1, &h.kind)
	case "metadata":
		h.once(2)
		h.inMeta = ln.form == formNone
		h.odd = h.odd || ln.form != formNone
	case "<<":
		h.odd = true
	}
}

// metaField reads one field of the metadata.
func (h *header) metaField(ln line) {
	switch string(ln.key) {
	case "name":
		h.scalar(ln, 3, &h.name)
	case "namespace":
		h.scalar(ln, 4, &h.namespace)
	case "<<":
		h.odd = true
	}
}

func (h *header) once(i int) {
	h.odd = h.odd || h.seen[i]
	h.seen[i] = true
}

// scalar reads a value that is surely a string on one line.
func (h *header) scalar(ln line, i int, into *string) {
	h.once(i)
	v := ln.value
	switch ln.form {
	case formQuoted:
		if len(v) < 2 || bytes.IndexByte(v[1:len(v)-1], v[0]) >= 0 || bytes.IndexByte(v, '\\') >= 0 || bytes.IndexByte(v, '\n') >= 0 {
			h.odd = true
			return
		}
		v = v[1 : len(v)-1]
	case formPlain:
		if !surelyString(v) {
			h.odd = true
			return
		}
	default:
		h.odd = true
		return
	}
	*into = string(v)
	h.pending = true
}

// surelyString reports whether a plain scalar is a string in every YAML
// version: it starts with a letter, is no word for a boolean or null, and holds
// only characters without a meaning of their own.
func surelyString(v []byte) bool {
	if len(v) == 0 || !isLetter(v[0]) {
		return false
	}
	for _, c := range v {
		if !isLetter(c) && (c < '0' || c > '9') && c != '-' && c != '.' && c != '/' && c != '_' {
			return false
		}
	}
	return !isWord(string(v))
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// plainFlow is a line without its spaces and trailing comment.
func plainFlow(s []byte) []byte {
	return bytes.ReplaceAll(plainText(s), []byte(" "), nil)
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
