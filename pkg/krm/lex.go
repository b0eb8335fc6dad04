package krm

import (
	"bytes"
	"math"
)

// A lexer walks over the lines of block-style YAML that carry structure. It
// steps over blank lines, comments, the content of block scalars, and the
// further lines of quoted and flow scalars; it decides nothing, its callers do.
//
// It knows as much of YAML as finding items and reading their identity needs.
// Whatever it does not know for certain it marks odd or lost, and a full parse
// decides.
type lexer struct {
	src  []byte
	pos  int  // start of the next line
	tabs bool // whether src holds a tab at all
}

func newLexer(src []byte) *lexer {
	return &lexer{src: src, tabs: bytes.IndexByte(src, '\t') >= 0}
}

// A line is one line that carries structure.
type line struct {
	start  int    // offset of its first byte
	end    int    // offset behind its last byte, behind its last further line too
	indent int    // column of its first character
	dash   int    // column of its dash, or -1
	nested bool   // more dashes follow: a list in a list
	col    int    // column behind the dashes: where the key or the scalar begins
	key    []byte // its key without quotes, nil if it has none
	value  []byte // what follows, if that is a plain or quoted scalar on this line
	anchor int    // offset of the anchor before the value of a key, or 0
	form   form
	marker bool // a document marker, --- or ...
	odd    bool // what it means, only a full parse may judge
	lost   bool // not even where it ends is certain
	inner  int  // smallest indentation of its further lines
}

// form says what stands where a line's value would.
type form byte

const (
	formNone   form = iota // nothing, or a comment: the value follows on deeper lines
	formPlain              // a plain scalar
	formQuoted             // a quoted scalar
	formFlow               // [...] or {...}
	formBlock              // | or >
)

// next reads the next line that carries structure.
func (l *lexer) next() (line, bool) {
	for l.pos < len(l.src) {
		ln := line{start: l.pos, dash: -1, inner: math.MaxInt}
		p := l.pos
		for p < len(l.src) && l.src[p] == ' ' {
			p++
		}
		ln.indent = p - l.pos
		eol := l.lineEnd(p)
		text := eol // where what is read of the line ends: a CR before the break is left out
		if text > p && l.src[text-1] == '\r' {
			text--
		}
		ln.end, l.pos = eol, eol+1
		if p == text || l.src[p] == '#' {
			continue
		}
		l.lexLine(&ln, p, text)
		// Further lines must be indented deeper than what they belong to; libyaml
		// is not so strict, and a misread line shows itself here as well.
		ln.odd = ln.odd || ln.lost || ln.inner <= ln.col || l.tabs && bytes.IndexByte(l.src[p:text], '\t') >= 0
		return ln, true
	}
	return line{}, false
}

// lineEnd is the offset of the line break at or behind p, or of the end.
func (l *lexer) lineEnd(p int) int {
	if i := bytes.IndexByte(l.src[p:], '\n'); i >= 0 {
		return p + i
	}
	return len(l.src)
}

// lexLine reads one line from its first character on.
func (l *lexer) lexLine(ln *line, p, eol int) {
	if ln.indent == 0 && isMarker(l.src[p:eol]) {
		ln.marker = true
		return
	}
	if l.src[p] == '\t' {
		ln.lost = true
		return
	}
	parent := -1 // the indentation that a block scalar's content must exceed
	for p < eol && l.src[p] == '-' && (p+1 == eol || l.src[p+1] == ' ') {
		parent = p - ln.start
		ln.nested = ln.dash >= 0
		if !ln.nested {
			ln.dash = parent
		}
		p = skipBlanks(l.src, p+1, eol)
	}
	ln.col = p - ln.start
	if p == eol || l.src[p] == '#' {
		return
	}
	if after, ok := l.lexKey(ln, p, eol); ok {
		parent = ln.col
		p = skipBlanks(l.src, after, eol)
	}
	l.lexValue(ln, p, eol, parent)
}

