package secretversion

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"maps"
	"slices"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

// hashVersion begins the bytes that a suffix is a hash of.
const hashVersion = "kurumi.dev/secret-suffix/v1"

// A content is what a suffix depends on: the Secret as the API server stores it, but for its metadata. That it is immutable
// does not count, since every version is.
type content struct {
	typ  string            // empty is Opaque
	data map[string][]byte // stringData laid over data
}

// suffix is a hash of the content that a Secret's name ends in, behind a hyphen: ten of the sixteen characters that
// kustomize's name hashes use.
//
// It is frozen: another hash would restart every workload.
func (c content) suffix() string {
	sum := sha256.Sum256(c.canonical())
	return readable.Replace(hex.EncodeToString(sum[:])[:hashLength])
}

// canonical is what a suffix is a hash of. It can be read in one way only: every text and every list has its length before
// it, in eight bytes, the highest first.
//
//	text    "kurumi.dev/secret-suffix/v1"
//	text    type, or "Opaque" for none
//	number  of the keys; for each, in the order of the keys' bytes
//	  text    key
//	  text    value: the bytes that data encodes, or the text in stringData in UTF-8
func (c content) canonical() []byte {
	var b encoder
	b.text(hashVersion)
	if c.typ == "" {
		c.typ = "Opaque" // what the API server makes of an empty type
	}
	b.text(c.typ)
	b.number(len(c.data))
	for _, key := range slices.Sorted(maps.Keys(c.data)) {
		b.text(key)
		b.text(string(c.data[key]))
	}
	return b
}

type encoder []byte

func (e *encoder) number(n int) { *e = binary.BigEndian.AppendUint64(*e, uint64(n)) }

func (e *encoder) text(s string) {
	e.number(len(s))
	*e = append(*e, s...)
}

// A problem is something wrong with a field.
type problem struct{ path, message string }

// readContent reads what a Secret holds. It tells every mistake, and never shows a value.
func readContent(obj *yaml.Node) (content, []problem) {
	c := content{typ: text(manifest.Field(obj, "type")), data: map[string][]byte{}}
	var problems []problem
	add := func(path, message string) { problems = append(problems, problem{path, message}) }
	c.read(obj, "data", add, func(value string) ([]byte, bool) {
		b, err := base64.StdEncoding.DecodeString(value)
		return b, err == nil
	})
	c.read(obj, "stringData", add, func(value string) ([]byte, bool) { return []byte(value), true })
	return c, problems
}

// read reads one of the two fields.
func (c content) read(obj *yaml.Node, field string, add func(path, message string), decode func(string) ([]byte, bool)) {
	values := manifest.Field(obj, field)
	if isNull(values) {
		return
	}
	if values.Kind != yaml.MappingNode {
		add(field, "is no mapping of keys to values")
		return
	}
	for i := 0; i+1 < len(values.Content); i += 2 {
		key, n := values.Content[i].Value, values.Content[i+1]
		path := manifest.Under(field, key)
		if n.Kind != yaml.ScalarNode || n.ShortTag() != yaml.NodeTagString {
			add(path, "is no text; put it in quotes")
			continue
		}
		value, ok := decode(n.Value)
		if !ok {
			add(path, "is no base64; write the text itself under stringData, or set spec.version if something fills it in later")
		}
		c.data[key] = value
	}
}

// hashLength is the length of a hash, in characters of ASCII.
const hashLength = 10

// readable takes the vowels and what looks like them out of hexadecimal digits, as kustomize does, so that no word comes
// out.
var readable = strings.NewReplacer("0", "g", "1", "h", "3", "k", "a", "m", "e", "t")

// hashAlphabet is every character of a hash.
const hashAlphabet = "2456789bcdfghkmt"

// looksLikeSuffix reports whether a name ends in what may be a hash, and what stands before it.
func looksLikeSuffix(name string) (base string, ok bool) {
	at := len(name) - hashLength
	if at < 2 || name[at-1] != '-' || strings.Trim(name[at:], hashAlphabet) != "" {
		return "", false
	}
	return name[:at-1], true
}
