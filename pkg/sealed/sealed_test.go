package sealed

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"math/big"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// testKey makes each key once.
func testKey(n int) *rsa.PrivateKey { return testKeys[n]() }

var testKeys = [3]func() *rsa.PrivateKey{newKey(2048), newKey(2048), newKey(3072)}

func newKey(bits int) func() *rsa.PrivateKey {
	return sync.OnceValue(func() *rsa.PrivateKey {
		key, err := rsa.GenerateKey(rand.Reader, bits)
		if err != nil {
			panic(err)
		}
		return key
	})
}

func seal(tb testing.TB, plaintext string, key *rsa.PrivateKey, label Label) Value {
	tb.Helper()
	v, err := Seal([]byte(plaintext), &key.PublicKey, label)
	require.NoError(tb, err)
	return v
}

// open is the plaintext of a value, or what stands in the way.
func open(v Value, label Label, keys ...*rsa.PrivateKey) (string, error) {
	session, _, err := NewKeyring(keys...).Unwrap(v, label)
	if err != nil {
		return "", err
	}
	plaintext, err := session.Open(v)
	return string(plaintext), err
}

func TestLabels(t *testing.T) {
	assert.Equal(t, Label("shop/db"), Strict.Label("shop", "db"))
	assert.Equal(t, Label("shop"), NamespaceWide.Label("shop", "db"))
	assert.Equal(t, Label(""), ClusterWide.Label("shop", "db"))
	assert.Equal(t, "strict namespace-wide cluster-wide", fmt.Sprint(Strict, NamespaceWide, ClusterWide))
}

func TestAValueOpensUnderItsLabelAlone(t *testing.T) {
	for _, plaintext := range []string{"", "x", "correct horse", strings.Repeat("long ", 3000)} {
		v := seal(t, plaintext, testKey(0), "shop/db")
		got, err := open(v, "shop/db", testKey(0))
		require.NoError(t, err)
		assert.Equal(t, plaintext, got)
		for _, label := range []Label{"", "shop", "shop/db-", "shop/d", "other/db", "shop/db\x00"} {
			_, err := open(v, label, testKey(0), testKey(1), testKey(2))
			assert.ErrorIs(t, err, ErrNoKey, "%q", label)
		}
	}
}

func TestARewrappedValueOpensUnderItsNewLabelAlone(t *testing.T) {
	v := seal(t, "correct horse", testKey(0), "shop/db")
	session, opened, err := NewKeyring(testKey(1), testKey(2), testKey(0)).Unwrap(v, "shop/db")
	require.NoError(t, err)
	assert.Equal(t, &testKey(0).PublicKey, opened)
	moved, err := session.Rewrap(v, &testKey(2).PublicKey, "shop/db-x")
	require.NoError(t, err)
	assert.Equal(t, v.content, moved.content, "the content is copied")

	got, err := open(moved, "shop/db-x", testKey(2))
	require.NoError(t, err)
	assert.Equal(t, "correct horse", got)
	_, err = open(moved, "shop/db-x", testKey(0))
	require.ErrorIs(t, err, ErrNoKey, "it was wrapped for another key")
	_, err = open(moved, "shop/db", testKey(2))
	require.ErrorIs(t, err, ErrNoKey, "it was wrapped under another label")
}

func TestRewrappingIsDeterministic(t *testing.T) {
	v := seal(t, "correct horse", testKey(0), "shop/db")
	session, _, err := NewKeyring(testKey(0)).Unwrap(v, "shop/db")
	require.NoError(t, err)
	rewrap := func(to *rsa.PrivateKey, label Label) string {
		moved, err := session.Rewrap(v, &to.PublicKey, label)
		require.NoError(t, err)
		return moved.String()
	}
	first := rewrap(testKey(1), "a/b")
	for range 50 {
		require.Equal(t, first, rewrap(testKey(1), "a/b"))
	}
	assert.NotEqual(t, first, rewrap(testKey(1), "a/c"))
	seeds := map[string]bool{}
	for _, to := range []*rsa.PrivateKey{testKey(0), testKey(1), testKey(2)} {
		for _, label := range []Label{"", "a", "a/b"} {
			seeds[string(session.seed(&to.PublicKey, label))] = true
		}
	}
	assert.Len(t, seeds, 9, "each recipient and label has a seed of its own")
}

