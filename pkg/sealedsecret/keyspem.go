package sealedsecret

import (
	"bytes"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"strings"
)

const (
	minKeyBits = 2048
	maxKeyDER  = 12 << 10 // bytes; an RSA key of 16384 bits has 9.3 KB
)

// pemContent is what PEM blocks hold.
type pemContent struct {
	private []*rsa.PrivateKey
	certs   []heldCertificate
	last    *x509.Certificate // the one before, for chains
}

// heldCertificate is a certificate for an RSA key that somebody has to hold.
type heldCertificate struct {
	at   keyPlace
	cert *x509.Certificate
	key  *rsa.PublicKey
}

var pemBegin = []byte("-----BEGIN")

// pemParts cuts a text before each line that begins a block. Explanations before
// the first one, as openssl prints them, are left out.
func pemParts(data []byte) [][]byte {
	var parts [][]byte
	start := -1
	for p := 0; p < len(data); {
		if bytes.HasPrefix(data[p:], pemBegin) {
			if start >= 0 {
				parts = append(parts, data[start:p])
			}
			start = p
		}
		next := bytes.IndexByte(data[p:], '\n')
		if next < 0 {
			break
		}
		p += next + 1
	}
	if start >= 0 {
		parts = append(parts, data[start:])
	}
	return parts
}

// pem reads all blocks of a text. It is false if a mistake was told.
func (at keyPlace) pem(data []byte) (pemContent, bool) {
	before := len(at.loader.problems)
	var found pemContent
	parts := pemParts(data)
	if len(parts) == 0 || bytes.Count(data, pemBegin) != len(parts) {
		at.damaged() // or indented, or a block within another
		return found, false
	}
	for i, part := range parts {
		here := at
		if len(parts) > 1 {
			here = at.in("PEM block %d", i+1)
		}
		// pem.Decode passes over what it cannot read: alone in its part, a damaged
		// block cannot hide behind the next one.
		if block, _ := pem.Decode(part); block != nil {
			found.add(here, block)
		} else {
			here.damaged()
		}
	}
	return found, len(at.loader.problems) == before
}

func (at keyPlace) damaged() {
	at.losef("is no PEM, or damaged PEM; copy it again, whole and with no spaces before its lines")
}

const wrongKind = "but Sealed Secrets takes RSA; give the controller's own key"

func (found *pemContent) add(at keyPlace, block *pem.Block) {
	switch {
	case block.Type == "ENCRYPTED PRIVATE KEY", strings.Contains(block.Headers["Proc-Type"], "ENCRYPTED"):
		at.losef("is an encrypted private key; decrypt it with openssl pkey -in FILE -out NEW, in a folder that only you can read")
	case block.Type == "PRIVATE KEY":
		found.addKey(at, block.Bytes, x509.ParsePKCS8PrivateKey)
	case block.Type == "RSA PRIVATE KEY":
		found.addKey(at, block.Bytes, func(der []byte) (any, error) { return x509.ParsePKCS1PrivateKey(der) })
	case block.Type == "EC PRIVATE KEY", block.Type == "EC PARAMETERS":
		at.losef("is an EC key, %s", wrongKind)
	case block.Type == "PUBLIC KEY", block.Type == "RSA PUBLIC KEY":
		at.losef("is a public key, which opens nothing; give the private key (tls.key)")
	case block.Type == "CERTIFICATE":
		found.addCertificate(at, block.Bytes)
	default:
		at.losef("is neither a private key nor a certificate; remove it")
	}
}

func (found *pemContent) addKey(at keyPlace, der []byte, parse func([]byte) (any, error)) {
	if len(der) > maxKeyDER {
		at.losef("is too large for a private key; export it again")
		return
	}
	parsed, err := parse(der)
	key, isRSA := parsed.(*rsa.PrivateKey)
	switch {
	case err != nil:
		at.losef("is a private key that is damaged, or of a kind that is not known; export it again")
	case !isRSA:
		at.losef("is an EC or Ed25519 key, %s", wrongKind)
	case key.N.BitLen() < minKeyBits:
		at.losef("is an RSA key of %d bits, but must have %d or more; give the controller's own key", key.N.BitLen(), minKeyBits)
	case key.Validate() != nil:
		at.losef("is a private key whose numbers do not fit together; export it again")
	default:
		found.private = append(found.private, key)
	}
}

func (found *pemContent) addCertificate(at keyPlace, der []byte) {
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		at.loseCertf("is a certificate that is damaged; copy it again")
		return
	}
	issuer := found.last != nil && issued(cert, found.last)
	found.last = cert
	if issuer {
		return // behind one's own certificate come those of the authorities: nobody here holds their keys
	}
	key, isRSA := cert.PublicKey.(*rsa.PublicKey)
	switch {
	case !isRSA:
		at.loseCertf("is a certificate for an EC or Ed25519 key, %s", wrongKind)
	case key.N.BitLen() < minKeyBits:
		at.loseCertf("is a certificate for an RSA key of %d bits, but must be for %d or more; give the controller's own", key.N.BitLen(), minKeyBits)
	default:
		found.certs = append(found.certs, heldCertificate{at, cert, key})
	}
}

// issued says whether issuer stands above cert in a chain. The controller's own
// certificates name themselves, so two of them in a file are no chain.
func issued(issuer, cert *x509.Certificate) bool {
	return bytes.Equal(issuer.RawSubject, cert.RawIssuer) && !bytes.Equal(cert.RawSubject, cert.RawIssuer)
}
