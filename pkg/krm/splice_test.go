package krm

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// spliceCases change the value of the last scalar "old" in a text to new.
var spliceCases = []struct{ why, text, new, want string }{
	{"a plain scalar", "a: old\n", "new", "a: new\n"},
	{"a plain scalar before a comment", "a: old   # c\nb: c\n", "new", "a: new   # c\nb: c\n"},
	{"a plain scalar at the end of the text", "a: old", "new", "a: new"},
	{"a plain scalar before a carriage return", "a: old\r\nb: c\r\n", "new", "a: new\r\nb: c\r\n"},
	{"a plain scalar before a tab", "a: old\t# c\n", "new", "a: new\t# c\n"},
	{"a plain scalar on the line behind its key", "a:\n    old\n", "new", "a:\n    new\n"},
	{"a plain scalar in a list", "- b\n-   old\n", "new", "- b\n-   new\n"},
	{"a plain scalar behind wide characters", "日本: {é: old} # 🎉\n", "new", "日本: {é: new} # 🎉\n"},
	{"a key", "old: b\n", "new", "new: b\n"},
	{"a key with spaces behind it", "old   : b\n", "new", "new   : b\n"},
	{"a key in a flow mapping", "{old: b, c: d}\n", "new", "{new: b, c: d}\n"},
	{"elements of flow collections", "a: [b,old ,c]\n", "new", "a: [b,new ,c]\n"},
	{"a value in a flow mapping", "a: {b: old}\n", "new", "a: {b: new}\n"},
	{"a quoted value in a flow mapping without a space", `{"b":"old"}`, "new", `{"b":"new"}`},
	{"a single-quoted scalar", "a: 'old' # c\n", "it's", "a: 'it''s' # c\n"},
	{"a single-quoted scalar with a quote in it", "a: 'it''s old'\n", "old", "a: 'old'\n"},
	{"a double-quoted scalar", "a: \"old\" # c\n", `a "b" \c`, "a: \"a \\\"b\\\" \\\\c\" # c\n"},
	{"a double-quoted scalar with escapes in it", `a: "\x6fld\t"` + "\n", "old", "a: \"old\"\n"},
	{"a double-quoted scalar with letters beyond ASCII", "a: \"öld\"\n", "né", "a: \"né\"\n"},

	{"a plain scalar that needs quotes as a glob", "a: old\n", "*.example.com", "a: '*.example.com'\n"},
	{"a plain scalar that needs quotes as a boolean", "a: old\n", "true", "a: \"true\"\n"},
	{"a plain scalar that needs quotes as a number", "a: old\n", "012", "a: \"012\"\n"},
	{"a plain scalar that needs quotes as a mapping", "a: old\n", "b: c", "a: 'b: c'\n"},
	{"a plain scalar that needs quotes as a comment", "a: old\n", "# c", "a: '# c'\n"},
	{"a plain scalar that becomes empty", "a: old\n", "", "a: \"\"\n"},
	{"a plain scalar that gets several lines", "a: old\nb: c\n", "x\ny\n", "a: \"x\\ny\\n\"\nb: c\n"},
	{"a plain scalar that gets spaces around it", "a: old\n", " x ", "a: ' x '\n"},
	{"a single-quoted scalar that gets several lines", "a: 'old'\n", "x\ny", "a: \"x\\ny\"\n"},
	{"a plain scalar in flow style that needs quotes", "a: [old]\n", "x, y", "a: [\"x, y\"]\n"},
	{"a carriage return, which is a line break", "a: 'old'\n", "x\ry", "a: \"x\\ry\"\n"},

	{"a plain scalar over lines", "a: old\n  text\n\n  here # c\nb: c\n", "new", "a: new # c\nb: c\n"},
	{"a quoted scalar over lines", "a: \"old\n  text\" # c\nb: c\n", "new", "a: \"new\" # c\nb: c\n"},
	{"a line of a literal", "a: |\n  x\n\n    old y\nb: c\n", "x\n\n  new y\n", "a: |\n  x\n\n    new y\nb: c\n"},
	{"a literal that strips its end", "a: |-\n  old\nb: c\n", "new", "a: |-\n  new\nb: c\n"},
	{"a literal that keeps its end", "a: |+\n  old\n\nb: c\n", "new\n\n", "a: |+\n  new\n\nb: c\n"},
	{"a literal with an indentation indicator", "a: |2\n    old\n  x\nb: c\n", "  new\nx\n", "a: |2\n    new\n  x\nb: c\n"},
	{"a literal with a comment in its header", "a: | # c\n  old\n", "new\n", "a: | # c\n  new\n"},
	{"a literal with carriage returns", "a: |\r\n  old\r\n  x\r\n", "new\nx\n", "a: |\r\n  new\r\n  x\r\n"},
	{"a literal in a list", "- |\n  old\n  x\n- b\n", "new\nx\n", "- |\n  new\n  x\n- b\n"},
	{"a folded scalar", "a: >-\n   old\n   text\nb: c\n", "new text", "a: >-\n   new text\nb: c\n"},
	{"a number", "a: 80 # c\n", "8080", "a: 8080 # c\n"},
}

// spliced gives the last scalar of a text that has "old" or "80" in it a value.
func spliced(t *testing.T, text, value string) (out []byte, ok bool) {
	t.Helper()
	root, _, err := parseTree([]byte(text), -1, new(arena))
	require.NoError(t, err)
	var before snapshot
	before.take(root)
	var n *yaml.Node
	for _, p := range scalarsOf(root) {
		if v := p.parent.Content[p.index].Value; strings.Contains(v, "old") || v == "öld" || v == "80" {
			n = p.parent.Content[p.index]
		}
	}
	n.Value = value
	changes := compare(before, root)
	require.False(t, changes.structural)
	out, _, ok = splice([]byte(text), changes.edits, changes.fields, new(arena))
	if ok {
		again, err := decode(out)
		require.NoError(t, err)
		require.True(t, sameValues(root, again), "reads as something else: %q", out)
	}
	return out, ok
}

func TestSplice(t *testing.T) {
	for _, tc := range spliceCases {
		t.Run(tc.why, func(t *testing.T) {
			out, ok := spliced(t, tc.text, tc.new)
			require.True(t, ok, "was not spliced")
			assert.Equal(t, tc.want, string(out))
		})
	}
}

// Where a node's position is not that of its text, or the new value does not fit
// where the old one stood, nothing is spliced; the object is encoded anew then.
func TestSpliceGivesUp(t *testing.T) {
	for why, tc := range map[string]struct{ text, new string }{
		"an anchor stands at the position":     {"a: &x old\n", "new"},
		"a tag stands at the position":         {"a: !!str old\n", "new"},
		"a literal gets more lines":            {"a: |\n  old\n", "new\nnewer\n"},
		"a number becomes a word":              {"a: 80\n", "eighty"},
		"a literal ends with a line of spaces": {"a: |\n  old\n     \n", "new\n   \n"},
		"a quoted scalar behind a tag":         {"a: !x 'old'\n", "new"},
	} {
		t.Run(why, func(t *testing.T) {
			_, ok := spliced(t, tc.text, tc.new)
			assert.False(t, ok)
		})
	}
}
