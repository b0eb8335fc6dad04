package krm

import "bytes"

// A header collects an object's identity from the lines of its text.
type header struct {
	identity
	dash    int // column of the dash before the object, -1 for a document
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
		h.odd = ln.key == nil || ln.dash != h.dash || ln.nested
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
