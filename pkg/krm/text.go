package krm

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
)

// A text is a stretch of input with the items that stand in it. What stands
// between the items is written as it was read.
type text struct {
	name  string // of the file, where the host reads none
	src   []byte
	raw   []byte // what src was made of, where that is not the input itself
	lay   layout
	items []*Item
}

// checkEncoding refuses what is no UTF-8, and skips a byte order mark.
func checkEncoding(src []byte) ([]byte, error) {
	if bytes.HasPrefix(src, []byte("\xff\xfe")) || bytes.HasPrefix(src, []byte("\xfe\xff")) {
		return nil, errors.New("is UTF-16; save it as UTF-8")
	}
	src = bytes.TrimPrefix(src, []byte("\ufeff"))
	if at := validUTF8(src); at >= 0 {
		return nil, fmt.Errorf("has bytes on line %d that are no UTF-8; save it as UTF-8", 1+bytes.Count(src[:at], []byte("\n")))
	}
	if len(bytes.TrimSpace(src)) == 0 {
		return nil, errEmpty
	}
	return src, nil
}

// readList finds the items of a ResourceList or List. first is the number of its
// first line in the input.
func readList(src []byte, where string, first int) (*text, error) {
	t := &text{src: src, raw: src}
	var ok bool
	if t.lay, ok = scanList(src); !ok {
		var err error
		if t.src, t.lay, err = parseList(src); err != nil {
			return nil, explain(err, first)
		}
	}
	t.cut(where, first)
	return t, nil
}

// readDocuments finds the objects of a stream of YAML documents, those inside
// Lists too.
func readDocuments(src []byte, where string) (*text, []problem) {
	t := &text{src: src, lay: scanDocuments(src)}
	t.cut(where, 1)
	var problems []problem
	kept := t.items[:0]
	for _, it := range t.items {
		err := it.identify()
		if errors.Is(err, errEmpty) {
			continue
		}
		if err == nil && it.isList() {
			it.list, err = readList(it.text, where, it.line)
		}
		if err != nil {
			problems = append(problems, problem{it, err})
		} else if it.list != nil {
			problems = append(problems, it.list.identify()...)
		}
		kept = append(kept, it)
	}
	t.items = kept
	return t, problems
}

// identify reads the identities that the scanner was unsure of. A list inside a
// list is a mistake: the function would not see what is in it.
func (t *text) identify() []problem {
	var problems []problem
	for _, it := range t.items {
		err := it.identify()
		if err == nil && it.isList() {
			err = fmt.Errorf("is a %s, which cannot be looked into here; put its items in its place", it.Kind)
		}
		if err != nil {
			problems = append(problems, problem{it, err})
		}
	}
	return problems
}

// cut makes the items from the layout. first is the number of the text's first
// line in the input, 0 if nobody knows it.
func (t *text) cut(where string, first int) {
	t.name = where
	t.items = make([]*Item, len(t.lay.items))
	slab := make([]Item, len(t.lay.items))
	line, at := first, 0
	for i, s := range t.lay.items {
		if line > 0 && !t.lay.anew {
			line += bytes.Count(t.src[at:s.start], []byte("\n"))
		} else {
			line = 0
		}
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

// present is every item of some texts that is still there, those inside Lists in
// the Lists' place.
func present(texts []*text) []*Item {
	var all []*Item
	for _, t := range texts {
		all = slices.Grow(all, len(t.items))
		for _, it := range t.items {
			switch {
			case it.gone:
			case it.list != nil:
				all = append(all, present([]*text{it.list})...)
			default:
				all = append(all, it)
			}
		}
	}
	return all
}

// writeTo writes the text with its items as they stand now.
func (t *text) writeTo(w io.Writer) error {
	if t.lay.anew && t.untouched() {
		_, err := w.Write(t.raw)
		return err
	}
	t.emptyList()
	from, gaps := 0, gaps{documents: t.lay.sections == nil}
	for _, it := range t.items {
		if _, err := w.Write(gaps.next(t.src[from:it.start], it)); err != nil {
			return err
		}
		if err := it.writeTo(w); err != nil {
			return err
		}
		from = it.end
	}
	_, err := w.Write(gaps.behind(t.src[from:]))
	return err
}

func (it *Item) writeTo(w io.Writer) error {
	switch {
	case it.gone:
		return nil
	case it.list != nil:
		return it.list.writeTo(w)
	}
	_, err := w.Write(it.text)
	return err
}

// untouched reports whether no item has changed.
func (t *text) untouched() bool {
	return !slices.ContainsFunc(t.items, func(it *Item) bool {
		return it.gone || !bytes.Equal(it.text, t.src[it.start:it.end])
	})
}

// bytes is the text with its items as they stand now.
func (t *text) bytes() []byte {
	var buf bytes.Buffer
	_ = t.writeTo(&buf) // a bytes.Buffer takes everything
	return buf.Bytes()
}

// undo gives every item its first text back.
func (t *text) undo() {
	for _, it := range t.items {
		if it.list != nil {
			it.list.undo()
		}
		it.text, it.gone = t.src[it.start:it.end], false
	}
}
