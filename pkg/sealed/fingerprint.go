package sealed

import (
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"math/big"
)

// Fingerprint names a public key as the controller and ssh-keygen do:
// SHA256:<base64 of the hash of the key as ssh writes it>. It says nothing about
// the private key.
func Fingerprint(pub *rsa.PublicKey) string {
	var wire []byte
	for _, part := range [][]byte{[]byte("ssh-rsa"), mpint(big.NewInt(int64(pub.E))), mpint(pub.N)} {
		wire = binary.BigEndian.AppendUint32(wire, uint32(len(part)))
		wire = append(wire, part...)
	}
	sum := sha256.Sum256(wire)
	return "SHA256:" + base64.RawStdEncoding.EncodeToString(sum[:])
}

// mpint is a positive number as ssh writes it (RFC 4251, section 5).
func mpint(n *big.Int) []byte {
	b := n.Bytes()
	if len(b) > 0 && b[0]&0x80 != 0 {
		b = append([]byte{0}, b...)
	}
	return b
}