// The seed's derivation is written down in the package comment: what this expects
// was computed by the words there, in another language.
func TestSeedVector(t *testing.T) {
	session, err := newSessionKey([]byte("0123456789abcdef0123456789abcdef"))
	require.NoError(t, err)
	modulus, ok := new(big.Int).SetString("c0ffee"+strings.Repeat("01", 253), 16)
	require.True(t, ok)
	seed := session.seed(&rsa.PublicKey{N: modulus, E: 65537}, "shop/db-2456789bcd")
	assert.Equal(t, "8e5c8f277e53c01f52ca7a911fdaf29715567a39777b55a7f60cd2e5a36b80ae", hex.EncodeToString(seed))
}

func TestKeysAreNeverPrinted(t *testing.T) {
	session, err := newSessionKey([]byte("0123456789abcdef0123456789abcdef"))
	require.NoError(t, err)
	ring := NewKeyring(testKey(0))
	type holder struct {
		session SessionKey
		ring    *Keyring
		Open    SessionKey
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x", "%d", "%q"} {
		text := fmt.Sprintf(strings.Repeat(verb+" ", 5), session, &session, ring, holder{session, ring, session}, []any{session, ring})
		for _, secret := range []string{"01234567", "30313233", "48 49 50", "0x30, 0x31", testKey(0).D.String()[:12], testKey(0).D.Text(16)[:12], testKey(0).Primes[0].String()[:12]} {
			assert.NotContains(t, text, secret, verb)
		}
	}
}

func TestEveryTruncationIsRefused(t *testing.T) {
	v := seal(t, "correct horse", testKey(0), "shop/db")
	raw, err := base64.StdEncoding.DecodeString(v.String())
	require.NoError(t, err)
	for n := range raw {
		cut, err := Parse(base64.StdEncoding.EncodeToString(raw[:n]))
		if err == nil {
			_, err = open(cut, "shop/db", testKey(0))
			require.ErrorIs(t, err, ErrDamaged, "%d of %d bytes", n, len(raw))
			continue
		}
		require.Less(t, n, 2+256+tagSize)
		require.NotContains(t, err.Error(), v.String()[:8])
	}
}

func TestEveryDamageIsFound(t *testing.T) {
	v := seal(t, "correct horse", testKey(0), "shop/db")
	raw, err := base64.StdEncoding.DecodeString(v.String())
	require.NoError(t, err)
	ring := NewKeyring(testKey(0))
	for at := range raw {
		if at > 2 && at < 240 && at%16 != 0 {
			continue // one byte of the wrapped key is as good as another
		}
		raw[at] ^= 0x10
		damaged, err := Parse(base64.StdEncoding.EncodeToString(raw))
		if err == nil {
			_, _, err = ring.Unwrap(damaged, "shop/db")
		}
		assert.Error(t, err, "byte %d", at)
		raw[at] ^= 0x10
	}
}

func TestParseSaysWhatIsWrong(t *testing.T) {
	for text, want := range map[string]string{
		"":                       "is empty",
		"<replace me>":           "is no base64 from character 1 on",
		"AgBs3cr3t!":             "is no base64 from character 10 on",
		"AA==":                   "is truncated: 1 bytes cannot hold a session key",
		"AAAAAAAA":               "is no sealed value: its session key has no bytes",
		"c2VjcmV0":               "is truncated or no sealed value: its session key says it has 29541 bytes, and 4 are there",
		"AAIAAAAAAAAAAAAAAAAAAA": "is no base64 from character 21 on",
		"AAIAAAAAAAAAAAAAAAAA":   "is truncated: 11 bytes stand behind its session key, and the tag alone has 16",
	} {
		_, err := Parse(text)
		assert.EqualError(t, err, want, text)
	}
}

