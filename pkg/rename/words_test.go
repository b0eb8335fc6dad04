package rename

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestWords(t *testing.T) {
	for text, want := range map[string][]string{
		"":                               nil,
		"--secret=db,-x":                 {"secret", "db", "x"},
		"postgres://db.shop.svc:5432/db": {"postgres", "db.shop.svc", "5432", "db"},
		"the db.":                        {"the", "db"},
		"DB_NAME: my_db-":                {"DB_NAME", "my_db"},
		"...---":                         nil,
		"日db本":                           {"db"},
	} {
		var got []string
		for word := range words(text) {
			got = append(got, word)
		}
		assert.Equal(t, want, got, text)
		var bytes []string
		for word := range words([]byte(text)) {
			bytes = append(bytes, string(word))
		}
		assert.Equal(t, got, bytes)
	}
}

// FuzzWords holds the words against what they are defined as.
func FuzzWords(f *testing.F) {
	f.Add("--secret=db,-x. a.b-c")
	f.Fuzz(func(t *testing.T, text string) {
		got := []string{}
		for word := range words(text) {
			got = append(got, word)
		}
		want := strings.FieldsFunc(text, func(r rune) bool { return r > 127 || !isNameByte(byte(r)) })
		for i, word := range want {
			want[i] = strings.Trim(word, "-.")
		}
		assert.Equal(t, slices.DeleteFunc(want, func(w string) bool { return w == "" }), got)
	})
}
