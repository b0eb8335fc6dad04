package krm

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"sigs.k8s.io/kustomize/kyaml/yaml"
)

const (
	// maxObject bounds what is parsed into a tree, which takes some twenty times
	// the text. Kubernetes itself takes no object over 3 MiB.
	maxObject = 16 << 20
	// maxExpansion bounds the nodes that aliases may add to one object.
	maxExpansion = 100_000
)

// gaveUp begins the message where yaml.v3 itself has a mistake.
const gaveUp = "the YAML reader gave up"

// parseTree parses one YAML document into a tree in which every alias stands
// for a copy of its own and every merge key is resolved, so that whoever edits
// the tree needs to know of neither. A node that has no place of its own in the
// text, or shares it with others, has Line 0. bare tells that the comments are
// missing: see quickTree. The tree may stand in the arena's memory. dash is the column
// of a dash on the first line that counts as a space, or -1.
func parseTree(text []byte, dash int, a *arena) (root *yaml.Node, bare bool, err error) {
	if len(text) > maxObject {
		return nil, false, fmt.Errorf("has %d MiB, and more than %d MiB is not read: Kubernetes takes no object over 3 MiB", len(text)>>20, maxObject>>20)
	}
	if root, bare = quickTree(text, dash, a); bare {
		return root, bare, nil
	}
	if root, err = decode(withoutDash(text, dash)); err != nil {
		return nil, false, err
	}
	c := cleaner{budget: maxExpansion}
	return root, false, c.clean(root, false)
}

// withoutDash is a text with a space in the place of the dash in a column of its first
// line, which makes an item a document of its own without moving anything.
func withoutDash(text []byte, dash int) []byte {
	if dash < 0 {
		return text
	}
	doc := bytes.Clone(text)
	doc[dash] = ' '
	return doc
}

// decode reads a text of one document with yaml.v3, which by itself leaves unread
// what follows the first, however broken. The recover is for what yaml.v3 calls
// an internal error: no input may end in a panic.
func decode(text []byte) (root *yaml.Node, err error) {
	defer func() {
		if r := recover(); r != nil {
			root, err = nil, fmt.Errorf("%s: %v", gaveUp, r)
		}
	}()
	dec := yaml.NewDecoder(bytes.NewReader(text))
	var doc, second yaml.Node
	switch err := dec.Decode(&doc); {
	case errors.Is(err, io.EOF):
		return nil, errEmpty
	case err != nil:
		return nil, err
	}
	switch err := dec.Decode(&second); {
	case err == nil:
		return nil, fmt.Errorf("line %d: a second document starts here", second.Line)
	case !errors.Is(err, io.EOF):
		return nil, err
	}
	root = doc.Content[0]
	root.HeadComment = joinComments(doc.HeadComment, root.HeadComment)
	root.FootComment = joinComments(root.FootComment, doc.FootComment)
	return root, nil
}

// joinComments puts a document's comments to those of its content, which is all
// that is kept of it.
func joinComments(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "\n\n" + b
}

// checkKeys refuses a mapping that names a key twice, since readers disagree on
// which of the two counts, and keys that are no scalars, which no API knows.
func checkKeys(n *yaml.Node) error {
	if isAscending(n.Content) {
		return nil
	}
	var seen map[string]bool
	if len(n.Content) > 32 {
		seen = make(map[string]bool, len(n.Content)/2)
	}
	for i := 0; i < len(n.Content); i += 2 {
		k := n.Content[i]
		switch k.Kind {
		case yaml.ScalarNode:
		case yaml.AliasNode: // not resolved yet
			continue
		default:
			return fmt.Errorf("line %d: a key is %s; if this is a template, put it in quotes", k.Line, describe(k))
		}
		var twice bool
		if seen != nil {
			twice, seen[k.Value] = seen[k.Value], true
		} else {
			twice = fieldIndex(n, k.Value) < i
		}
		if twice {
			return fmt.Errorf("line %d: key %q stands there twice", k.Line, k.Value)
		}
	}
	return nil
}

// isAscending reports whether keys are scalars in the order of the alphabet, as most
// tools write them. Then none stands there twice.
func isAscending(pairs []*yaml.Node) bool {
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i].Kind != yaml.ScalarNode || i > 0 && pairs[i-2].Value >= pairs[i].Value {
			return false
		}
	}
	return true
}

// fieldIndex is the index of the key in n.Content, or -1.
func fieldIndex(n *yaml.Node, key string) int {
	for i := 0; i < len(n.Content); i += 2 {
		if n.Content[i].Value == key && n.Content[i].Kind == yaml.ScalarNode {
			return i
		}
	}
	return -1
}

// field is the value of a mapping's field, or nil.
func field(n *yaml.Node, key string) *yaml.Node {
	if n == nil || n.Kind != yaml.MappingNode {
		return nil
	}
	if i := fieldIndex(n, key); i >= 0 {
		return n.Content[i+1]
	}
	return nil
}
