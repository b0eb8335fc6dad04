package strict

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestClosest(t *testing.T) {
	words := []string{"host", "hosts", "whenMissing", "annotation", "rules", "to", "keep", "port"}
	for _, tc := range []struct{ name, word, want string }{
		{"equal but for case wins over everything", "HOSTS", "hosts"},
		{"a swap of neighbours is one slip", "hots", "host"},
		{"a letter too many", "keeep", "keep"},
		{"a letter left out", "ule", ""},
		{"a letter left out of a longer word", "rles", "rules"},
		{"two slips in a longer word", "anotatiom", "annotation"},
		{"a beginning is meant for the whole, and before a word two slips away", "ann", "annotation"},
		{"what was added to a word", "rulesList", "rules"},
		{"two letters alone begin too many words", "an", ""},
		{"two slips make any short word any other", "at", ""},
		{"one slip in a short word", "too", "to"},
		{"nothing near", "tlsSecretName", ""},
		{"nothing at all", "", ""},
		{"letters beyond ASCII count as one", "höst", "host"},
		{"a hostile word costs no more than a short one", strings.Repeat("ß", 1<<20), ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			assert.Equal(t, tc.want, Closest(tc.word, words))
		})
	}
	assert.Empty(t, Closest("host", nil))
	assert.Equal(t, "host", Closest("hosr", []string{"host", "hose"}), "of equals the first")
}

func TestDistance(t *testing.T) {
	for _, tc := range []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"a", "", 1}, {"ab", "ba", 1}, {"ca", "abc", 3}, {"kitten", "sitting", 3}, {"abcd", "badc", 2}, {"é", "e", 1},
	} {
		assert.Equal(t, tc.want, distance(tc.a, tc.b, 9), "%s %s", tc.a, tc.b)
		assert.Equal(t, tc.want, distance(tc.b, tc.a, 9), "%s %s", tc.b, tc.a)
	}
}
