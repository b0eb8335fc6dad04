package secretversion

import "github.com/kurumi-krm/kurumi/pkg/krm"

// A claim is a name that one object can have.
type claim struct{ kind, namespace, name string }

// claims calls fn for every name of an object that no other can have.
func (s *secret) claims(fn func(kind string, n naming)) {
	if s.item.Kind == externalSecret {
		fn(externalSecret, s.own)
	}
	if s.makes {
		fn("Secret", s.made)
	}
}

// checkNames refuses two objects of one name, before and after, where one of them gets a version.
func (v *versioner) checkNames() {
	taken := map[claim]*secret{}
	for _, s := range v.all {
		if !s.isChosen {
			s.claims(func(kind string, n naming) { taken[claim{kind, s.item.Namespace, n.current}] = s })
		}
	}
	told := map[*secret]bool{}
	take := func(s *secret, kind string, n naming, name string) {
		c := claim{kind, s.item.Namespace, name}
		if by, ok := taken[c]; ok && by != s && name != "" {
			if told[s] { // of the current name
				return
			}
			told[s] = true
			v.Errorf(s.item, n.field(), "the %s %s is %s's already; name one of the two otherwise, or take it away", c.kind, c.name, by.item)
			return
		}
		taken[c] = s
	}
	for _, s := range v.chosen {
		s.claims(func(kind string, n naming) { take(s, kind, n, n.current) })
	}
	for _, s := range v.chosen {
		s.claims(func(kind string, n naming) { take(s, kind, n, n.final) })
	}
	v.checkFilled(taken)
}

// checkFilled refuses to make a Secret immutable that an ExternalSecret puts values into.
func (v *versioner) checkFilled(taken map[claim]*secret) {
	for _, s := range v.all {
		into := taken[claim{"Secret", s.item.Namespace, s.made.current}]
		if s.fills && !s.isChosen && into != nil && into.isChosen {
			v.Errorf(s.item, krm.Field{Path: s.made.at, Current: s.made.current}, "puts values into %s, which cannot change as a version; leave that Secret out with the selector", into.item)
		}
	}
}