// lexKey reads "key:" at p, and returns the offset behind the colon.
func (l *lexer) lexKey(ln *line, p, eol int) (int, bool) {
	end := colon(l.src, p, eol)
	key := l.src[p:max(p, end)]
	switch c := l.src[p]; c {
	case '"', '\'':
		quote := closeQuote(l.src, p, eol)
		end = skipBlanks(l.src, max(quote, p), eol)
		if quote < 0 || !endsKey(l.src, end, eol) {
			return 0, false
		}
		key = l.src[p+1 : quote-1]
		ln.odd = ln.odd || bytes.IndexByte(key, c) >= 0 || bytes.IndexByte(key, '\\') >= 0
	case '&', '*', '!':
		ln.lost = end >= 0 // a key behind an anchor or a tag, or an alias as a key
		return 0, false
	case '[', '{', '|', '>', '#', '%', '@', '`', '?':
		return 0, false // a collection, a block scalar, or an explicit key
	default:
		if end < 0 || comment(key) >= 0 { // a colon in a comment
			return 0, false
		}
		key = trimSpaces(key)
		ln.odd = ln.odd || len(key) == 0
	}
	ln.key = key
	return end + 1, true
}

// lexValue reads what stands at p, and steps over its further lines.
func (l *lexer) lexValue(ln *line, p, eol, parent int) {
	for p < eol && (l.src[p] == '&' || l.src[p] == '!') {
		if ln.odd = true; l.src[p] == '&' && ln.key != nil {
			ln.anchor = p
		}
		for p < eol && !isBlank(l.src[p]) {
			p++
		}
		p = skipBlanks(l.src, p, eol)
	}
	if p == eol {
		return
	}
	switch l.src[p] {
	case '#':
	case '"', '\'':
		ln.form = formQuoted
		end := closeQuote(l.src, p, len(l.src))
		ln.value = l.src[p:max(end, p)]
		l.spanTo(ln, end)
	case '[', '{':
		ln.form = formFlow
		l.spanTo(ln, closeFlow(l.src, p))
	case '|', '>':
		ln.form = formBlock
		l.skipBlock(ln, l.src[p:eol], parent)
	case '*':
		ln.odd = true
	case '?', '%', '@', '`', ',', ']', '}':
		ln.odd = true
		ln.lost = ln.lost || ln.key == nil
	default:
		ln.form = formPlain
		ln.value = plainText(l.src[p:eol])
	}
}

// spanTo ends the line behind the line on which end lies, and notes how far its
// further lines are indented. A negative end is the end of the text.
func (l *lexer) spanTo(ln *line, end int) {
	if end < 0 {
		ln.odd = true
		end = len(l.src)
	}
	for ln.end < end {
		start := ln.end + 1
		p := start
		for p < len(l.src) && l.src[p] == ' ' {
			p++
		}
		if p < len(l.src) && l.src[p] != '\n' && l.src[p] != '\r' {
			ln.inner = min(ln.inner, p-start)
		}
		ln.end = l.lineEnd(p)
	}
	l.pos = ln.end + 1
	rest := bytes.TrimLeft(l.src[min(end, ln.end):ln.end], " \t\r")
	ln.lost = ln.lost || len(rest) > 0 && rest[0] != '#' // it was a key, perhaps
}

// skipBlock steps over the content of the block scalar that header begins: every
// line that is blank or indented deeper than parent.
func (l *lexer) skipBlock(ln *line, header []byte, parent int) {
	if parent < 0 {
		ln.lost = true // the parent is on an earlier line, or this is no block scalar
		return
	}
	header, _, _ = bytes.Cut(header, []byte("#"))
	keep := bytes.IndexByte(header, '+') >= 0
	for p := l.pos; p < len(l.src); {
		start := p
		for p < len(l.src) && l.src[p] == ' ' {
			p++
		}
		eol := l.lineEnd(p)
		blank := p == eol || p+1 == eol && l.src[p] == '\r'
		deeper := p-start > parent
		if !blank && !deeper {
			return
		}
		if deeper || keep {
			ln.end = eol
		}
		p = eol + 1
		l.pos = p
	}
}
