package secretversion

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/kurumi-krm/kurumi/pkg/rename"
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
		all := rename.WithoutSuffix("-"+suffix, []string{final})
		assert.Equal(t, []string{final, base}, all)
	})
}
