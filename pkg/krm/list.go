package krm

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// parseList finds the items of a list with a full parse. The text that it
// returns is the one it was given, unless items stand in flow style or share
// anchors: then the list is written anew in block style, without anchors.
func parseList(src []byte) ([]byte, layout, error) {
	if len(src) > maxObject {
		return nil, layout{}, fmt.Errorf("has %d MiB, and more than %d MiB is read in plain block style only", len(src)>>20, maxObject>>20)
	}
	root, err := decode(src)
	if err != nil {
		return nil, layout{}, err
	}
	if root.Kind != yaml.MappingNode {
		return nil, layout{}, fmt.Errorf("is no ResourceList but %s", describe(root))
	}
	if err := checkKeys(root); err != nil {
		return nil, layout{}, err
	}
	if lay, ok := placeItems(src, root); ok && lay.holds(src, root) {
		return src, lay, nil
	}
	c := cleaner{budget: maxExpansion}
	if err := c.clean(root, false); err != nil {
		return nil, layout{}, err
	}
	w := listWriter{lay: layout{sections: map[string]span{}, dash: -1, anew: true}}
	err = w.write(root)
	return w.Bytes(), w.lay, err
}

// A listWriter writes a list in block style, one item at a time.
type listWriter struct {
	bytes.Buffer
	lay layout
}

func (w *listWriter) write(root *yaml.Node) error {
	blockStyle(root)
	w.comment(root.HeadComment)
	for pair := range slices.Chunk(root.Content, 2) {
		sec := span{start: w.Len()}
		if err := w.field(pair); err != nil {
			return err
		}
		sec.end = w.Len()
		w.lay.sections[pair[0].Value] = sec
	}
	w.lay.tail = w.Len()
	w.comment(root.FootComment)
	return nil
}

func (w *listWriter) comment(text string) {
	if text != "" {
		w.WriteString(text + "\n")
	}
}

// field writes one of the list's own fields.
func (w *listWriter) field(pair []*yaml.Node) error {
	key, value := pair[0], pair[1]
	switch {
	case key.Value == "items" && !isListOrNull(value):
		return fmt.Errorf("has items that are no list but %s", describe(value))
	case key.Value == "items" && len(value.Content) > 0:
		w.comment(key.HeadComment)
		w.WriteString(strings.TrimSpace("items: "+key.LineComment) + "\n")
		if err := w.items(value.Content); err != nil {
			return err
		}
		w.comment(key.FootComment)
		return nil
	}
	only := Item{dash: -1}
	if err := only.encode(&yaml.Node{Kind: yaml.MappingNode, Tag: yaml.NodeTagMap, Content: pair}); err != nil {
		return fmt.Errorf("has a field %.60q that %w", key.Value, err)
	}
	w.Write(only.text)
	return nil
}

func (w *listWriter) items(items []*yaml.Node) error {
	w.lay.dash = 0
	for i, n := range items {
		it := Item{dash: 0}
		var err error
		if n.Kind == yaml.MappingNode {
			err = it.encode(n)
		} else {
			it.text, err = encodeTree(n, nil, 0) // a mistake, but not this one's to tell
		}
		if err != nil {
			return fmt.Errorf("has an item %d that %w", i+1, err)
		}
		start := w.Len()
		w.Write(it.text)
		id := identity{it.APIVersion, it.Kind, it.Name, it.Namespace}
		w.lay.items = append(w.lay.items, span{start: start, end: w.Len(), id: id, odd: it.Kind == ""})
	}
	return nil
}

func isListOrNull(n *yaml.Node) bool {
	return n == nil || n.Kind == yaml.SequenceNode || n.Kind == yaml.ScalarNode && n.Tag == yaml.NodeTagNull
}

func blockStyle(n *yaml.Node) {
	if len(n.Content) > 0 {
		n.Style &^= yaml.FlowStyle
	}
	for _, child := range n.Content {
		blockStyle(child)
	}
}
