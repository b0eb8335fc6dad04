package krm

import (
	"encoding/binary"
	"unicode/utf8"
)

// scannable reports whether the line scanner may be trusted with a text at all.
// yaml.v3 takes a lone CR, NEL, U+2028 and U+2029 for line breaks and refuses
// control characters; none of those is worth a rule in the scanner. CRLF is.
func scannable(src []byte) bool {
	if isPlain(src) {
		return true
	}
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

// isPlain reports whether a text has nothing but printable ASCII, spaces, and breaks
// of lines as Unix has them. It looks at eight bytes at a time.
func isPlain(text []byte) bool {
	const ones, tops = 0x0101010101010101, 0x8080808080808080
	var odd uint8
	for len(text) >= 8 {
		w := binary.LittleEndian.Uint64(text)
		if ((w-' '*ones)|(w+ones)|w)&tops != 0 { // below a space, or DEL, or beyond ASCII; or a line break
			for _, c := range text[:8] {
				odd |= notPlain[c]
			}
		}
		text = text[8:]
	}
	for _, c := range text {
		odd |= notPlain[c]
	}
	return odd == 0
}

var notPlain = func() (table [256]uint8) {
	for c := range table {
		if (c < ' ' || c > '~') && c != '\n' {
			table[c] = 1
		}
	}
	return table
}()

func isASCII(text []byte) bool {
	for _, c := range text {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
