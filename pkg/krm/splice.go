package krm

import (
	"cmp"
	"slices"
	"unicode/utf8"
)

// A patch is what comes into the place of a stretch of text.
type patch struct {
	start, end int
	text       string
}

// splice puts the new values of scalars into a text, each in the place and the
// quoting of the old one, takes away the lines of fields that have gone, puts in
// those that have come, and leaves every other byte. It does so only where the
// raw text at a scalar's position decodes to the scalar's old value: a column
// counts runes, points at the indicator of an anchor, a tag or a block scalar,
// and a line may end in more ways than one. ok is false where it does not.
//
// sure is false where a scalar needed more than a token on one line; then the
// caller has to compare what the result parses to.
func splice(text []byte, edits []scalarEdit, fields []fieldEdit, a *arena) (out []byte, sure, ok bool) {
	lines := lineOffsets(text, a.lines[:0])
	a.lines = lines
	patches := make([]patch, 0, len(edits)+len(fields))
	sure = len(fields) == 0
	for _, e := range fields {
		p, ok := e.patch(text, lines)
		if !ok {
			return nil, false, false
		}
		patches = append(patches, p)
	}
	for _, e := range edits {
		start := offset(text, lines, e.old.Line, e.old.Column)
		if start < 0 {
			return nil, false, false
		}
		t := token{text: text, start: start, old: e.old, flow: e.flow}
		end, simple := t.end()
		if end < 0 {
			return nil, false, false
		}
		value, ok := t.encode(e.new.Value, end)
		if !ok {
			return nil, false, false
		}
		sure = sure && simple && !e.key // a key has to be short
		patches = append(patches, patch{start, end, value})
	}
	slices.SortStableFunc(patches, func(a, b patch) int { return cmp.Or(a.start-b.start, a.end-b.end) })
	size, from := len(text), 0
	for _, p := range patches {
		size += len(p.text) - (p.end - p.start)
	}
	out = make([]byte, 0, max(size, 0))
	for _, p := range patches {
		if p.start < from {
			return nil, false, false
		}
		out = append(append(out, text[from:p.start]...), p.text...)
		from = p.end
	}
	return append(out, text[from:]...), sure, true
}

// lineOffsets appends to lines where each line starts, for everything that yaml.v3
// takes for a line break.
func lineOffsets(text []byte, lines []int) []int {
	lines = append(lines, 0)
	plain := isPlain(text)
	for p := 0; ; {
		end, next := nextLine(text, p, plain)
		if end == len(text) {
			return lines
		}
		lines = append(lines, next)
		p = next
	}
}

// offset is the byte offset of a position, or -1. Columns count runes from 1.
func offset(text []byte, lines []int, line, column int) int {
	if line < 1 || line > len(lines) {
		return -1
	}
	p := lines[line-1]
	for range column - 1 {
		if p >= len(text) {
			return -1
		}
		_, n := utf8.DecodeRune(text[p:])
		p += n
	}
	return p
}
