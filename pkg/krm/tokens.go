package krm

import "bytes"

// Where tokens end, as libyaml has it.

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
	plain := false // inside a plain scalar, where quotes and the like mean nothing
	for i := p; i < len(src); i++ {
		c := src[i]
		if plain && !endsFlowPlain(src, i) {
			continue
		}
		plain = false
		switch c {
		case ' ', '\t', '\r', '\n', ',', ':', '?':
		case '[', '{':
			depth++
		case ']', '}':
			if depth--; depth == 0 {
				return i + 1
			}
		case '#':
			for i+1 < len(src) && src[i+1] != '\n' {
				i++
			}
		case '"', '\'':
			if i = closeQuote(src, i, len(src)) - 1; i < 0 {
				return -1
			}
		case '&', '*':
			for i+1 < len(src) && isNameByte(src[i+1]) {
				i++
			}
		case '!':
			for i+1 < len(src) && !isBlank(src[i+1]) {
				i++
			}
		case '|', '>', '%', '@', '`':
			return -1
		default:
			plain = true
		}
	}
	return -1
}

// endsFlowPlain reports whether a plain scalar in a flow collection ends before
// the character at i.
func endsFlowPlain(src []byte, i int) bool {
	switch src[i] {
	case ',', '?', '[', ']', '{', '}':
		return true
	case ':':
		return i+1 == len(src) || isBlank(src[i+1])
	case '#':
		return isBlank(src[i-1])
	}
	return false
}

// colon is the offset of the colon that ends a plain key at p, or -1.
func colon(src []byte, p, eol int) int {
	for i := p; i < eol; i++ {
		j := bytes.IndexByte(src[i:eol], ':')
		if j < 0 {
			return -1
		}
		if i += j; endsKey(src, i, eol) {
			return i
		}
	}
	return -1
}

// endsKey reports whether a colon that ends a key stands at p.
func endsKey(src []byte, p, eol int) bool {
	return p < eol && src[p] == ':' && (p+1 == eol || isBlank(src[p+1]))
}

// plainText cuts a trailing comment and spaces from a plain scalar.
func plainText(s []byte) []byte {
	if i := comment(s); i >= 0 {
		s = s[:i]
	}
	return trimSpaces(s)
}

// comment is where a comment behind a plain scalar starts, with the space before
// it, or -1.
func comment(s []byte) int {
	if bytes.IndexByte(s, '#') < 0 { // nearly always; looking for two bytes is slower
		return -1
	}
	return bytes.Index(s, []byte(" #"))
}

// trimSpaces cuts spaces and tabs from the end.
func trimSpaces(s []byte) []byte {
	for len(s) > 0 && isBlank(s[len(s)-1]) {
		s = s[:len(s)-1]
	}
	return s
}

func skipBlanks(src []byte, p, eol int) int {
	for p < eol && (src[p] == ' ' || src[p] == '\t') {
		p++
	}
	return p
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }

// isNameByte reports whether c can stand in an anchor's name.
func isNameByte(c byte) bool { return isLetter(c) || c >= '0' && c <= '9' || c == '_' || c == '-' }

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// isMarker reports whether a text begins with a document marker.
func isMarker(s []byte) bool {
	return len(s) >= 3 && (string(s[:3]) == "---" || string(s[:3]) == "...") && (len(s) == 3 || isBlank(s[3]))
}

// lineBreak finds the next line break at or behind p, for everything that yaml.v3
// takes for one: where it begins, and where the next line does.
func lineBreak(text []byte, p int) (end, next int) {
	for i := p; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\n':
			return i, i + 1
		case c == '\r' && i+1 < len(text) && text[i+1] == '\n':
			return i, i + 2
		case c == '\r':
			return i, i + 1
		case c == 0xc2 && bytes.HasPrefix(text[i:], []byte("\u0085")):
			return i, i + 2
		case c == 0xe2 && (bytes.HasPrefix(text[i:], []byte("\u2028")) || bytes.HasPrefix(text[i:], []byte("\u2029"))):
			return i, i + 3
		}
	}
	return len(text), len(text)
}
