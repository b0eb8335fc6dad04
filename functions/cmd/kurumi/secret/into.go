package secret

import (
	"bytes"
	"crypto/subtle"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/tell"
	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/sealed"
)

// An intoFile is the file that SealedSecrets are put into.
type intoFile struct {
	name, path string
	data       []byte
	isNew      bool
	objects    []*object
	updates    map[int]update // by the object's index
	appended   [][]byte
}

// into puts the SealedSecrets into the file that --into names.
func (s *sealer) into(secrets []*toSeal) {
	f := s.readInto()
	if f == nil {
		return
	}
	for _, t := range secrets {
		s.put(f, t)
	}
	if s.Failed() {
		return
	}
	data := s.updated(f)
	switch {
	case s.Failed():
	case bytes.Equal(data, f.data):
		s.Notef("%s: nothing changed", f.name)
	default:
		s.write(f, data)
	}
}

func (s *sealer) readInto() *intoFile {
	f := &intoFile{name: s.flags.into, path: s.flags.into, updates: map[int]update{}}
	var err error
	if path, linkErr := filepath.EvalSymlinks(f.path); linkErr == nil {
		f.path = path
	}
	f.data, err = os.ReadFile(f.path)
	if errors.Is(err, fs.ErrNotExist) {
		f.isNew = true
		return f
	}
	if err != nil {
		s.Errorf("--into %s: %v", f.name, cause(err))
		return nil
	}
	var results []krm.Result
	if f.objects, results = readObjects(f.name, f.data); s.Results(results) || s.wrong(f.name, f.objects) {
		return nil
	}
	return f
}

// earlier is the index of the object that a Secret was sealed to before, or -1:
// under its base name, under its final one, or under one whose suffix no longer
// fits, because somebody changed it by hand.
func (s *sealer) earlier(f *intoFile, t *toSeal) int {
	found, rank := -1, 0
	for i, obj := range f.objects {
		if obj.Namespace != t.Namespace {
			continue
		}
		r := 0
		_, base, final := obj.FinalName()
		stale, looksStale := sealed.LooksLikeSuffix(obj.Name)
		switch {
		case final && base == t.Name, obj.Name == t.Name:
			r = 2
		case !final && looksStale && stale == t.Name:
			r = 1
		}
		switch {
		case r > 0 && r == rank:
			s.Errorf("%s: SealedSecrets %s/%s and %s are both of %s; remove one of the two", f.name, obj.Namespace, f.objects[found].Name, obj.Name, t)
			return -1
		case r > rank:
			found, rank = i, r
		}
	}
	return found
}

// put seals a Secret for its place in the file.
func (s *sealer) put(f *intoFile, t *toSeal) {
	parts, err := t.freshParts()
	if err != nil {
		s.Errorf("%s: %v", t, err)
		return
	}
	at := s.earlier(f, t)
	if at < 0 {
		text := s.document(t, parts)
		f.appended = append(f.appended, text)
		s.Notef("%s: new in %s: %s sealed", t, f.name, tell.Count(len(parts), "value"))
		return
	}
	if _, taken := f.updates[at]; taken {
		s.Errorf("%s: SealedSecret %s could be of two of the Secrets, one of them %s; give it the name of the one that it is of", f.name, f.objects[at], t)
		return
	}
	kept := s.keep(f.objects[at], t, parts)
	u, ok := s.seal(t, parts, f.objects[at].Template.Data)
	if !ok {
		return
	}
	f.updates[at] = u
	s.otherKeys(t, parts, t.scope.Label(u.namespace, u.name))
	s.Notef("%s: %s sealed anew, %d kept", t, tell.Count(len(parts)-kept, "value"), kept)
	if s.keys == nil {
		s.Notef("%s: without private keys nobody can tell what has changed, so every value is sealed anew; --keys keeps those that have not", t)
	}
}

// keep takes the earlier values where they hold what is to be sealed.
func (s *sealer) keep(was *object, t *toSeal, parts map[string]part) int {
	if s.keys == nil {
		return 0
	}
	kept := 0
	for _, v := range was.Values {
		if _, wanted := parts[v.Key]; !wanted {
			continue
		}
		session, key, err := s.keys.Unwrap(v.Sealed, was.Label())
		var plaintext []byte
		if err == nil {
			plaintext, err = session.Open(v.Sealed)
		}
		if err != nil {
			s.Warnf("%s: %s: %s, so it is sealed anew", t, v.Path, s.keys.closed(err))
			continue
		}
		if subtle.ConstantTimeCompare(plaintext, t.Values[v.Key]) != 1 {
			continue
		}
		parts[v.Key] = part{value: v.Sealed, session: session, opened: true, text: v.Node.Value, label: was.Label(), key: key}
		kept++
	}
	return kept
}

// otherKeys warns of values that are kept as they are, for another key than the
// certificate's.
func (s *sealer) otherKeys(t *toSeal, parts map[string]part, label sealed.Label) {
	for _, key := range slices.Sorted(maps.Keys(parts)) {
		if p := parts[key]; !p.fresh && !p.moves(label) && !p.key.Equal(s.to) {
			s.Warnf("%s: %s has not changed, and stays sealed for another key than the certificate's, %s; kurumi secret rotate gives it the newest key",
				t, key, sealed.Fingerprint(p.key))
		}
	}
}
