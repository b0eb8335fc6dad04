package secretversion

import (
	"encoding/binary"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// A vector is a content and its suffix, for other implementations.
type vector struct {
	Note   string            `json:"note"`
	Type   string            `json:"type,omitempty"`
	Data   map[string][]byte `json:"data"`
	Suffix string            `json:"suffix"`
}

// The suffix is frozen: another one would restart every workload.
func TestTheSuffixIsFrozen(t *testing.T) {
	data, err := os.ReadFile("suffixes.json")
	require.NoError(t, err)
	var vectors []vector
	require.NoError(t, json.Unmarshal(data, &vectors))
	require.GreaterOrEqual(t, len(vectors), 6)
	for _, v := range vectors {
		assert.Equal(t, v.Suffix, content{typ: v.Type, data: v.Data}.suffix(), v.Note)
	}
}

func TestReadContentReadsWhatTheAPIServerWouldStore(t *testing.T) {
	want := content{data: map[string][]byte{"a": []byte("1"), "b": []byte("two\n"), "bin": {0xff, 0}}}
	for note, text := range map[string]string{
		"data":                            "{data: {a: MQ==, b: dHdvCg==, bin: /wA=}}",
		"base64 over several lines":       "data:\n  a: MQ==\n  b: |\n    dHdv\n    Cg==\n  bin: /wA=\n",
		"a text, where it can be one":     "{data: {bin: /wA=}, stringData: {b: \"two\\n\", a: '1'}}",
		"a text lies over data":           "{stringData: {a: \"1\"}, data: {a: Mg==, b: dHdvCg==, bin: /wA=}}",
		"metadata, immutable are nothing": "{metadata: {name: x}, immutable: true, data: {a: MQ==, b: dHdvCg==, bin: /wA=}, stringData: null}",
	} {
		got, problems := readContent(yaml.MustParse(text).YNode())
		assert.Empty(t, problems, note)
		assert.Equal(t, want.suffix(), got.suffix(), note)
		assert.Equal(t, want.data, got.data, note)
	}
}

func TestEachPartOfAContentCounts(t *testing.T) {
	contents := []content{
		{},
		{typ: "kubernetes.io/tls"},
		{data: map[string][]byte{"": nil}},
		{data: map[string][]byte{"a": nil}},
		{data: map[string][]byte{"a": []byte("b")}},
		{data: map[string][]byte{"ab": nil}},
		{data: map[string][]byte{"a": nil, "b": nil}},
		{data: map[string][]byte{"a": []byte("b"), "c": []byte("d")}},
		{data: map[string][]byte{"a": []byte("d"), "c": []byte("b")}},
		{typ: "a", data: map[string][]byte{"b": nil}},
	}
	seen := map[string]content{}
	for _, c := range contents {
		assert.NotContains(t, seen, c.suffix(), "%v and %v", c, seen[c.suffix()])
		seen[c.suffix()] = c
	}
	assert.Equal(t, content{}.suffix(), content{typ: "Opaque", data: map[string][]byte{}}.suffix())
}

func TestLooksLikeSuffix(t *testing.T) {
	for name, want := range map[string]string{
		"db-2456789bcd": "db", "db-2456789bc": "", "db-2456789bce": "", "-2456789bcd": "", "x-2456789bcd": "x", "db": "", "": "", "db2456789bcd": "",
	} {
		base, ok := looksLikeSuffix(name)
		assert.Equal(t, want, base, name)
		assert.Equal(t, want != "", ok, name)
	}
}

// FuzzContent: every suffix looks like one, and the canonical bytes give back what they were made of, so that no two
// contents share them.
func FuzzContent(f *testing.F) {
	f.Add("", "PASSWORD", []byte("not-a-real-one"), "b", []byte(nil))
	f.Add("kubernetes.io/tls", "tls.crt", []byte{0, 255}, "", []byte("x"))
	f.Fuzz(func(t *testing.T, typ, k1 string, v1 []byte, k2 string, v2 []byte) {
		c := content{typ: typ, data: map[string][]byte{k1: v1, k2: v2}}
		_, ok := looksLikeSuffix("x-" + c.suffix())
		assert.True(t, ok)
		rest := c.canonical()
		number := func() int {
			n := binary.BigEndian.Uint64(rest)
			rest = rest[8:]
			return int(n)
		}
		text := func() string {
			n := number()
			s := string(rest[:n])
			rest = rest[n:]
			return s
		}
		assert.Equal(t, hashVersion, text())
		if typ == "" {
			typ = "Opaque"
		}
		assert.Equal(t, typ, text())
		n := number()
		assert.Len(t, c.data, n)
		for last := ""; n > 0; n-- {
			key := text()
			assert.GreaterOrEqual(t, strings.Compare(key, last), 0)
			assert.Equal(t, string(c.data[key]), text())
			last = key
		}
		assert.Empty(t, rest)
	})
}
