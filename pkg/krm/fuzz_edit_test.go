package krm

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// FuzzEdit edits items of lists, and looks at what became of them.
func FuzzEdit(f *testing.F) {
	for _, src := range allLists() {
		f.Add([]byte(src), []byte("\x00\x01\x02\x03\x04\x05\x06\x07"))
		f.Add([]byte(src), []byte("\x00\x02\x04\x01\x01\x09\x0d\x01\x00\x03"))
	}
	f.Fuzz(func(t *testing.T, in, choices []byte) {
		c := chooser{bytes: choices}
		checkEdit(t, in, lists, &c, c.edit)
	})
}

// FuzzEditLines does the same for lists that are composed of lines.
func FuzzEditLines(f *testing.F) {
	f.Add([]byte("\x18\x00\x1a\x01"), []byte("\x00\x01\x02\x03\x04\x05\x06\x07"))
	f.Fuzz(func(t *testing.T, lines, choices []byte) {
		c := chooser{bytes: choices}
		checkEdit(t, []byte(list("- kind: A\n  x: y\n"+compose(lines))), lists, &c, c.edit)
	})
}

// FuzzEditDocuments does the same for streams of documents.
func FuzzEditDocuments(f *testing.F) {
	f.Add([]byte("\x18\x00\x1a\x01\x18\x00"), []byte("\x00\x01\x02\x03\x04\x05\x06\x07"))
	f.Fuzz(func(t *testing.T, lines, choices []byte) {
		c := chooser{bytes: choices}
		checkEdit(t, []byte("kind: A\n---\nkind: B\nx: y\n"+compose(lines)), documents, &c, c.edit)
	})
}

// lists and documents are the two ways to read a text.
func lists(src []byte) (*text, error) {
	text, err := readList(src, "", 1)
	if err == nil && len(text.identify()) > 0 {
		return nil, errors.New("has items that are no objects")
	}
	return text, err
}

func documents(src []byte) (*text, error) {
	text, problems := readDocuments(src, "")
	if len(problems) > 0 {
		return nil, problems[0].err
	}
	return text, nil
}

// checkEdit changes one item of a text and holds the result against the tree
// that the edit left.
func checkEdit(t *testing.T, src []byte, read func([]byte) (*text, error), c *chooser, change func(root *yaml.Node)) {
	t.Helper()
	src, err := checkEncoding(src)
	if err != nil {
		return
	}
	text, err := read(src)
	if err != nil || len(text.items) == 0 {
		return
	}
	it := text.items[c.choose(len(text.items))]
	if _, _, err := it.parse(new(arena)); err != nil || it.list != nil {
		return
	}
	before := bytes.Clone(it.text)
	require.NoError(t, editWith(it, func(*yaml.Node) {}))
	require.Equal(t, string(before), string(it.text), "an edit that changes nothing changed something")

	var want *yaml.Node
	err = editWith(it, func(root *yaml.Node) {
		change(root)
		want = copyTree(root)
	})
	if want == nil || !allUnique(want) {
		return
	}
	require.NoError(t, err)
	got, _, err := it.parse(new(arena))
	require.NoError(t, err, "cannot be read any more: %q", it.text)
	require.True(t, sameValues(want, got), "reads as something else: %q\nwas: %q", it.text, before)

	if !c.restructured {
		requireConfined(t, c.edited, string(before), string(it.text))
	}
	requireNeighbours(t, text, it, read)
}

// requireNeighbours checks that all other items are what they were, also to
// whoever reads the whole.
func requireNeighbours(t *testing.T, text *text, it *Item, read func([]byte) (*text, error)) {
	t.Helper()
	if _, err := stream(text.src); err != nil || text.lay.anew {
		return
	}
	all := text.bytes()
	require.Equal(t, string(text.src[:it.start]), string(all[:it.start]))
	require.Equal(t, string(text.src[it.end:]), string(all[len(all)-len(text.src)+it.end:]))
	if it.Kind == "" || it.isList() {
		return
	}
	again, err := read(all)
	require.NoError(t, err, "the whole cannot be read any more: %q", all)
	require.Len(t, again.items, len(text.items), "%q", all)
	for i, other := range again.items {
		want, _, err := text.items[i].parse(new(arena))
		if err != nil {
			continue
		}
		got, _, err := other.parse(new(arena))
		require.NoError(t, err)
		require.True(t, sameValues(want, got), "an item reads as something else in the whole: %q", all)
	}
}

func editWith(it *Item, change func(root *yaml.Node)) error {
	return it.edit(new(arena), func(obj *yaml.RNode) error {
		change(obj.YNode())
		return nil
	})
}

// requireConfined checks that new values of ordinary scalars on one line touch
// nothing but those scalars.
func requireConfined(t *testing.T, edited []yaml.Node, before, after string) {
	t.Helper()
	if len(after) > len(before)+1000 || strings.Contains(before, "<<") {
		return // a key of that length needs a line of its own; merge keys are written out
	}
	was, is := strings.SplitAfter(before, "\n"), strings.SplitAfter(after, "\n")
	first := map[int]int{} // the first column that may differ, by line
	for _, n := range edited {
		if n.Line == 0 || n.Line > len(was) || !scannable([]byte(before)) {
			return
		}
		col := offset([]byte(was[n.Line-1]), []int{0}, 1, n.Column)
		if col < 0 || !oneLineToken(&n, was[n.Line-1][col:]) {
			return
		}
		if other, ok := first[n.Line]; !ok || col < other {
			first[n.Line] = col
		}
	}
	require.Len(t, is, len(was), "%q\nwas: %q", after, before)
	for i := range was {
		if col, ok := first[i+1]; ok {
			require.True(t, strings.HasPrefix(is[i], was[i][:col]), "%q\nwas: %q", after, before)
		} else {
			require.Equal(t, was[i], is[i])
		}
	}
}

// oneLineToken reports whether text begins with all of the string n.
func oneLineToken(n *yaml.Node, text string) bool {
	switch n.Style {
	case 0:
		return n.Tag == yaml.NodeTagString && n.Value != "" && strings.HasPrefix(text, n.Value)
	case yaml.SingleQuotedStyle, yaml.DoubleQuotedStyle:
		return closeQuote([]byte(text), 0, len(text)) > 0
	}
	return false
}
