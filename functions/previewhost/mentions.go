package previewhost

import "strings"

// A hostSet is what is known of production's hosts: what each becomes, and which domains they are in.
type hostSet struct {
	images  map[string]hostImage // by the production host in its normal form
	parents map[string]string    // every domain of two labels or more above one of them, as its own value
	lengths [maxHost + 1]bool    // of the hosts in images: most names in a text get no further than this
}

type hostImage struct{ host, image string }

// newHostSet takes the images by production host. A host that becomes itself is nothing to look for, nor is a name of a
// single label, which can't be told from a word.
func newHostSet(images map[string]string) *hostSet {
	s := &hostSet{images: map[string]hostImage{}, parents: map[string]string{}}
	for host, image := range images {
		n := normal(host)
		if n == image || len(n) > maxHost || !strings.Contains(n, ".") {
			continue
		}
		s.images[n] = hostImage{n, image}
		s.lengths[len(n)] = true
		_, domain, _ := strings.Cut(n, ".")
		for strings.Contains(domain, ".") {
			s.parents[domain] = domain
			_, domain, _ = strings.Cut(domain, ".")
		}
	}
	return s
}

// mentionKind says how a known host stands in a text, and so what can be done about it.
type mentionKind int

const (
	served  mentionKind = iota // as it is: it can be rewritten
	escaped                    // as in a regular expression (www\.example\.com), or after an escape (\u0026www.example.com)
	encoded                    // beside a URL-encoded character: %2Fwww.example.com
	parent                     // not the host but a domain above it, as cookies have it: .example.com, *.example.com
)

// A mention is a place in a text, [start:end), where a known host stands as a whole name, or a domain above one.
type mention struct {
	start, end int
	host       string // in its normal form; of a parent the domain, without the dot before it
	kind       mentionKind
	image      string // what the host becomes; nothing for a parent
}

// stringOrBytes is what names are looked for in: an item's bytes, or the value of one field.
type stringOrBytes interface{ string | []byte }

// mentions tells whether anything in source calls for rewriteText: a known host or a domain above one, as a whole name.
//
// The source may be YAML or JSON as it is written: an escape that a quoted scalar has right before a host, which would
// make it another name ("a\nwww.example.com"), is seen through. Escapes inside the host ("www\u002eexample.com") are not;
// no encoder writes them. The answer is yes more often than rewriteText changes or reports anything (an e-mail address
// is enough), never less often.
func (s *hostSet) mentions(source []byte) bool {
	_, ok := find(s, source, 0)
	return ok
}

// find is the first mention at or after from, which must not be inside a name.
func find[T stringOrBytes](s *hostSet, t T, from int) (mention, bool) {
	if len(s.images) == 0 {
		return mention{}, false
	}
	for {
		w, ok := nextWord(t, from)
		if !ok {
			return mention{}, false
		}
		from = w.end
		if w = trim(t, w); !plausible(s, t, w) {
			continue
		}
		if m, ok := recognize(s, t, w); ok {
			return m, true
		}
	}
}

// plausible sorts out most names by their length, which makes the scan several times as fast.
func plausible[T stringOrBytes](s *hostSet, t T, w word) bool {
	n := w.end - w.start
	if n == 0 {
		return false
	}
	if n < len(s.lengths) && s.lengths[n] || w.escaped || t[w.start] == '.' {
		return true
	}
	return w.start > 0 && (t[w.start-1] == '\\' || t[w.start-1] == '%')
}

// recognize finds the known name in a word. Where an escape stands before it, the word has the rest of the escape in it:
// \n in a\nwww.example.com, %2F in %2Fwww.example.com.
func recognize[T stringOrBytes](s *hostSet, t T, w word) (mention, bool) {
	if m, ok := lookup(s, t, w); ok || w.start == 0 {
		return m, ok
	}
	size, kind := escape(t, w.start)
	if size == 0 || size >= w.end-w.start {
		return mention{}, false
	}
	w.start += size
	m, ok := lookup(s, t, w)
	if m.kind == served {
		m.kind = kind
	}
	return m, ok
}

// escape is how many characters from t[i] on belong to an escape that begins before them, and what a host is after it:
// free as after a space, if it is a line break or a tab. What other escapes stand for is not known here (\b is no
// character at all in a regular expression), and what is URL-encoded is for somebody else to read.
func escape[T stringOrBytes](t T, i int) (int, mentionKind) {
	switch t[i-1] {
	case '%':
		if i+2 <= len(t) && isHex(t[i]) && isHex(t[i+1]) {
			return 2, encoded
		}
	case '\\':
		switch t[i] {
		case 'n', 'r', 't':
			return 1, served
		case 'x':
			return 3, escaped
		case 'u':
			return 5, escaped
		case 'U':
			return 9, escaped
		}
		return 1, escaped
	}
	return 0, 0
}

func isHex(c byte) bool {
	c = lowerByte(c)
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f'
}

// lookup finds the name that a word as a whole is: a host, or what follows a leading dot.
func lookup[T stringOrBytes](s *hostSet, t T, w word) (mention, bool) {
	var buf [maxHost + 1]byte // for a dot more than a host has
	name, ok := appendNormal(buf[:0], t, w)
	if !ok || len(name) == 0 {
		return mention{}, false
	}
	m := mention{start: w.start, end: w.end}
	if w.escaped {
		m.kind = escaped
	}
	if name[0] == '.' {
		return lookupDomain(s, t, m, name[1:])
	}
	found, ok := s.images[string(name)]
	m.host, m.image = found.host, found.image
	return m, ok
}

// lookupDomain finds what follows a dot at the start of a word: the wildcard *.example.com as a host, or a domain. A star
// with more before it (.*.example.com) is a pattern of somebody else's.
func lookupDomain[T stringOrBytes](s *hostSet, t T, m mention, domain []byte) (mention, bool) {
	star := m.start - 1
	if star >= 0 && t[star] == '*' && (star == 0 || t[star-1] != '*' && !isHostByte[t[star-1]]) {
		var buf [maxHost + 3]byte
		if found, ok := s.images[string(append(append(buf[:0], "*."...), domain...))]; ok {
			m.start, m.host, m.image = star, found.host, found.image
			return m, true
		}
	}
	m.kind = parent
	if domain, ok := s.parents[string(domain)]; ok {
		m.host = domain
		return m, true
	}
	found, ok := s.images[string(domain)] // a cookie domain may be the host itself
	m.host = found.host
	return m, ok
}
