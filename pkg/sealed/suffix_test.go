package sealed

import (
	"encoding/hex"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// testdata/suffixes.json was written by a program of its own, after the words in
// doc comments and not after this code. Nothing in it may ever change.
func TestSuffixVectors(t *testing.T) {
	text, err := os.ReadFile("testdata/suffixes.json")
	require.NoError(t, err)
	var vectors []struct {
		Why                       string
		Values                    map[string][]byte // the AES parts
		Type                      string
		Immutable                 bool
		Data                      map[string]*string
		Canonical, SHA256, Suffix string
	}
	require.NoError(t, json.Unmarshal(text, &vectors))
	require.Len(t, vectors, 13)
	for _, v := range vectors {
		c := Content{Type: v.Type, Immutable: v.Immutable, Data: v.Data, Values: map[string]Value{}}
		for key, content := range v.Values {
			c.Values[key] = Value{wrapped: []byte("does not count"), content: content}
		}
		assert.Equal(t, v.Canonical, hex.EncodeToString(c.canonical()), v.Why)
		assert.Equal(t, v.Suffix, c.Suffix(), v.Why)
	}
}

func TestASuffixSurvivesRewrapping(t *testing.T) {
	v := seal(t, "correct horse", testKey(0), "shop/db")
	session, _, err := NewKeyring(testKey(0)).Unwrap(v, "shop/db")
	require.NoError(t, err)
	moved, err := session.Rewrap(v, &testKey(2).PublicKey, "shop/db-x")
	require.NoError(t, err)
	suffix := func(v Value) string { return Content{Values: map[string]Value{"password": v}}.Suffix() }
	assert.Equal(t, suffix(v), suffix(moved))
	assert.NotEqual(t, suffix(v), suffix(seal(t, "correct horse", testKey(0), "shop/db")), "sealed again, it is another content")
}

func TestWhatLooksLikeASuffix(t *testing.T) {
	for name, want := range map[string]string{
		"db-2456789bcd":    "db",
		"a-b-tmkhgfdcb9":   "a-b",
		"d-2456789bcd":     "d",
		"db-2456789bc":     "", // nine characters
		"db-2456789bcde":   "", // eleven
		"db-0123456789":    "", // digits that it does not have
		"db-credential":    "", // a word
		"-2456789bcd":      "",
		"2456789bcd":       "",
		"db.2456789bcd":    "",
		"db-2456789bcd-gt": "",
	} {
		base, ok := LooksLikeSuffix(name)
		assert.Equal(t, want, base, name)
		assert.Equal(t, want != "", ok, name)
	}
}

// FuzzSuffix looks for two contents with one suffix, and for a suffix that does
// not look like one.
func FuzzSuffix(f *testing.F) {
	f.Add("password", "value", "password", "value2", "Opaque", true)
	f.Add("a", "bc", "ab", "c", "", false)
	f.Fuzz(func(t *testing.T, key, value, key2, value2, typ string, immutable bool) {
		content := func(key, value string, data bool) string {
			c := Content{Type: typ, Immutable: immutable}
			if data {
				c.Data = map[string]*string{key: &value}
			} else {
				c.Values = map[string]Value{key: {content: []byte(value)}}
			}
			return c.Suffix()
		}
		suffix := content(key, value, false)
		base, ok := LooksLikeSuffix("base-" + suffix)
		assert.True(t, ok && base == "base" && len(suffix) == SuffixLength && strings.Trim(suffix, suffixAlphabet) == "")
		assert.Equal(t, suffix, content(key, value, false))
		assert.NotEqual(t, suffix, content(key, value, true))
		null := Content{Type: typ, Immutable: immutable, Data: map[string]*string{key: nil}}
		assert.NotEqual(t, null.Suffix(), content(key, value, true))
		assert.Equal(t, key == key2 && value == value2, suffix == content(key2, value2, false))
	})
}
