package tell

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
)

func TestNothingSteersATerminal(t *testing.T) {
	for text, want := range map[string]string{
		"":                      "",
		"ä… \U0001f600 \uFFFD":  "ä… \U0001f600 \uFFFD",
		"a\n\tb":                "a\n\tb",
		"a\x1b[31m\a\r":         `a\x1b[31m\a\r`,
		"a\u202eb\u2066c\u200f": `a\u202eb\u2066c\u200f`, // they turn the direction of text
		"a\u009b31m\u0085\x7f":  `a\u009b31m\u0085\x7f`,
		"a\x9b31m\xff":          `a\x9b31m\xff`, // bytes that are no text
	} {
		assert.Equal(t, want, Clean(text))
	}
}

func TestNothingBreaksALineOfATable(t *testing.T) {
	texts := []string{"a\tb", "", "c\nd", "\x1b[2J", "e f"}
	assert.Equal(t, `a\tb`+"\t-\t"+`c\nd`+"\t"+`\x1b[2J`+"\te f", Cells(texts...))
	assert.Equal(t, "a\tb", texts[0], "they are the caller's")
}

func FuzzClean(f *testing.F) {
	for _, s := range []string{"", "a\n\tb", "ä…\uFFFD", "a\x1b[31m\r\u202e", "\x9b\xff", `\x1b`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := Clean(s)
		control := func(c rune) bool { return unicode.IsControl(c) && c != '\n' && c != '\t' }
		steering := func(c rune) bool { return control(c) || unicode.Is(unicode.Bidi_Control, c) }
		assert.False(t, strings.ContainsFunc(got, steering), "%q becomes %q", s, got)
		assert.True(t, utf8.ValidString(got), "%q becomes %q", s, got)
		if utf8.ValidString(s) && !strings.ContainsFunc(s, steering) {
			assert.Equal(t, s, got)
		}
		assert.Equal(t, got, Clean(got))
		assert.Equal(t, 2, strings.Count(Cells(s, s, s), "\t"))
	})
}
