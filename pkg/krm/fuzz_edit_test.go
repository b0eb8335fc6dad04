package krm

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// newValues are what functions may put into scalars, most of it hard to write.
var newValues = []string{
	"x", "pr-12.example.com", "*.example.com", "true", "012", "a: b", "# x", "a #b", "", " a", "a ", "a\nb", "a\nb\n", "\n", "\n\n", " \n a", "a\n\n b \n",
	"日本", "é", "🎉", "a\tb", "\t", "'", "\"", "it's \"q\"", "{a}", "[a]", "- a", "&a", "*a", "!t", "null", "~", "1e3", "0x1f", "2001-01-01", "a:", ":", "?", "? a",
	"|", ">", "%", "@a", "`", "=", "\u0085", "a\u2028b", "\ufeff", "a\rb", "a\r\nb", "\x01", "\x7f", "\x00", "---", "...", "--- a", "\n---\n", "{{ x }}", "$(x)", "\\", "a\\nb",
	"y", "No", ".inf", "1:30", strings.Repeat("long ", 300), "a  b", ",", "a, b", "[", "}", "a]", "#", "a#", "-", "-a", "+1", "_", "<",
}

// A chooser makes decisions out of a row of bytes.
type chooser struct {
	bytes        []byte
	edited       []yaml.Node // the scalars that got new values, as they were
	restructured bool
}

func (c *chooser) choose(n int) int {
	if len(c.bytes) == 0 || n == 0 {
		return 0
	}
	v := int(c.bytes[0])
	c.bytes = c.bytes[1:]
	return v % n
}

// A place is a scalar in a tree.
type place struct {
	parent *yaml.Node
	index  int
}

func scalarsOf(n *yaml.Node) []place {
	var all []place
	for i, child := range n.Content {
		if child.Kind == yaml.ScalarNode {
			all = append(all, place{n, i})
		}
		all = append(all, scalarsOf(child)...)
	}
	return all
}

// editScalars changes some scalars of a tree, as functions do: it sets a node's
// value, or puts a new node in its place.
func (c *chooser) editScalars(root *yaml.Node) {
	all := scalarsOf(root)
	for range 1 + c.choose(3) {
		if len(all) == 0 {
			return
		}
		p := all[c.choose(len(all))]
		value := newValues[c.choose(len(newValues))]
		n := p.parent.Content[p.index]
		if n.Value != value || n.Tag != yaml.NodeTagString {
			c.edited = append(c.edited, *n)
		}
		if c.choose(2) == 0 && (n.Tag == yaml.NodeTagString || n.Style&yaml.TaggedStyle != 0) {
			n.Value = value
		} else {
			p.parent.Content[p.index] = &yaml.Node{Kind: yaml.ScalarNode, Tag: yaml.NodeTagString, Value: value}
		}
	}
}

// edit changes a tree: its scalars, its structure or both.
func (c *chooser) edit(root *yaml.Node) {
	what := c.choose(3)
	if what > 0 {
		c.restructure(root)
	}
	if what != 1 {
		c.editScalars(root)
	}
}

// restructure adds or removes something.
func (c *chooser) restructure(root *yaml.Node) {
	c.restructured = true
	all := collections(root)
	n := all[c.choose(len(all))]
	value := str(newValues[c.choose(len(newValues))])
	if c.choose(3) == 0 {
		value = mapping("new", value)
	}
	step := 1
	added := []*yaml.Node{value}
	if n.Kind == yaml.MappingNode {
		step = 2
		added = []*yaml.Node{str(newValues[c.choose(len(newValues))]), value}
	}
	at := step * c.choose(len(n.Content)/step+1)
	if c.choose(3) == 0 && at < len(n.Content) {
		n.Content = slices.Delete(n.Content, at, at+step)
		return
	}
	n.Content = slices.Insert(n.Content, at, added...)
}

func copyTree(n *yaml.Node) *yaml.Node {
	cp := *n
	cp.Content = nil
	for _, child := range n.Content {
		cp.Content = append(cp.Content, copyTree(child))
	}
	return &cp
}

// allUnique leaves out trees that no function should make.
func allUnique(n *yaml.Node) bool {
	if n.Kind == yaml.MappingNode && (checkKeys(n) != nil || fieldIndex(n, "<<") >= 0) {
		return false
	}
	for i, child := range n.Content {
		if !allUnique(child) || n.Kind == yaml.MappingNode && i%2 == 0 && child.Tag == yaml.NodeTagNull {
			return false
		}
	}
	return true
}

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
	if _, err := it.parse(); err != nil || it.list != nil {
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
	got, err := it.parse()
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
		want, err := text.items[i].parse()
		if err != nil {
			continue
		}
		got, err := other.parse()
		require.NoError(t, err)
		require.True(t, sameValues(want, got), "an item reads as something else in the whole: %q", all)
	}
}

func editWith(it *Item, change func(root *yaml.Node)) error {
	return it.edit(func(obj *yaml.RNode) error {
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
