package tell

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Clean escapes what would steer a terminal, and bytes that are no text: names come
// from files and registries. Line breaks and tabs stay.
func Clean(s string) string {
	if utf8.ValidString(s) && strings.IndexFunc(s, steers) < 0 {
		return s
	}
	var b strings.Builder
	for len(s) > 0 {
		c, size := utf8.DecodeRuneInString(s)
		switch {
		case c == utf8.RuneError && size == 1:
			fmt.Fprintf(&b, `\x%02x`, s[0])
		case steers(c):
			quoted := strconv.QuoteRune(c)
			b.WriteString(quoted[1 : len(quoted)-1])
		default:
			b.WriteRune(c)
		}
		s = s[size:]
	}
	return b.String()
}

// steers says so of control characters, and of those that turn the direction of text.
func steers(c rune) bool {
	return c != '\n' && c != '\t' && (unicode.IsControl(c) || unicode.Is(unicode.Bidi_Control, c))
}

// Cells is a line of a table, for a tabwriter. Nothing in a cell can break it.
func Cells(texts ...string) string {
	cells := make([]string, len(texts))
	for i, text := range texts {
		if cells[i] = oneLine(text); text == "" {
			cells[i] = "-"
		}
	}
	return strings.Join(cells, "\t")
}

var breaks = strings.NewReplacer("\n", `\n`, "\t", `\t`)

func oneLine(s string) string { return Clean(breaks.Replace(s)) }
