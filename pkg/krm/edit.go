package krm

import (
	"bytes"
	"errors"

	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// edit parses the object into an arena, lets fn change the tree, and folds what has
// changed back into the text: scalars by splicing, anything else by encoding it anew.
func (it *Item) edit(a *arena, fn func(obj *yaml.RNode) error) error {
	root, bare, err := it.parse(a)
	if err != nil {
		return err
	}
	it.noteFile(root)
	before := &a.before
	before.take(root)
	obj := yaml.NewRNode(root)
	if err := fn(obj); err != nil {
		return withoutContent(err)
	}
	if root = obj.YNode(); root == nil || root.Kind != yaml.MappingNode {
		return errors.New("is no object any more")
	}
	changes := compare(*before, root)
	last := lastNode(root)
	newLast := last != (*before)[len(*before)-1].at
	takesBlanks := newLast && len(changes.fields) > 0 && isBlockScalar(last) // those behind the object
	if !changes.structural && !takesBlanks {
		if len(changes.edits)+len(changes.fields) == 0 || it.splice(changes, root, a) {
			it.setIdentity(root)
			return nil
		}
	}
	if bare && bytes.IndexByte(it.text, '#') >= 0 {
		if err := graftComments(it.document(), *before); err != nil {
			return explain(err, it.line)
		}
	}
	if newLast {
		closeText(last)
	}
	return it.encode(root)
}

// encode writes the object anew. yaml.v3 does not always write what it would read
// again; where quoting does not help, that is an error.
func (it *Item) encode(root *yaml.Node) error {
	for _, quoted := range []bool{false, true} {
		if quoted {
			quoteTexts(root)
		}
		text, err := encodeTree(root, it.text, it.dash)
		if err != nil {
			return err
		}
		if it.dash < 0 && isMarker(it.text) {
			text = append([]byte("---\n"), text...) // the object stood behind it on its line
		}
		if it.reads(text, root) {
			it.text = text
			it.setIdentity(root)
			return nil
		}
	}
	return errors.New("cannot be written as YAML that reads the same")
}

// splice puts the new values of scalars, and the fields that came or went, into
// the text, if that gives the tree that is wanted.
func (it *Item) splice(c *comparison, want *yaml.Node, a *arena) bool {
	text, sure, ok := splice(it.text, c.edits, c.fields, a)
	if !ok || !sure && !it.reads(text, want) {
		return false
	}
	it.text = text
	return true
}

// reads reports whether a text parses to the given tree.
func (it *Item) reads(text []byte, want *yaml.Node) bool {
	same := false
	spliced := Item{text: text, dash: it.dash}
	err := spliced.look(func(got *yaml.Node) { same = sameValues(got, want) })
	return err == nil && same
}

// sameValues compares two trees by what they mean: kinds, tags and values.
func sameValues(a, b *yaml.Node) bool {
	if a.Kind != b.Kind || a.ShortTag() != b.ShortTag() || len(a.Content) != len(b.Content) ||
		a.Value != b.Value && a.ShortTag() != yaml.NodeTagNull {
		return false
	}
	for i := range a.Content {
		if !sameValues(a.Content[i], b.Content[i]) {
			return false
		}
	}
	return true
}
