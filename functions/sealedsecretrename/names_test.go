package sealedsecretrename

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestWords(t *testing.T) {
	for text, want := range map[string][]string{
		"":                               nil,
		"db":                             {"db"},
		"--secret=db,-x":                 {"secret", "db", "x"},
		"postgres://db.shop.svc:5432/db": {"postgres", "db.shop.svc", "5432", "db"},
		"the db.":                        {"the", "db"},
		"DB_NAME: my_db-":                {"DB_NAME", "my_db"},
		"...---":                         nil,
		"日db本":                           {"db"},
	} {
		var got []string
		words(text, func(word string) { got = append(got, word) })
		assert.Equal(t, want, got, text)
		var bytes []string
		words([]byte(text), func(word []byte) { bytes = append(bytes, string(word)) })
		assert.Equal(t, got, bytes)
	}
}

func TestNamesWithoutTheSuffix(t *testing.T) {
	const suffix = "-2456789bcd"
	for name, tt := range map[string]struct {
		base  string
		names []string
		want  []string
	}{
		"under its base name":                       {"db", []string{"db"}, []string{"db"}},
		"under its final name":                      {"db", []string{"db" + suffix}, []string{"db"}},
		"with a prefix that kustomize added":        {"p-db", []string{"p-db", "db"}, []string{"p-db", "db"}},
		"the same, sealed before it got the prefix": {"p-db", []string{"p-db" + suffix, "db" + suffix}, []string{"p-db", "db", "db" + suffix}},
		"the same name twice":                       {"db", []string{"db", "db"}, []string{"db"}},
		"a suffix and nothing else":                 {"db", []string{suffix}, []string{suffix}},
	} {
		t.Run(name, func(t *testing.T) { assert.Equal(t, tt.want, withoutSuffix(tt.base, tt.base+suffix, tt.names)) })
	}
}

func TestWithPruneLast(t *testing.T) {
	assert.Equal(t, "PruneLast=true", withPruneLast(""))
	assert.Equal(t, "a=b,PruneLast=true", withPruneLast("a=b"))
	assert.Equal(t, "PruneLast=true , a=b", withPruneLast("PruneLast=true , a=b"))
}

// FuzzWords holds the words against what they are defined as.
func FuzzWords(f *testing.F) {
	f.Add("--secret=db,-x. a.b-c")
	f.Fuzz(func(t *testing.T, text string) {
		got := []string{}
		words(text, func(word string) { got = append(got, word) })
		want := strings.FieldsFunc(text, func(r rune) bool { return r > 127 || !isNameByte(byte(r)) })
		for i, word := range want {
			want[i] = strings.Trim(word, "-.")
		}
		assert.Equal(t, slices.DeleteFunc(want, func(w string) bool { return w == "" }), got)
	})
}
