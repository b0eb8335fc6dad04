package krm

import (
	"sync"

	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// An arena is the memory that the tree of one object takes, and its snapshot. It is
// used again for the next object, unless somebody may have kept the tree.
type arena struct {
	nodes  slab[yaml.Node]
	slots  slab[*yaml.Node] // the nodes' contents
	stack  []*yaml.Node     // contents of the collections that are being read
	before snapshot
	lines  []int  // where those of the text start
	text   []byte // of a scalar of many lines
}

var arenas = sync.Pool{New: func() any { return new(arena) }}

// done gives the arena back. Its nodes are emptied, so that whoever kept one finds
// nothing in it rather than another object.
func (a *arena) done() {
	a.nodes.release()
	a.slots.release()
	clear(a.stack[:cap(a.stack)])
	if max(cap(a.before), cap(a.stack), cap(a.lines), cap(a.text)/chunkSize) > maxKept {
		a.before, a.stack, a.lines, a.text = nil, nil, nil, nil
	}
	arenas.Put(a)
}

// leave is done, but that the nodes are left to whoever has the tree.
func (a *arena) leave() {
	a.nodes, a.slots = slab[yaml.Node]{}, slab[*yaml.Node]{}
	a.done()
}

// A slab hands out memory in chunks, and takes them back all at once.
type slab[T any] struct {
	chunks [][]T
	used   int
}

const (
	chunkSize = 64     // a usual object has one or two
	maxKept   = 16_384 // what more an object takes is not kept for the next one
)

// chunk is memory for n values or more.
func (s *slab[T]) chunk(n int) []T {
	for s.used < len(s.chunks) {
		s.used++
		if c := s.chunks[s.used-1]; len(c) >= n {
			return c
		}
	}
	c := make([]T, max(n, chunkSize))
	s.chunks = append(s.chunks, c)
	s.used++
	return c
}

func (s *slab[T]) release() {
	size := 0
	for _, c := range s.chunks[:s.used] {
		clear(c)
		size += len(c)
	}
	if s.used = 0; size > maxKept {
		s.chunks = nil
	}
}
