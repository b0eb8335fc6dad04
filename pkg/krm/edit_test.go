package krm

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// setField gives a field of an object another value.
func setField(key, value string) func(root *yaml.Node) {
	return func(root *yaml.Node) {
		if n := field(root, key); n != nil {
			n.Value = value
			return
		}
		root.Content = append(root.Content, str(key), str(value))
	}
}

func removeField(key string) func(root *yaml.Node) {
	return func(root *yaml.Node) {
		if i := fieldIndex(root, key); i >= 0 {
			root.Content = append(root.Content[:i:i], root.Content[i+2:]...)
		}
	}
}

func TestAnEditChangesNoMoreThanItsItem(t *testing.T) {
	for _, tc := range []struct {
		why, src string
		item     int
		change   func(root *yaml.Node)
		want     string
	}{
		{
			"a value in a list, with comments all around",
			list("# a\n- kind: A # b\n  # c\n  x:   'y' # d\n# e\n\n- kind: B\n"), 0, setField("x", "z"),
			list("# a\n- kind: A # b\n  # c\n  x:   'z' # d\n# e\n\n- kind: B\n"),
		}, {
			"a further field in a list",
			list("# a\n- kind: A # b\n  # c\n  x:   'y' # d\n# e\n\n- kind: B\n"), 0, setField("new", "z"),
			list("# a\n- kind: A # b\n  # c\n  x:   'y' # d\n  new: z\n# e\n\n- kind: B\n"),
		}, {
			"a further field in a list that is indented, with wide sequences",
			list("  - kind: A\n    x:\n      - y\n  - kind: B\n"), 0, setField("new", "z"),
			list("  - kind: A\n    x:\n      - y\n    new: z\n  - kind: B\n"),
		}, {
			"a comment behind the dash stays there",
			list("- # a\n  kind: A\n- kind: B\n"), 0, setField("new", "z"),
			list("- # a\n  kind: A\n  new: z\n- kind: B\n"),
		}, {
			"a further field in a list with carriage returns",
			"kind: List\r\nitems:\r\n- kind: A\r\n- kind: B\r\n", 0, setField("new", "z"),
			"kind: List\r\nitems:\r\n- kind: A\r\n  new: z\r\n- kind: B\r\n",
		}, {
			"the last item has no line break",
			list("- kind: A\n- kind: B"), 1, setField("new", "z"),
			list("- kind: A\n- kind: B\n  new: z"),
		}, {
			"a field that is gone takes its comments along",
			list("- kind: A\n  # b\n  x: y # c\n  # d\n  z: q\n"), 0, removeField("x"),
			list("- kind: A\n  # d\n  z: q\n"),
		}, {
			"aliases are written out where their object changes",
			list("- kind: &k A\n  x: *k\n  y: &y {a: b}\n- kind: &k B\n  x: *k\n"), 0, setField("x", "z"),
			list("- kind: A\n  x: z\n  y: {a: b}\n- kind: &k B\n  x: *k\n"),
		}, {
			"aliases stay where something else changes",
			list("- kind: &k A\n  x: *k\n  y: z\n"), 0, setField("y", "q"),
			list("- kind: &k A\n  x: *k\n  y: q\n"),
		}, {
			"a text that ends with blank lines does not take in those behind its object",
			list("- kind: A\n\n\n- kind: B\n"), 0, setField("new", "z\n\n"),
			list("- kind: A\n  new: \"z\\n\\n\"\n\n\n- kind: B\n"),
		}, {
			"a text that ends with blank lines stays as it was",
			list("- kind: A\n  x: |+\n    y\n\n- kind: B\n"), 0, setField("kind", "C"),
			list("- kind: C\n  x: |+\n    y\n\n- kind: B\n"),
		}, {
			"the last label goes, and the comment behind its key stays",
			list("- kind: A\n  labels: # b\n    c: d\n"), 0, func(root *yaml.Node) { field(root, "labels").Content = nil },
			list("- kind: A\n  # b\n  labels: {}\n"),
		}, {
			"a folded text of several paragraphs keeps them",
			list("- kind: A\n  x: >-\n    y\n      - z\n\n    q\n"), 0, setField("new", "z"),
			list("- kind: A\n  x: >-\n    y\n      - z\n\n    q\n  new: z\n"),
		},
	} {
		t.Run(tc.why, func(t *testing.T) {
			text, err := lists([]byte(tc.src))
			require.NoError(t, err)
			require.NoError(t, editWith(text.items[tc.item], tc.change))
			assert.Equal(t, tc.want, string(text.bytes()))
		})
	}
}

