package secret

import (
	"crypto/rsa"
	"maps"
	"slices"
	"sync"

	"github.com/kurumi-krm/kurumi/pkg/sealed"
)

// A part is one value on its way into a SealedSecret. Its content is fixed, since
// the name depends on it, and the name is in the label that its session key is to
// be wrapped under.
type part struct {
	value   sealed.Value
	session sealed.SessionKey
	opened  bool           // session is there
	fresh   bool           // sealed just now, and wrapped for nobody yet
	text    string         // as it stands in the file, if it is not fresh
	label   sealed.Label   // that it is wrapped under, if it is not fresh
	key     *rsa.PublicKey // that opened it, if it is not fresh
}

// freshPart seals a plaintext.
func freshPart(plaintext []byte) (part, error) {
	session, value, err := sealed.SealContent(plaintext)
	return part{value: value, session: session, opened: true, fresh: true}, err
}

// moves reports whether a part that is kept needs a key to stand under a label.
func (p part) moves(to sealed.Label) bool { return !p.fresh && p.label != to }

// under is the part's text under a label: the same bytes if it stands there already.
func (p part) under(to *rsa.PublicKey, label sealed.Label) (string, error) {
	var v sealed.Value
	var err error
	switch {
	case p.fresh:
		v, err = p.session.Wrap(p.value, to, label)
	case p.moves(label):
		v, err = p.session.Rewrap(p.value, to, label)
	default:
		return p.text, nil
	}
	return v.String(), err
}

// A sealing is the content of a SealedSecret on its way.
type sealing struct {
	parts     map[string]part
	kind      string // the template's type
	immutable bool
	data      map[string]*string // the template's
}

// suffix is the one that the final name ends in.
func (s *sealing) suffix() string {
	values := make(map[string]sealed.Value, len(s.parts))
	for key, p := range s.parts {
		values[key] = p.value
	}
	return sealed.Content{Values: values, Type: s.kind, Immutable: s.immutable, Data: s.data}.Suffix()
}

// under is the texts of all parts under a label.
func (s *sealing) under(to *rsa.PublicKey, label sealed.Label) (map[string]string, error) {
	keys := slices.Sorted(maps.Keys(s.parts))
	texts := make(map[string]string, len(keys))
	var failed error
	var mu sync.Mutex
	sealed.Each(len(keys), func(i int) {
		text, err := s.parts[keys[i]].under(to, label)
		mu.Lock()
		defer mu.Unlock()
		if texts[keys[i]] = text; err != nil {
			failed = err
		}
	})
	return texts, failed
}
