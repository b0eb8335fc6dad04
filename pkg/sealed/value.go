package sealed

import (
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
)

// tagSize is how many bytes of the AES part are its tag.
const tagSize = 16

// A Value is one sealed value: a session key, encrypted for the controller, and
// a plaintext, encrypted under the session key.
type Value struct {
	wrapped []byte // RSA-OAEP of the session key
	content []byte // AES-256-GCM of the plaintext, its tag at the end
}

// Parse reads a value as it stands in a SealedSecret's encryptedData. It checks
// the form and nothing else. Its errors hold no part of the text.
func Parse(text string) (Value, error) {
	if text == "" {
		return Value{}, errors.New("is empty")
	}
	raw, err := base64.StdEncoding.DecodeString(text)
	if at, ok := errors.AsType[base64.CorruptInputError](err); ok {
		return Value{}, fmt.Errorf("is no base64 from character %d on", int64(at)+1)
	}
	if len(raw) < 2 {
		return Value{}, fmt.Errorf("is truncated: %d bytes cannot hold a session key", len(raw))
	}
	n, rest := int(binary.BigEndian.Uint16(raw)), raw[2:]
	switch {
	case n == 0:
		return Value{}, errors.New("is no sealed value: its session key has no bytes")
	case len(rest) < n:
		return Value{}, fmt.Errorf("is truncated or no sealed value: its session key says it has %d bytes, and %d are there", n, len(rest))
	case len(rest) < n+tagSize:
		return Value{}, fmt.Errorf("is truncated: %d bytes stand behind its session key, and the tag alone has %d", len(rest)-n, tagSize)
	}
	return Value{wrapped: rest[:n:n], content: rest[n:]}, nil
}

// String is the value as a SealedSecret has it.
func (v Value) String() string {
	raw := make([]byte, 0, 2+len(v.wrapped)+len(v.content))
	raw = binary.BigEndian.AppendUint16(raw, uint16(len(v.wrapped))) // Parse and wrap take no more than fits
	raw = append(append(raw, v.wrapped...), v.content...)
	return base64.StdEncoding.EncodeToString(raw)
}

// Wrapped is the encrypted session key.
func (v Value) Wrapped() []byte { return v.wrapped }
