package krm

import (
	"bytes"
	"slices"
)

// Remove takes an object out of the output, with the comment right above it; of
// several documents in a file, the whole document. It is told as an info result.
func (p *Pass) Remove(it *Item) {
	if it.gone {
		return
	}
	it.origin() // while the file is known
	it.gone = true
	p.items, p.ends = nil, nil
	p.removed = append(p.removed, it)
	p.note(it, &change{does: "is removed"})
}

// allGone reports whether a list had items and none is left.
func (t *text) allGone() bool {
	return len(t.items) > 0 && !slices.ContainsFunc(t.items, func(it *Item) bool { return !it.gone })
}

// emptyList writes a list of which all items have gone as an empty one: without
// items it would be no list to its host.
func (t *text) emptyList() {
	if sec, ok := t.lay.sections["items"]; ok && t.allGone() {
		t.items = []*Item{{text: []byte("items: []\n"), start: sec.start, end: sec.end}}
	}
}

// gaps hands out what stands between items, without what goes with those that have
// gone.
type gaps struct {
	documents bool
	tail      bool // the last item has gone, and what stands up to the next marker was its
	marker    bool // and that marker too
}

// next is what is kept of the text before an item.
func (g *gaps) next(gap []byte, it *Item) []byte {
	if !g.documents {
		if it.gone {
			gap = gap[:commentAbove(gap)]
		}
		return gap
	}
	gap = g.behind(gap)
	if !it.gone {
		g.tail, g.marker = false, false
		return gap
	}
	g.tail = true
	if isMarker(it.text) {
		return gap
	}
	if at := lastMarker(gap); at >= 0 {
		return gap[:at]
	}
	g.marker = true
	return gap[:commentAbove(gap)]
}

// behind drops from a text what belongs to a document before it that has gone.
func (g *gaps) behind(gap []byte) []byte {
	if !g.tail || len(gap) == 0 {
		return gap
	}
	for p := 0; p < len(gap); {
		_, next := lineBreak(gap, p)
		if bytes.HasPrefix(gap[p:], []byte("---")) {
			if !g.marker {
				return gap[p:]
			}
			g.marker = false
			return gap[next:]
		}
		p = next
	}
	return nil
}

// lastMarker is where the last line that starts a document begins, or -1.
func lastMarker(gap []byte) int {
	at := -1
	for p := 0; p < len(gap); {
		if bytes.HasPrefix(gap[p:], []byte("---")) {
			at = p
		}
		_, p = lineBreak(gap, p)
	}
	return at
}

// commentAbove is where the comment lines at the end of a text begin.
func commentAbove(gap []byte) int {
	at := len(gap)
	for p := 0; p < len(gap); {
		_, next := lineBreak(gap, p)
		switch isComment := bytes.HasPrefix(bytes.TrimLeft(gap[p:next], " \t"), []byte("#")); {
		case !isComment:
			at = len(gap)
		case at == len(gap):
			at = p
		}
		p = next
	}
	return at
}