func TestParseTakesLineBreaksAsTheControllerDoes(t *testing.T) {
	v := seal(t, "x", testKey(0), "")
	text := v.String()
	folded, err := Parse(text[:76] + "\n" + text[76:152] + "\r\n" + text[152:] + "\n")
	require.NoError(t, err)
	assert.Equal(t, v, folded)
}

func TestTheKeyThatFittedLastIsTriedFirst(t *testing.T) {
	for last := range 4 {
		var order []int
		for n := range 4 {
			order = append(order, nth(n, last))
		}
		assert.Equal(t, last, order[0])
		assert.ElementsMatch(t, []int{0, 1, 2, 3}, order)
	}
	ring := NewKeyring(testKey(0), testKey(1))
	_, _, err := ring.Unwrap(seal(t, "x", testKey(1), ""), "")
	require.NoError(t, err)
	assert.EqualValues(t, 1, ring.fitted.Load())
	_, _, err = NewKeyring().Unwrap(seal(t, "x", testKey(1), ""), "")
	assert.ErrorIs(t, err, ErrNoKey, "no keys at all")
}

func TestEachCallsForEveryNumberOnce(t *testing.T) {
	for _, n := range []int{0, 1, 2, 100} {
		calls := make([]int, n)
		Each(n, func(i int) { calls[i]++ })
		for i := range n {
			assert.Equal(t, 1, calls[i])
		}
	}
}

func TestFingerprintIsWhatSSHSays(t *testing.T) {
	pub := testKey(0).PublicKey
	assert.Regexp(t, `^SHA256:[A-Za-z0-9+/]{43}$`, Fingerprint(&pub))
	assert.Equal(t, []string{Fingerprint(&pub), Fingerprint(&testKey(1).PublicKey)}, NewKeyring(testKey(0), testKey(1)).Fingerprints())
	assert.NotEqual(t, Fingerprint(&pub), Fingerprint(&testKey(1).PublicKey))
	assert.Equal(t, []byte{0, 0x80}, mpint(big.NewInt(0x80)), "a first bit would be a sign")
	assert.Equal(t, []byte{0x7f, 0xff}, mpint(big.NewInt(0x7fff)))
}

func FuzzParse(f *testing.F) {
	v := seal(f, "correct horse", testKey(0), "shop/db")
	f.Add(v.String())
	f.Add(v.String()[:40])
	f.Add("AAIAAAAAAAAAAAAAAAAAAAAAAAAA")
	f.Add("<placeholder>")
	f.Fuzz(func(t *testing.T, text string) {
		v, err := Parse(text)
		if err != nil {
			if len(text) > 20 {
				assert.NotContains(t, err.Error(), text[:20])
			}
			return
		}
		again, err := Parse(v.String())
		require.NoError(t, err)
		assert.Equal(t, v, again)
		_, _, err = NewKeyring(testKey(0)).Unwrap(v, "other/label")
		assert.Error(t, err)
	})
}

// FuzzTag holds the tag against the standard library's.
func FuzzTag(f *testing.F) {
	f.Add([]byte("0123456789abcdef0123456789abcdef"), []byte(""))
	f.Add([]byte("0123456789abcdef0123456789abcdef"), []byte("correct horse battery staple"))
	f.Add(make([]byte, 32), make([]byte, 16))
	f.Add([]byte(strings.Repeat("\xff", 32)), make([]byte, 100))
	f.Fuzz(func(t *testing.T, key, plaintext []byte) {
		if len(key) != 32 {
			t.Skip()
		}
		block, err := aes.NewCipher(key)
		require.NoError(t, err)
		gcm, err := cipher.NewGCM(block)
		require.NoError(t, err)
		sealed := gcm.Seal(nil, nonce[:], plaintext, nil)
		assert.Equal(t, sealed[len(plaintext):], ciphertextTag(block, gcm, sealed[:len(plaintext)]))
	})
}
