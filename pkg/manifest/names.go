package manifest

import "slices"

// Names finds objects by the names under which others refer to them. An object may
// have several, the likelier ones with a lower rank: what it is called goes before
// what it was called once.
type Names[T comparable] struct {
	byName map[string]*homonyms[T]
}

// homonyms are the objects of one name.
type homonyms[T comparable] struct {
	all []bearer[T]
	in  map[string][]bearer[T] // by namespace; there may be one in each of thousands
}

type bearer[T comparable] struct {
	object    T
	namespace string
	rank      int
}

// Add adds a name of an object, whose namespace is empty if it is not known.
func (n *Names[T]) Add(name, namespace string, rank int, object T) {
	h := n.byName[name]
	if h == nil {
		if n.byName == nil {
			n.byName = map[string]*homonyms[T]{}
		}
		h = &homonyms[T]{in: map[string][]bearer[T]{}}
		n.byName[name] = h
	}
	b := bearer[T]{object, namespace, rank}
	h.all = append(h.all, b)
	h.in[namespace] = append(h.in[namespace], b)
}

// Has reports whether anything has a name.
func (n *Names[T]) Has(name string) bool { return n.byName[name] != nil }

// Meant is the object that a name means in a namespace, or several that it may mean. A
// namespace that is not known, on either side, may be any.
func (n *Names[T]) Meant(name, namespace string) []T {
	h := n.byName[name]
	if h == nil {
		return nil
	}
	var best []T
	least := -1
	look := func(some []bearer[T]) {
		for _, b := range some {
			score := 2 * b.rank
			if b.namespace != namespace {
				score++
			}
			if least < 0 || score < least {
				best, least = best[:0], score
			}
			if score == least && !slices.Contains(best, b.object) {
				best = append(best, b.object)
			}
		}
	}
	if namespace == "" {
		look(h.all)
	} else {
		look(h.in[namespace])
		look(h.in[""])
	}
	return best
}
