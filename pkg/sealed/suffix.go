package sealed

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// SuffixLength is the length of a suffix, in characters of ASCII.
const SuffixLength = 10

// suffixVersion begins the bytes that a suffix is a hash of.
const suffixVersion = "kurumi.dev/sealedsecret-suffix/v1"

// A Content is what a suffix depends on: everything of the Secret that comes out
// but its metadata.
type Content struct {
	Values    map[string]Value   // encryptedData
	Type      string             // template.type; empty is Opaque
	Immutable bool               // template.immutable
	Data      map[string]*string // template.data, where null takes a value out of the Secret
}

// Suffix is a hash of the content that a SealedSecret's name ends in, behind a
// hyphen: ten of the sixteen characters that kustomize's name hashes use. Of
// the values only the AES parts count, so that it is known when a value is
// sealed, needs no key, and stays the same when a value is re-wrapped.
//
// It is frozen: another hash would restart every workload.
func (c Content) Suffix() string {
	sum := sha256.Sum256(c.canonical())
	return readable.Replace(hex.EncodeToString(sum[:])[:SuffixLength])
}

// canonical is what a suffix is a hash of. It can be read in one way only: every
// text and every list has its length before it, in eight bytes, the highest first.
//
//	text    "kurumi.dev/sealedsecret-suffix/v1"
//	text    type, or "Opaque" for none
//	text    "true" or "false": immutable
//	number  of the values; for each, in the order of the keys' bytes
//	  text    key
//	  text    AES part: what follows the wrapped session key, tag included
//	number  of the template's data; for each, in the same order
//	  text    key
//	  text    value, as it stands in the template; for null the number 2^64-1 alone
func (c Content) canonical() []byte {
	var b encoder
	b.text(suffixVersion)
	if c.Type == "" {
		c.Type = "Opaque" // what the API server makes of an empty type
	}
	b.text(c.Type)
	b.text(strconv.FormatBool(c.Immutable))
	b.number(len(c.Values))
	for _, key := range slices.Sorted(maps.Keys(c.Values)) {
		b.text(key)
		b.text(string(c.Values[key].content))
	}
	b.number(len(c.Data))
	for _, key := range slices.Sorted(maps.Keys(c.Data)) {
		b.text(key)
		if value := c.Data[key]; value != nil {
			b.text(*value)
		} else {
			b.number(-1)
		}
	}
	return b
}

// readable takes the vowels and what looks like them out of hexadecimal digits,
// as kustomize does, so that no word comes out.
var readable = strings.NewReplacer("0", "g", "1", "h", "3", "k", "a", "m", "e", "t")

// suffixAlphabet is every character of a suffix.
const suffixAlphabet = "2456789bcdfghkmt"

// LooksLikeSuffix reports whether a name ends in what may be a suffix, and what
// stands before it.
func LooksLikeSuffix(name string) (base string, ok bool) {
	at := len(name) - SuffixLength
	if at < 2 || name[at-1] != '-' || strings.Trim(name[at:], suffixAlphabet) != "" {
		return "", false
	}
	return name[:at-1], true
}

type encoder []byte

func (e *encoder) number(n int) { *e = binary.BigEndian.AppendUint64(*e, uint64(n)) }

func (e *encoder) text(s string) {
	e.number(len(s))
	*e = append(*e, s...)
}
