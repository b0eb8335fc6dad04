package krm

import (
	"bytes"
	"errors"
	"fmt"
	"io"
)

// A text is a stretch of input with the items that stand in it. What stands
// between the items is written as it was read.
type text struct {
	src   []byte
	lay   layout
	items []*Item
}

// A problem is a mistake in the input, by the item that has it.
type problem struct {
	item *Item // nil for the input as a whole
	err  error
}

// checkEncoding refuses what is no UTF-8, and skips a byte order mark.
func checkEncoding(src []byte) ([]byte, error) {
	if bytes.HasPrefix(src, []byte("\xff\xfe")) || bytes.HasPrefix(src, []byte("\xfe\xff")) {
		return nil, errors.New("is UTF-16; save it as UTF-8")
	}
	src = bytes.TrimPrefix(src, []byte("\ufeff"))
	if at := validUTF8(src); at >= 0 {
		return nil, fmt.Errorf("line %d: byte 0x%02x is no UTF-8; save it as UTF-8", 1+bytes.Count(src[:at], []byte("\n")), src[at])
	}
	if len(bytes.TrimSpace(src)) == 0 {
		return nil, errEmpty
	}
	return src, nil
}

// readList finds the items of a ResourceList or List.
func readList(src []byte, where string) (*text, error) {
	lay, ok := scanList(src)
	if !ok {
		var err error
		if src, lay, err = parseList(src); err != nil {
			return nil, err
		}
	}
	t := &text{src: src, lay: lay}
	t.cut(where)
	return t, nil
}

// readDocuments finds the objects of a stream of YAML documents, those inside
// Lists too.
func readDocuments(src []byte, where string) (*text, []problem) {
	t := &text{src: src, lay: scanDocuments(src)}
	t.cut(where)
	var problems []problem
	kept := t.items[:0]
	for _, it := range t.items {
		if it.Kind == "" {
			err := it.identify()
			if errors.Is(err, errEmpty) {
				continue
			}
			if err != nil {
				problems = append(problems, problem{it, err})
			}
		}
		if it.Kind == "List" || it.Kind == "ResourceList" {
			list, err := readList(it.text, where)
			if err != nil {
				problems = append(problems, problem{it, err})
			}
			it.list = list
		}
		kept = append(kept, it)
	}
	t.items = kept
	return t, problems
}

// cut makes the items from the layout.
func (t *text) cut(where string) {
	t.items = make([]*Item, len(t.lay.items))
	slab := make([]Item, len(t.lay.items))
	line, at := 1, 0
	for i, s := range t.lay.items {
		line += bytes.Count(t.src[at:s.start], []byte("\n"))
		at = s.start
		slab[i] = Item{
			text: t.src[s.start:s.end:s.end], start: s.start, end: s.end,
			dash: t.lay.dash, line: line, index: i,
		}
		if where != "" {
			slab[i].file = &File{Path: where, Index: i}
		}
		if !s.odd {
			slab[i].APIVersion, slab[i].Kind = s.id.apiVersion, s.id.kind
			slab[i].Name, slab[i].Namespace = s.id.name, s.id.namespace
		}
		t.items[i] = &slab[i]
	}
}

// flat is every item, those inside Lists in the Lists' place.
func (t *text) flat() []*Item {
	var all []*Item
	for i, it := range t.items {
		if it.list != nil {
			if all == nil {
				all = append(all, t.items[:i]...)
			}
			all = append(all, it.list.items...)
		} else if all != nil {
			all = append(all, it)
		}
	}
	if all == nil {
		return t.items
	}
	return all
}

// writeTo writes the text with its items as they stand now.
func (t *text) writeTo(w io.Writer) error {
	from := 0
	for _, it := range t.items {
		if _, err := w.Write(t.src[from:it.start]); err != nil {
			return err
		}
		if it.list != nil {
			if err := it.list.writeTo(w); err != nil {
				return err
			}
		} else if _, err := w.Write(it.text); err != nil {
			return err
		}
		from = it.end
	}
	_, err := w.Write(t.src[from:])
	return err
}
