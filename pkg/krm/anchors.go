package krm

import (
	"bytes"
	"sort"
)

// sharesAnchors reports whether some alias may refer to an anchor outside its own
// item: then the items cannot be read one by one. It takes whatever looks like
// an anchor or an alias for one, so that it may see too many, and lets an alias
// pass only where its anchor surely stands in the same item.
func (s *listScanner) sharesAnchors() bool {
	type home struct {
		item    int
		several bool
	}
	homes := map[string]home{} // where each name is an anchor's
	s.references('&', func(_, item int, name string) {
		h, known := homes[name]
		if !known {
			h.item = item
		}
		h.several = h.several || item < 0 || item != h.item
		homes[name] = h
	})
	if len(homes) == 0 {
		return false
	}
	own := s.ownAnchors()
	shared := false
	s.references('*', func(at, item int, name string) {
		h, known := homes[name]
		if known && (h.several || h.item != item) {
			before, sure := own[anchorKey{item, name}]
			shared = shared || !sure || before > at
		}
	})
	return shared
}

type anchorKey struct {
	item int
	name string
}

// ownAnchors is where items first have the anchors that they surely have.
func (s *listScanner) ownAnchors() map[anchorKey]int {
	own := map[anchorKey]int{}
	for _, at := range s.anchors {
		key := anchorKey{s.itemAt(at), nameAt(s.src, at+1)}
		if _, known := own[key]; !known {
			own[key] = at
		}
	}
	return own
}

// references calls found for what may be an anchor (&) or an alias (*).
func (s *listScanner) references(sigil byte, found func(at, item int, name string)) {
	for p := 0; ; p++ {
		i := bytes.IndexByte(s.src[p:], sigil)
		if i < 0 {
			return
		}
		p += i
		if p > 0 && !isBlank(s.src[p-1]) && bytes.IndexByte([]byte("[{,:?"), s.src[p-1]) < 0 {
			continue
		}
		if name := nameAt(s.src, p+1); name != "" {
			found(p, s.itemAt(p), name)
		}
	}
}

// nameAt is the name of the anchor or alias whose name begins at p.
func nameAt(src []byte, p int) string {
	end := p
	for end < len(src) && isNameByte(src[end]) {
		end++
	}
	return string(src[p:end])
}

// itemAt is the item in which p lies, or -1.
func (s *listScanner) itemAt(p int) int {
	i := sort.Search(len(s.lay.items), func(i int) bool { return s.lay.items[i].end > p })
	if i < len(s.lay.items) && s.lay.items[i].start <= p {
		return i
	}
	return -1
}
