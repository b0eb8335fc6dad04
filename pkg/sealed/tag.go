package sealed

import (
	"crypto/cipher"
	"encoding/binary"
)

// ciphertextTag is the GCM tag of a ciphertext without additional data, computed
// without decrypting it.
//
// GCM authenticates additional data and ciphertext by the same hash, but for the
// block of lengths at the end: (8·n, 0) for n bytes of additional data, (0, 8·n)
// for n bytes of ciphertext. So the tag of the ciphertext taken as additional
// data, which the standard library computes, is off by the difference of these
// blocks times the hash key H (NIST SP 800-38D, sections 6.4 and 7.1).
func ciphertextTag(block cipher.Block, gcm cipher.AEAD, ciphertext []byte) []byte {
	tag := gcm.Seal(nil, nonce[:], nil, ciphertext)
	var h [16]byte
	block.Encrypt(h[:], h[:])
	bits := uint64(len(ciphertext)) * 8
	hi, lo := times(bits, bits, binary.BigEndian.Uint64(h[:8]), binary.BigEndian.Uint64(h[8:]))
	binary.BigEndian.PutUint64(tag[:8], binary.BigEndian.Uint64(tag[:8])^hi)
	binary.BigEndian.PutUint64(tag[8:], binary.BigEndian.Uint64(tag[8:])^lo)
	return tag
}

// times multiplies in GCM's field, where the first bit is the lowest power. What
// it does depends on neither factor's bits, since the second one is secret.
func times(xHi, xLo, vHi, vLo uint64) (hi, lo uint64) {
	for range 128 {
		bit := -(xHi >> 63)
		hi, lo = hi^vHi&bit, lo^vLo&bit
		xHi, xLo = xHi<<1|xLo>>63, xLo<<1
		carry := -(vLo & 1)
		vHi, vLo = vHi>>1^0xe1<<56&carry, vLo>>1|vHi<<63
	}
	return hi, lo
}
