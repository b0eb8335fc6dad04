package krm

import (
	"bytes"
	"errors"
	"slices"
	"strconv"

	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// pathNotes and indexNotes are the annotations by which hosts keep track of files,
// the one that counts first.
var (
	pathNotes  = []string{"internal.config.kubernetes.io/path", "config.kubernetes.io/path"}
	indexNotes = []string{"internal.config.kubernetes.io/index", "config.kubernetes.io/index"}
)

// Add adds an object to the output: as the last one of the file in which another
// stands, or where files are not known right behind that, and what was added there
// before. Beside nil it is the
// last one of the output, and of no file. It is told as an info result. An object
// that cannot be written is an error result of the other one.
func (p *Pass) Add(beside *Item, obj *yaml.RNode) *Item {
	t, after := p.end()
	if beside != nil {
		t, after = p.lastOfFile(beside)
	}
	it := &Item{dash: after.dash, start: after.end, end: after.end, index: after.index, beside: beside}
	root := obj.YNode()
	err := errors.New("is no object")
	if root != nil && root.Kind == yaml.MappingNode {
		if err = p.noteAsBeside(beside, it, obj); err == nil {
			err = it.encode(root)
		}
	}
	if err != nil {
		p.Errorf(beside, Field{}, "an object to add %v", err)
		return it
	}
	if it.dash < 0 && len(t.items) > 0 && !bytes.HasPrefix(it.text, []byte("---")) {
		it.text = append([]byte("---\n"), it.text...)
	}
	if n := len(after.text); n > 0 && after.text[n-1] != '\n' {
		it.text = append([]byte("\n"), bytes.TrimSuffix(it.text, []byte("\n"))...)
	}
	t.items = slices.Insert(t.items, slices.Index(t.items, after)+1, it)
	p.items = nil
	if it.file != nil && it.file.Path != "" {
		p.ends[it.file.Path] = fileEnd{it, it.file.Index}
	}
	p.note(it, &change{does: "is new"})
	return it
}

// note records a change of an item as a whole.
func (p *Pass) note(it *Item, c *change) {
	if p.changes == nil {
		p.changes = map[*Item]*change{}
	}
	p.changes[it] = c
}

// end is the last text of the input, and the item behind which an object is added
// there. That may be one that is in no input, and holds no object.
func (p *Pass) end() (*text, *Item) {
	if len(p.texts) == 0 {
		p.texts = append(p.texts, &text{lay: layout{dash: -1}})
	}
	t := p.texts[len(p.texts)-1]
	if n := len(t.items); n > 0 {
		return t, t.items[n-1]
	}
	if t.lay.sections == nil {
		return t, &Item{dash: -1, start: len(t.src), end: len(t.src)}
	}
	sec, ok := t.lay.sections["items"]
	if !ok {
		sec = span{start: t.lay.tail, end: t.lay.tail}
	}
	head := &Item{text: []byte("items:\n"), start: sec.start, end: sec.end}
	t.items = append(t.items, head)
	return t, head
}

// lastOfFile is the item behind which an object is added, and the text in which
// that stands.
func (p *Pass) lastOfFile(beside *Item) (*text, *Item) {
	last := beside
	if at := beside.origin(); at != nil {
		if end, ok := p.fileEnds()[at.Path]; ok {
			last = end.last
		}
	}
	for _, t := range p.texts {
		if found := t.holding(last); found != nil {
			at := slices.Index(found.items, last)
			for at+1 < len(found.items) && found.items[at+1].beside == beside {
				at++
			}
			return found, found.items[at]
		}
	}
	return &text{items: []*Item{last}}, last
}

// A fileEnd is the last object of a file, and the highest index of one.
type fileEnd struct {
	last  *Item
	index int
}

// fileEnds is where the files of the input end, by their paths.
func (p *Pass) fileEnds() map[string]fileEnd {
	if p.ends == nil {
		p.ends = map[string]fileEnd{}
		for _, it := range p.Items() {
			if o := it.origin(); o != nil {
				p.ends[o.Path] = fileEnd{it, max(p.ends[o.Path].index, o.Index)}
			}
		}
	}
	return p.ends
}

// holding is the text in which an item stands, this one or one of a List in it.
func (t *text) holding(it *Item) *text {
	for _, other := range t.items {
		if other == it {
			return t
		}
		if other.list != nil {
			if found := other.list.holding(it); found != nil {
				return found
			}
		}
	}
	return nil
}

// noteAsBeside gives a new object the annotations by which the host knows the file
// of another, if that has them: the same path, and an index of its own.
func (p *Pass) noteAsBeside(beside, it *Item, obj *yaml.RNode) error {
	if beside == nil {
		return nil
	}
	if beside.file != nil {
		it.file = &File{Path: beside.file.Path, Index: p.fileEnds()[beside.file.Path].index + 1}
	}
	var failed error
	err := beside.look(func(root *yaml.Node) {
		notes := field(field(root, "metadata"), "annotations")
		for i, name := range pathNotes {
			if path := stringField(notes, name); path != "" {
				failed = errors.Join(failed,
					obj.PipeE(yaml.SetAnnotation(name, path)),
					obj.PipeE(yaml.SetAnnotation(indexNotes[i], strconv.Itoa(it.file.Index))))
			}
		}
	})
	return errors.Join(err, failed)
}
