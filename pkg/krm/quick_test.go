package krm

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// sameTree compares all that quickTree promises: everything but comments.
var sameTree = cmp.Options{
	cmpopts.IgnoreFields(yaml.Node{}, "HeadComment", "LineComment", "FootComment"),
	cmpopts.EquateEmpty(),
}

func TestQuickTreeReadsOrdinaryManifests(t *testing.T) {
	for name, text := range map[string]string{
		"a comment on every line":          "# head\na: 1 # one\n# between\nb: x # two\n# foot\n",
		"both sequence styles":             "a:\n- x\n- y: 1\n  z: 2\nb:\n  - x\n  - - p\n    - q\n",
		"literals with every chomping":     "a: |\n  x\n\n   y\n\nb: |-\n  x\n\nc: |+\n  x\n\nd: 1\n",
		"a literal in a sequence":          "a:\n- |\n  x\n- y: |\n    z\n  q: 1\n",
		"quoted scalars and keys":          "\"a\": 'x # y'\n'b c': \"z: q\"\n",
		"null values":                      "a:\nb:\n  c:\nd: null\ne: ~\n",
		"empty collections":                "a: {}\nb: [] # none\n",
		"every scalar type":                "a: 1\nb: 1.5\nc: true\nd: yes\ne: 2001-12-14\nf: 0x1f\ng: .inf\nh: 1e3\ni: -3\nj: 012\n",
		"values with colons":               "a: http://x:80/y\nb: x:y\nc: a#b\n",
		"letters beyond ASCII":             "é: ü # ö\nb: 日本\n",
		"a document indented as a whole":   "  a: 1\n  b:\n  - 2\n",
		"dashes on lines of their own":     "a:\n-\n  x: 1\n-\n  - y\n",
		"no line break at the end":         "a: 1\nb: x",
		"a key that looks like a document": "---a: 1\n",
	} {
		t.Run(name, func(t *testing.T) {
			got, ok := quickTree([]byte(text), -1, new(arena))
			want, err := decode([]byte(text))
			require.NoError(t, err)
			if name == "a key that looks like a document" {
				assert.False(t, ok)
				return
			}
			require.True(t, ok)
			assert.Empty(t, cmp.Diff(want, got, sameTree))
		})
	}
}

func TestWhatIsPlain(t *testing.T) {
	text := []byte("a: bc\nd: ef gh\n~") // more than eight bytes
	require.True(t, isPlain(text))
	for i := range text {
		for c := range 256 {
			other := bytes.Clone(text)
			other[i] = byte(c)
			require.Equal(t, c >= ' ' && c <= '~' || c == '\n', isPlain(other), "%q", other)
		}
	}
}

func TestQuickTreeGivesUp(t *testing.T) {
	for name, text := range map[string]string{
		"an anchor":                        "a: &x 1\n",
		"an alias":                         "a: &x 1\nb: *x\n",
		"a tag":                            "a: !!str 1\n",
		"a merge key":                      "<<: {a: 1}\n",
		"a plain scalar over two lines":    "a: x\n  y\n",
		"a quoted scalar over two lines":   "a: \"x\n  y\"\n",
		"an escape":                        "a: \"x\\n\"\n",
		"a doubled quote":                  "a: 'it''s'\n",
		"a folded scalar":                  "a: >\n  x\n",
		"an explicit indentation":          "a: |2\n   x\n",
		"a flow collection with content":   "a: [1]\n",
		"a complex key":                    "? a\n: b\n",
		"a document marker":                "---\na: 1\n",
		"a tab before a comment":           "a: x\t# y\n",
		"CRLF":                             "a: 1\r\n",
		"a scalar document":                "x\n",
		"a literal without a break at end": "a: |\n  x",
		"wrong indentation":                "a: 1\n  b: 2\n",
	} {
		t.Run(name, func(t *testing.T) {
			_, ok := quickTree([]byte(text), -1, new(arena))
			assert.False(t, ok)
		})
	}
}

func TestGraftedCommentsAreThoseOfTheFullParse(t *testing.T) {
	text := []byte("# head\na: 1 # one\n# between\nb:\n# first\n- x # two\n# foot of b\n\nc: 3\n# foot\n")
	quick, ok := quickTree(text, -1, new(arena))
	require.True(t, ok)
	var before snapshot
	before.take(quick)
	require.NoError(t, graftComments(text, before))
	full, err := decode(text)
	require.NoError(t, err)
	assert.Empty(t, cmp.Diff(full, quick, cmpopts.EquateEmpty()))
}

func FuzzQuickTree(f *testing.F) {
	files, err := filepath.Glob("../../functions/*/testdata/*/input/*.yaml")
	require.NoError(f, err)
	for _, name := range files {
		data, err := os.ReadFile(name)
		require.NoError(f, err)
		f.Add(data)
	}
	f.Add([]byte("a: |\n  x\n\n# y\nb:\n- c: 'd' # e\n  f: {}\n-\n  - 1\n"))
	f.Add([]byte("a:   b c  # d\n'e': \"f\"\n\"g\" : h\ni:\n  j: |+\n\n    k\n\n\nl: ~\n"))
	f.Add([]byte("- a\n- b:\n  - c\n  d: |-\n    e\n      f\n"))
	f.Add([]byte("a: -1\nb: - 2\nc: ?x\nd: :y\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		got, ok := quickTree(text, -1, new(arena))
		if !ok {
			return
		}
		want, err := decode(text)
		if err != nil {
			t.Fatalf("quickTree read what yaml.v3 refuses: %v\n%q", err, text)
		}
		if diff := cmp.Diff(want, got, sameTree); diff != "" {
			t.Fatalf("%q:\n%s", text, diff)
		}
	})
}