func TestAnEditOfADocument(t *testing.T) {
	for _, tc := range []struct {
		why, src string
		item     int
		want     string
	}{
		{"comments stay where they are", "# a\n\nkind: A # b\n# c\n---\n# d\nkind: B\n", 0, "# a\n\nkind: A # b\nnew: z\n# c\n---\n# d\nkind: B\n"},
		{"an object behind a marker", "kind: A\n--- {kind: B}\n", 1, "kind: A\n---\n{kind: B, new: z}\n"},
		{"an object of a List", "kind: List\nitems:\n- kind: A\n---\nkind: B\n", 0, "kind: List\nitems:\n- kind: A\n  new: z\n---\nkind: B\n"},
		{"an object of a List in flow style", "# a\n{kind: List, items: [{kind: A}]}\n---\nkind: B\n", 0, "# a\nkind: List\nitems:\n- kind: A\n  new: z\n---\nkind: B\n"},
		{"lone carriage returns", "# a\rkind: A\r---\rkind: B\r", 0, "# a\nkind: A\nnew: z\n---\rkind: B\r"},
		{"an anchor and the comments around it stay", "# a\n\nkind: &a A\n# b\n---\nkind: B\n", 0, "# a\n\nkind: &a A\nnew: z\n# b\n---\nkind: B\n"},
	} {
		t.Run(tc.why, func(t *testing.T) {
			docs, err := documents([]byte(tc.src))
			require.NoError(t, err)
			require.NoError(t, editWith(present([]*text{docs})[tc.item], setField("new", "z")))
			assert.Equal(t, tc.want, string(docs.bytes()))
		})
	}
}

func TestAnItemCanBeEditedAgain(t *testing.T) {
	text, err := lists([]byte(list("- # a\n  kind: A\n  x: y\n- kind: B\n")))
	require.NoError(t, err)
	it := text.items[0]
	require.NoError(t, editWith(it, setField("new", "z")))
	require.NoError(t, editWith(it, setField("x", "q")))
	require.NoError(t, editWith(it, removeField("new")))
	assert.Equal(t, list("- # a\n  kind: A\n  x: q\n- kind: B\n"), string(text.bytes()))
}

func TestACommentThatAnEditAddsIsWritten(t *testing.T) {
	for why, src := range map[string]string{
		"ordinary style":          "kind: A # b\nx: y # c\n",
		"what takes a full parse": "kind: A # b\nx: !!str y # c\n",
	} {
		t.Run(why, func(t *testing.T) {
			it := &Item{text: []byte(src), dash: -1}
			require.NoError(t, editWith(it, func(root *yaml.Node) { field(root, "x").LineComment = "# new" }))
			assert.Contains(t, string(it.text), "kind: A # b\n")
			assert.Contains(t, string(it.text), "y # new\n")
		})
	}
}

func TestAnEditThatFailsChangesNothing(t *testing.T) {
	const src = "kind: Secret\nstringData:\n  password: marker\n"
	it := &Item{text: []byte(src), dash: -1}
	err := it.edit(new(arena), func(obj *yaml.RNode) error {
		field(obj.YNode(), "kind").Value = "Other"
		return errors.New("no")
	})
	require.EqualError(t, err, "no")
	assert.Equal(t, src, string(it.text))

	// kyaml's own errors quote what they found.
	err = it.edit(new(arena), func(obj *yaml.RNode) error {
		return obj.PipeE(yaml.Lookup("stringData"), yaml.Lookup("password", "a"))
	})
	if err != nil {
		assert.NotContains(t, err.Error(), "marker")
	}
	err = it.edit(new(arena), func(obj *yaml.RNode) error {
		data := obj.Field("stringData").Value
		return yaml.ErrorIfInvalid(data, yaml.ScalarNode)
	})
	require.Error(t, err)
	assert.NotContains(t, err.Error(), "marker")
}

// TestBlankLinesBehindAnObjectAreNoneOfItsText takes the last field away, so that a text
// comes last which keeps all line breaks behind it.
func TestBlankLinesBehindAnObjectAreNoneOfItsText(t *testing.T) {
	for _, tc := range []struct{ text, want string }{
		{"a: |+\n", "a: \"\"\n"},
		{"a: |+\n    x\n", "a: |\n    x\n"},
		{"a: |+\n    x\n\n", "a: \"x\\n\\n\"\n"},
		{"a: |-\n    x\n", "a: |-\n    x\n"},
	} {
		src := "items:\n- kind: A\n  " + tc.text + "  z: 1\n\n\n"
		text, err := readList([]byte(src), "", 1)
		require.NoError(t, err)
		err = text.items[0].edit(new(arena), func(obj *yaml.RNode) error { return obj.PipeE(yaml.Clear("z")) })
		require.NoError(t, err)
		assert.Equal(t, "items:\n- kind: A\n  "+tc.want+"\n\n", string(text.bytes()))
	}
}
