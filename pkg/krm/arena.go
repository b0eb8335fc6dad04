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

// reset makes the arena ready for the next object. Nodes are emptied, so that whoever
// kept one finds nothing in it rather than another object.
func (a *arena) reset() {
	a.nodes.reset()
	a.slots.reset()
	clear(a.stack[:cap(a.stack)])
}

// done gives the arena back, unless a huge object has been in it.
func (a *arena) done() {
	if max(a.nodes.size, cap(a.before)) > maxKept {
		return
	}
	a.reset()
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
	size   int // of all chunks
}

const (
	chunkSize = 64     // a usual object has one or two
	maxKept   = 16_384 // nodes; memory for more is not kept
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
	s.size += len(c)
	return c
}

func (s *slab[T]) reset() {
	for _, c := range s.chunks[:s.used] {
		clear(c)
	}
	s.used = 0
}
