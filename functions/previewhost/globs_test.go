package previewhost

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestMatchGlob(t *testing.T) {
	tests := []struct {
		name, pattern, s string
		want             bool
	}{
		{"without a star it is the string itself", "www.example.com", "www.example.com", true},
		{"and no other", "www.example.com", "www.example.org", false},
		{"and no longer one", "www.example.com", "www.example.com.au", false},
		{"a star stands for a label", "*.example.com", "www.example.com", true},
		{"a star stands for labels and the dots between them", "*.example.com", "a.b.example.com", true},
		{"a star stands for nothing too", "www*.example.com", "www.example.com", true},
		{"but the dot after it must be there", "*.example.com", "example.com", false},
		{"a star in the middle", "www.*.com", "www.example.com", true},
		{"a star at the end", "www.*", "www.example.com", true},
		{"a star alone matches everything", "*", "www.example.com", true},
		{"and nothing at all", "*", "", true},
		{"several stars, where the first place isn't the last", "*a*ab", "xaaab", true},
		{"pieces must not overlap", "ab*ba", "aba", false},
		{"two stars in a row are like one", "a**b", "ab", true},
		{"the end counts", "*a", "ab", false},
		{"a star matches the star of a wildcard host", "*.example.com", "*.example.com", true},
		{"a question mark is a question mark", "ww?.example.com", "www.example.com", false},
		{"no pattern matches only no string", "", "a", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			assert.Equal(t, tt.want, matchGlob(tt.pattern, tt.s))
		})
	}
}

func TestMatchGlobIsLinear(t *testing.T) {
	assertLinear(t, "stars", 1<<18, func(n int) {
		assert.False(t, matchGlob(strings.Repeat("*a", 100)+"*b", strings.Repeat("a", n)))
	})
}

func TestGlobsOverlap(t *testing.T) {
	tests := []struct {
		name, a, b string
		want       bool
	}{
		{"a name and itself", "a.example.com", "a.example.com", true},
		{"two names", "a.example.com", "b.example.com", false},
		{"a glob and a name that it matches", "*.example.com", "a.example.com", true},
		{"a glob and a name that it doesn't match", "*.example.com", "example.com", false},
		{"two globs where one is inside the other", "*.example.com", "a-*.example.com", true},
		{"two globs that share some names only", "a*", "*b", true},
		{"two globs that differ at the start", "a*", "b*", false},
		{"two globs that differ at the end", "*a", "*b", false},
		{"a star and nothing", "*", "", true},
		{"nothing and nothing", "", "", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			assert.Equal(t, tt.want, globsOverlap(tt.a, tt.b))
			assert.Equal(t, tt.want, globsOverlap(tt.b, tt.a))
		})
	}
}

func FuzzGlob(f *testing.F) {
	for _, seed := range [][3]string{
		{"*.example.com", "a-*.example.com", "www.example.com"}, {"a*b*", "*b*a", "abba"}, {"**", "*", ""}, {"a**b", "ab", "aab"}, {"", "a", "a"},
		{"*a*ab", "b*", "xaaab"}, {"\xff*", "*\xfe", "\xff\xfe"}, {"ab*ba", "aba*", "aba"}, {"*a*a*a", "a*", "aa"},
	} {
		f.Add(seed[0], seed[1], seed[2])
	}
	f.Fuzz(func(t *testing.T, a, b, s string) {
		inA, inB := matchGlob(a, s), matchGlob(b, s)
		if want := naiveGlob(a, s); inA != want {
			t.Errorf("matchGlob(%q, %q) = %v, a regexp says %v", a, s, inA, want)
		}
		if len(a)+len(b) > 1000 {
			return
		}
		overlap := globsOverlap(a, b)
		if inA && inB && !overlap {
			t.Errorf("%q and %q both match %q but don't overlap", a, b, s)
		}
		if overlap != globsOverlap(b, a) {
			t.Errorf("globsOverlap of %q and %q depends on their order", a, b)
		}
		small := squeeze(a, 5)
		other := squeeze(b, 5)
		if want := bruteOverlap(small, other); globsOverlap(small, other) != want {
			t.Errorf("globsOverlap(%q, %q) = %v, trying all strings says %v", small, other, !want, want)
		}
	})
}

// naiveGlob leaves the matching to a regular expression, byte by byte (as Latin-1, so that broken UTF-8 compares too).
func naiveGlob(pattern, s string) bool {
	pieces := strings.Split(pattern, "*")
	for i := range pieces {
		pieces[i] = regexp.QuoteMeta(latin1(pieces[i]))
	}
	return regexp.MustCompile(`(?s)\A` + strings.Join(pieces, ".*") + `\z`).MatchString(latin1(s))
}

func latin1(s string) string {
	runes := make([]rune, len(s))
	for i := range len(s) {
		runes[i] = rune(s[i])
	}
	return string(runes)
}

// squeeze maps any string to a short glob over a, b and *.
func squeeze(s string, most int) string {
	var b strings.Builder
	for i := range min(len(s), most) {
		if s[i] == '*' {
			b.WriteByte('*')
		} else {
			b.WriteByte("ab"[s[i]%2])
		}
	}
	return b.String()
}

// bruteOverlap tries every string over a and b. If two globs overlap, some string no longer than both together shows it:
// each of its characters is a literal of the one or the other.
func bruteOverlap(a, b string) bool {
	longest := len(a) + len(b)
	for n := range longest + 1 {
		for bits := range 1 << n {
			s := make([]byte, n)
			for i := range s {
				s[i] = "ab"[bits>>i&1]
			}
			if matchGlob(a, string(s)) && matchGlob(b, string(s)) {
				return true
			}
		}
	}
	return false
}
