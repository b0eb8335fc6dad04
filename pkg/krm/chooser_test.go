package krm

import (
	"slices"
	"strings"

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
		value = newField(value)
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
