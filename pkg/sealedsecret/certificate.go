package sealedsecret

import (
	"bytes"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"time"
)

const fetchCert = "get the controller's certificate with kubeseal --fetch-cert"

// ReadCertificate reads the certificate to seal for: what kubeseal --cert takes,
// as PEM. It takes exactly one, so that nobody seals for the wrong one of two.
// An expired certificate is only warned about, as the controller goes on using
// its key. There is no key if any of the problems is more than a warning.
func ReadCertificate(name string, data []byte, now time.Time) (*rsa.PublicKey, []Problem) {
	l := &keyLoader{}
	at := keyPlace{loader: l, file: name}
	if cert := at.certificate(data); cert != nil {
		at.validity(cert.cert, now)
		return cert.key, l.problems
	}
	return nil, l.problems
}

func (at keyPlace) certificate(data []byte) *heldCertificate {
	data = bytes.TrimPrefix(data, []byte(byteOrderMark))
	parts := pemParts(data)
	switch {
	case len(data) > maxKeyFile:
		at.errorf("has more than 1 MiB; %s", fetchCert)
		return nil
	case len(bytes.TrimSpace(data)) == 0:
		at.errorf("is empty; %s", fetchCert)
		return nil
	case bytes.Contains(data, []byte("PRIVATE KEY-----")):
		at.errorf("holds a private key, which has no place here; %s", fetchCert)
		return nil
	case len(parts) == 0:
		at.errorf("holds no certificate in PEM; %s", fetchCert)
		return nil
	case len(parts) > 1:
		at.errorf("holds %d PEM blocks, but must hold one certificate; keep the controller's alone", len(parts))
		return nil
	}
	if block, _ := pem.Decode(parts[0]); block != nil && block.Type != "CERTIFICATE" {
		at.errorf("holds PEM that is no certificate; %s", fetchCert)
		return nil
	}
	found, ok := at.pem(data)
	if !ok || len(found.certs) != 1 {
		return nil
	}
	return &found.certs[0]
}

// validity warns where a certificate does not count now. The controller seals
// and opens all the same.
func (at keyPlace) validity(cert *x509.Certificate, now time.Time) {
	const day = "2006-01-02"
	switch {
	case now.After(cert.NotAfter):
		at.warnf("has a certificate that expired on %s, which the controller goes on using; renew the controller's key", cert.NotAfter.UTC().Format(day))
	case now.Before(cert.NotBefore):
		at.warnf("has a certificate that is valid only from %s on; look at the clock, or at the certificate", cert.NotBefore.UTC().Format(day))
	}
}
