package krm

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// An Item is one object of the input. Its identity is known without parsing it;
// most items are never parsed.
type Item struct {
	APIVersion string
	Kind       string
	Name       string
	Namespace  string

	text  []byte       // as it stands now, from its first line on
	dash  int          // column of the dash before it in a list, or -1
	line  int          // number of its first line in the input, or 0
	index int          // its place among the input's items
	file  *File        // where it was read, once that is known
	read  *ResourceRef // its identity in the input, once it has another one

	start, end int   // its span in the text it came from
	list       *text // the items inside it, where it is a List
	gone       bool  // it is not written
	beside     *Item // what it was added beside
}

// Group is the API group, empty for Kubernetes' core.
func (it *Item) Group() string {
	group, _, ok := strings.Cut(it.APIVersion, "/")
	if !ok {
		return ""
	}
	return group
}

// Text is the object's text as it stands now. It is not to be changed.
func (it *Item) Text() []byte { return it.text }

// ref names the object as results do: as it stands in the input, where whoever
// reads them has to find it.
func (it *Item) ref() *ResourceRef {
	if it.read != nil {
		return it.read
	}
	return &ResourceRef{APIVersion: it.APIVersion, Kind: it.Kind, Name: it.Name, Namespace: it.Namespace}
}

// String names the object as messages do: kind, namespace and name in the input.
func (it *Item) String() string { return it.ref().String() }

// parse reads the object's text into a tree whose lines and columns are those of
// the text, and tells whether comments are missing.
func (it *Item) parse(a *arena) (root *yaml.Node, bare bool, err error) {
	root, bare, err = parseTree(it.text, it.dash, a)
	switch {
	case errors.Is(err, errEmpty) && it.dash >= 0:
		return nil, false, errors.New("is no object but null")
	case err != nil:
		return nil, false, explain(err, it.line)
	case root.ShortTag() == yaml.NodeTagNull && it.dash < 0:
		return nil, false, errEmpty
	case root.Kind != yaml.MappingNode:
		return nil, false, fmt.Errorf("is no object but %s", describe(root))
	}
	return root, bare, nil
}

// document is the text as a document of its own.
func (it *Item) document() []byte { return withoutDash(it.text, it.dash) }

// identify reads the identity with a full parse, where the scanner was unsure.
func (it *Item) identify() error {
	if it.Kind != "" {
		return nil
	}
	err := it.look(it.setIdentity)
	if err == nil && it.Kind == "" {
		return errors.New("has no kind")
	}
	return err
}

// look calls fn with the object's tree, of which it may keep nothing.
func (it *Item) look(fn func(root *yaml.Node)) error {
	a := arenas.Get().(*arena)
	defer a.done()
	root, _, err := it.parse(a)
	if err == nil {
		fn(root)
	}
	return err
}

// isList reports whether the object is a list of objects.
func (it *Item) isList() bool { return it.Kind == "List" || it.Kind == "ResourceList" }

func (it *Item) setIdentity(root *yaml.Node) {
	meta, known := field(root, "metadata"), it.Kind != ""
	for _, f := range []struct {
		into *string
		now  string
	}{
		{&it.APIVersion, stringField(root, "apiVersion")},
		{&it.Kind, stringField(root, "kind")},
		{&it.Name, stringField(meta, "name")},
		{&it.Namespace, stringField(meta, "namespace")},
	} {
		if *f.into != f.now {
			if known && it.read == nil {
				it.read = it.ref()
			}
			*f.into = strings.Clone(f.now) // a value may be a piece of its object's whole text
		}
	}
}

// stringField is the value of a scalar field, or nothing. A number counts by its
// text: it is wrong there, but it tells which object is meant.
func stringField(n *yaml.Node, key string) string {
	f := field(n, key)
	if f == nil || f.Kind != yaml.ScalarNode || f.Tag == yaml.NodeTagNull {
		return ""
	}
	return f.Value
}

// noteFile notes where the host read the item, which its annotations tell.
func (it *Item) noteFile(root *yaml.Node) {
	if it.file != nil {
		return
	}
	it.file = &File{}
	notes := field(field(root, "metadata"), "annotations")
	for i, name := range pathNotes {
		if path := stringField(notes, name); path != "" {
			it.file.Path = strings.Clone(path)
			it.file.Index, _ = strconv.Atoi(stringField(notes, indexNotes[i]))
			return
		}
	}
}

// origin is the file for a result, nil where nobody knows it.
func (it *Item) origin() *File {
	if it.file == nil {
		if it.look(it.noteFile) != nil {
			return nil
		}
	}
	if it.file.Path == "" {
		return nil
	}
	return it.file
}

// describe names what a node is, for messages.
func describe(n *yaml.Node) string {
	switch {
	case n.Kind == yaml.SequenceNode:
		return "a list"
	case n.Kind == yaml.MappingNode:
		return "a mapping"
	case n.ShortTag() == yaml.NodeTagNull:
		return "null"
	case n.ShortTag() == yaml.NodeTagString:
		return "a text"
	}
	return "a number or boolean"
}
