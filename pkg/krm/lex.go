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
// Whatever it does not know for certain it marks odd, and a full parse decides.
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
	dash   int    // column of its first "-", or -1
	col    int    // column behind all dashes: where the key or the scalar begins
	key    []byte // its key without quotes, nil if it has none
	value  []byte // what follows, if that is a plain or quoted scalar on this line
	form   form
	marker bool // a document marker, --- or ...
	odd    bool // holds something that only a full parse may judge
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
		switch {
		case p == text:
			l.pos = eol + 1
			continue
		case l.src[p] == '#':
			l.pos = eol + 1
			continue
		case l.src[p] == '\t':
			ln.odd = true
			ln.end, l.pos = eol, eol+1
			return ln, true
		}
		ln.end, l.pos = eol, eol+1
		l.lexLine(&ln, p, text)
		// Further lines must be indented deeper than what they belong to; libyaml
		// is not so strict, and a misread line shows itself here as well.
		ln.odd = ln.odd || ln.inner <= ln.col || l.tabs && bytes.IndexByte(l.src[p:text], '\t') >= 0
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
	parent := -1 // the indentation that a block scalar's content must exceed
	for p < eol && l.src[p] == '-' && (p+1 == eol || l.src[p+1] == ' ') {
		if ln.dash < 0 {
			ln.dash = p - ln.start
		}
		parent = p - ln.start
		p = skipSpaces(l.src, p+1, eol)
	}
	ln.col = p - ln.start
	if p == eol || l.src[p] == '#' {
		return
	}
	if after, ok := l.lexKey(ln, p, eol); ok {
		parent = ln.col
		p = skipSpaces(l.src, after, eol)
	}
	l.lexValue(ln, p, eol, parent)
}

// lexKey reads "key:" at p, and returns the offset behind the colon.
func (l *lexer) lexKey(ln *line, p, eol int) (int, bool) {
	var end int // behind the key's text
	switch c := l.src[p]; c {
	case '"', '\'':
		end = closeQuote(l.src, p, eol)
		if end < 0 {
			return 0, false
		}
		ln.key = l.src[p+1 : end-1]
		if bytes.IndexByte(ln.key, c) >= 0 || bytes.IndexByte(ln.key, '\\') >= 0 {
			ln.odd = true
		}
		end = skipSpaces(l.src, end, eol)
	case '[', '{', '|', '>', '%', '@', '`', '*', '&', '!', '?':
		// A flow collection, a block scalar, an alias, an anchor, a tag, an
		// explicit key: lexValue takes the first two, the others are odd.
		return 0, false
	default:
		end = colon(l.src, p, eol)
		if end < 0 {
			return 0, false
		}
		ln.key = bytes.TrimRight(l.src[p:end], " ")
		if i := bytes.Index(ln.key, []byte(" #")); i > 0 {
			ln.key = nil // the colon stands in a comment
			return 0, false
		}
		ln.odd = ln.odd || len(ln.key) == 0
	}
	if end < eol && l.src[end] == ':' && (end+1 == eol || l.src[end+1] == ' ') {
		return end + 1, true
	}
	ln.key = nil
	return 0, false
}

// lexValue reads what stands at p, and steps over its further lines.
func (l *lexer) lexValue(ln *line, p, eol, parent int) {
	if p == eol {
		return
	}
	switch c := l.src[p]; c {
	case '#':
	case '"', '\'':
		ln.form = formQuoted
		end := closeQuote(l.src, p, len(l.src))
		if end < 0 {
			ln.odd = true
			end = len(l.src)
		}
		ln.value = l.src[p:end]
		l.spanTo(ln, end)
	case '[', '{':
		ln.form = formFlow
		end := closeFlow(l.src, p)
		if end < 0 {
			ln.odd = true
			end = len(l.src)
		}
		l.spanTo(ln, end)
	case '|', '>':
		ln.form = formBlock
		l.skipBlock(ln, parent)
	case '*', '?', '%', '@', '`', ',', ']', '}':
		ln.odd = true
	case '&', '!':
		ln.odd = true
		l.lexValue(ln, skipSpaces(l.src, wordEnd(l.src, p, eol), eol), eol, parent)
	default:
		ln.form = formPlain
		ln.value = plainText(l.src[p:eol])
	}
}

// spanTo ends the line behind the line on which end lies, and notes how far its
// further lines are indented.
func (l *lexer) spanTo(ln *line, end int) {
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
}

// skipBlock steps over the content of a block scalar: every line that is blank
// or indented deeper than parent.
func (l *lexer) skipBlock(ln *line, parent int) {
	for p := l.pos; p < len(l.src); {
		start := p
		for p < len(l.src) && l.src[p] == ' ' {
			p++
		}
		eol := l.lineEnd(p)
		blank := p == eol || p+1 == eol && l.src[p] == '\r'
		if !blank && p-start <= parent {
			return
		}
		if !blank {
			ln.end = eol
		}
		p = eol + 1
		l.pos = p
	}
}

// closeQuote is the offset behind the quote that closes the one at p, or -1 if
// that is not before limit.
func closeQuote(src []byte, p, limit int) int {
	q := src[p]
	for i := p + 1; i < limit; i++ {
		switch {
		case src[i] == '\\' && q == '"':
			i++
		case src[i] != q:
		case q == '\'' && i+1 < limit && src[i+1] == q:
			i++
		default:
			return i + 1
		}
	}
	return -1
}

// closeFlow is the offset behind the bracket that closes the one at p, or -1.
func closeFlow(src []byte, p int) int {
	depth := 0
	fresh := true // at the start of a token, where a quote opens a quoted scalar
	for i := p; i < len(src); i++ {
		switch c := src[i]; c {
		case '[', '{':
			depth++
			fresh = true
		case ']', '}':
			if depth--; depth == 0 {
				return i + 1
			}
			fresh = false
		case '"', '\'':
			if fresh {
				if i = closeQuote(src, i, len(src)); i < 0 {
					return -1
				}
				i--
			}
			fresh = false
		case '#':
			if src[i-1] == ' ' || src[i-1] == '\n' {
				for i < len(src) && src[i] != '\n' {
					i++
				}
			}
		case ',', ':', ' ', '\n':
			fresh = fresh || c != ' ' && c != '\n'
		default:
			fresh = false
		}
	}
	return -1
}

// colon is the offset of the colon that ends a plain key at p, or -1.
func colon(src []byte, p, eol int) int {
	for i := p; i < eol; i++ {
		j := bytes.IndexByte(src[i:eol], ':')
		if j < 0 {
			return -1
		}
		if i += j; i+1 == eol || src[i+1] == ' ' {
			return i
		}
	}
	return -1
}

// plainText cuts a trailing comment and spaces from a plain scalar.
func plainText(s []byte) []byte {
	for i := 0; i < len(s); i++ {
		j := bytes.IndexByte(s[i:], '#')
		if j < 0 {
			break
		}
		if i += j; i > 0 && s[i-1] == ' ' {
			s = s[:i]
			break
		}
	}
	return bytes.TrimRight(s, " ")
}

func skipSpaces(src []byte, p, eol int) int {
	for p < eol && src[p] == ' ' {
		p++
	}
	return p
}

func wordEnd(src []byte, p, eol int) int {
	for p < eol && src[p] != ' ' {
		p++
	}
	return p
}

// isMarker reports whether a line is a document marker.
func isMarker(s []byte) bool {
	return len(s) >= 3 && (string(s[:3]) == "---" || string(s[:3]) == "...") &&
		(len(s) == 3 || s[3] == ' ' || s[3] == '\t')
}
