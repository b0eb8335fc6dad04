package secretversion

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestSuffixOfVersion(t *testing.T) {
	for version, want := range map[string]string{
		"":                 "",
		"7":                "7",
		"v7":               "v7",
		"0123456789abcdef": "01234567",
		"01234567-dirty":   "01234567", // what is cut off may be anything
		"0123456-dirty":    "",
		"ABCDEF01":         "",
		"1.27.3":           "",
		"${COMMIT}":        "",
		"abc\n":            "",
		"größe":            "",
		"a bc":             "",
	} {
		got, ok := suffixOfVersion(version)
		assert.Equal(t, want != "", ok, version)
		if ok {
			assert.Equal(t, want, got, version)
		}
	}
}

func TestWithSuffix(t *testing.T) {
	for name, want := range map[string][2]string{
		"db":          {"db", "db-v7"},
		"db-v7":       {"db", "db-v7"},
		"db-v7-v7":    {"db-v7", "db-v7-v7"},
		"dbv7":        {"dbv7", "dbv7-v7"},
		"-v7":         {"-v7", "-v7-v7"}, // no name is left without it
		"db-v7.other": {"db-v7.other", "db-v7.other-v7"},
		"":            {"", ""},
	} {
		base, final := withSuffix(name, "v7")
		assert.Equal(t, want, [2]string{base, final}, name)
	}
	base, final := withSuffix("db", "")
	assert.Equal(t, [2]string{"db", "db"}, [2]string{base, final}, "nothing to end in")
}

func TestNamesWithoutTheSuffix(t *testing.T) {
	for name, tt := range map[string]struct{ names, want []string }{
		"under its plain name":                       {[]string{"db"}, []string{"db"}},
		"under its final name, which goes first":     {[]string{"db-v7"}, []string{"db-v7", "db"}},
		"with a prefix that kustomize added":         {[]string{"p-db", "db"}, []string{"p-db", "db"}},
		"the same, after it had its suffix":          {[]string{"p-db-v7", "db-v7"}, []string{"p-db-v7", "p-db", "db-v7", "db"}},
		"the same name twice, and what is no name":   {[]string{"db", "", "db"}, []string{"db"}},
		"a suffix and nothing else is a name itself": {[]string{"-v7"}, []string{"-v7"}},
	} {
		t.Run(name, func(t *testing.T) { assert.Equal(t, tt.want, withoutSuffix("-v7", tt.names)) })
	}
}

func TestWithPruneLast(t *testing.T) {
	assert.Equal(t, "PruneLast=true", withPruneLast(""))
	assert.Equal(t, "a=b,PruneLast=true", withPruneLast("a=b"))
	assert.Equal(t, "PruneLast=true , a=b", withPruneLast("PruneLast=true , a=b"))
	assert.Equal(t, "PruneLast=false,PruneLast=true", withPruneLast("PruneLast=false"))
}

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
		words(text, func(word string) { got = append(got, word) })
		assert.Equal(t, want, got, text)
		var bytes []string
		words([]byte(text), func(word []byte) { bytes = append(bytes, string(word)) })
		assert.Equal(t, got, bytes)
	}
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

// FuzzNames: a name gets a suffix once, whatever the two are, and it can be taken away again.
func FuzzNames(f *testing.F) {
	f.Add("db", "0123456789abcdef")
	f.Add("db-v7-v7", "v7")
	f.Add("-v7", "v7")
	f.Fuzz(func(t *testing.T, name, version string) {
		suffix, ok := suffixOfVersion(version)
		if !ok {
			return
		}
		assert.LessOrEqual(t, len(suffix), versionLength)
		assert.True(t, strings.HasPrefix(version, suffix))
		base, final := withSuffix(name, suffix)
		if name == "" {
			assert.Empty(t, final)
			return
		}
		assert.Equal(t, base+"-"+suffix, final)
		assert.Contains(t, []string{base, final}, name)
		b, again := withSuffix(final, suffix)
		assert.Equal(t, [2]string{base, final}, [2]string{b, again})
		all := withoutSuffix("-"+suffix, []string{final})
		assert.Equal(t, []string{final, base}, all)
	})
}
