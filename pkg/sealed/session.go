package sealed

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/binary"
	"errors"
	"fmt"
)

// rewrapping is what the randomness of a re-wrap is for. Whoever changes how it
// is derived changes this too.
const rewrapping = "kurumi.dev/sealed/rewrap/v1\x00"

// nonce is GCM's: zeros, since a session key encrypts one content only.
var nonce [12]byte

// ErrDamaged says that a value's session key is right and its content is not.
var ErrDamaged = errors.New("its content is damaged")

// A SessionKey is the key of one value's content. It is never printed.
type SessionKey struct {
	key func() []byte // a function, since fmt does not call Format inside other structs, but prints what is there
}

// Format keeps the key out of every message, whatever the verb.
func (SessionKey) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte("a session key")) }

func newSessionKey(b []byte) (SessionKey, error) {
	if len(b) != 32 {
		return SessionKey{}, fmt.Errorf("%w: its session key has %d bytes, and not 32", ErrDamaged, len(b))
	}
	return sessionKey([32]byte(b)), nil
}

func sessionKey(b [32]byte) SessionKey { return SessionKey{func() []byte { return b[:] }} }

// Seal encrypts a plaintext under a new session key, for the owner of the
// private key and under the label.
func Seal(plaintext []byte, to *rsa.PublicKey, label Label) (Value, error) {
	k, v, err := SealContent(plaintext)
	if err != nil {
		return Value{}, err
	}
	return k.Wrap(v, to, label)
}

// SealContent is the first half of Seal: the content, which decides the suffix
// and so the label under which the session key is to be wrapped.
func SealContent(plaintext []byte) (SessionKey, Value, error) {
	var random [32]byte
	_, _ = rand.Read(random[:]) // it never fails
	k := sessionKey(random)
	_, gcm, err := k.ciphers()
	if err != nil {
		return SessionKey{}, Value{}, err
	}
	return k, Value{content: gcm.Seal(nil, nonce[:], plaintext, nil)}, nil
}

// Wrap is the second half of Seal: the session key, with randomness of the
// operating system's.
func (k SessionKey) Wrap(v Value, to *rsa.PublicKey, label Label) (Value, error) {
	wrapped, err := rsa.EncryptOAEP(sha256.New(), rand.Reader, to, k.key(), []byte(label))
	return Value{wrapped, v.content}, err
}

// Open decrypts a value's content.
func (k SessionKey) Open(v Value) ([]byte, error) {
	_, gcm, err := k.ciphers()
	if err != nil {
		return nil, err
	}
	plaintext, err := gcm.Open(nil, nonce[:], v.content, nil)
	if err != nil {
		return nil, ErrDamaged
	}
	return plaintext, nil
}

// Verify checks the tag of a value's content and decrypts nothing.
func (k SessionKey) Verify(v Value) error {
	block, gcm, err := k.ciphers()
	if err != nil {
		return err
	}
	text, tag := v.content[:len(v.content)-tagSize], v.content[len(v.content)-tagSize:]
	if subtle.ConstantTimeCompare(ciphertextTag(block, gcm, text), tag) != 1 {
		return ErrDamaged
	}
	return nil
}

// Rewrap encrypts the session key anew, for the owner of another private key or
// under another label, and copies the content. The same session key, recipient
// and label give the same bytes.
func (k SessionKey) Rewrap(v Value, to *rsa.PublicKey, label Label) (Value, error) {
	seed := bytes.NewReader(k.seed(to, label))
	wrapped, err := rsa.EncryptOAEP(sha256.New(), seed, to, k.key(), []byte(label))
	if err != nil {
		return Value{}, err
	}
	if seed.Len() != 0 {
		return Value{}, errors.New("crypto/rsa did not take its randomness from where it was told to")
	}
	return Value{wrapped, v.content}, nil
}

// seed is the 32 bytes that OAEP takes for random.
func (k SessionKey) seed(to *rsa.PublicKey, label Label) []byte {
	modulus := to.N.Bytes()
	mac := hmac.New(sha256.New, k.key())
	mac.Write([]byte(rewrapping))
	mac.Write(binary.BigEndian.AppendUint32(nil, uint32(len(modulus))))
	mac.Write(modulus)
	mac.Write([]byte(label))
	return mac.Sum(nil)
}

func (k SessionKey) ciphers() (cipher.Block, cipher.AEAD, error) {
	block, err := aes.NewCipher(k.key())
	if err != nil {
		return nil, nil, err
	}
	gcm, err := cipher.NewGCM(block)
	return block, gcm, err
}
