package strict

import (
	"slices"
	"strconv"
	"strings"
)

// place is where the decoder stands, and what it has to bear in mind there. The
// path is only put together when a problem is reported: a hostile document of
// long keys would otherwise cost far more in paths than in content.
type place struct {
	up      *place
	key     string // of a mapping; for the root the path that the caller gave
	index   int    // of a list, when isItem
	isItem  bool
	isEntry bool // under a key that the user chose
	depth   int
	aliased bool // reached through an alias, so it counts against the budget
	secret  bool
	enum    []string
}

func (at *place) below() *place {
	return &place{up: at, depth: at.depth + 1, aliased: at.aliased, secret: at.secret}
}

func (at *place) field(f field) *place {
	child := at.below()
	child.key, child.enum, child.secret = f.name, f.enum, at.secret || f.secret
	return child
}

func (at *place) entry(key string) *place {
	child := at.below()
	child.key, child.isEntry = key, true
	return child
}

func (at *place) item(i int) *place {
	child := at.below()
	child.index, child.isItem, child.enum = i, true, at.enum
	return child
}

func (at *place) path() string {
	var steps []string
	for p := at; p != nil; p = p.up {
		steps = append(steps, p.step())
	}
	slices.Reverse(steps)
	return strings.TrimPrefix(strings.Join(steps, ""), ".")
}

// step writes labels["app.kubernetes.io/name"] where a dot would mislead.
func (at *place) step() string {
	switch {
	case at.up == nil:
		return at.key
	case at.isItem:
		return "[" + strconv.Itoa(at.index) + "]"
	case at.isEntry && at.secret:
		return "[*]"
	case isWord(at.key):
		return "." + at.key
	}
	return "[" + quote(at.key) + "]"
}

func isWord(s string) bool {
	for _, r := range s {
		if r != '_' && r != '-' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') {
			return false
		}
	}
	return s != "" && len(s) <= maxShown
}
