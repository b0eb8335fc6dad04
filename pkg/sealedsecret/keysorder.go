package sealedsecret

import (
	"cmp"
	"crypto/rsa"
	"crypto/x509"
	"slices"
	"time"

	"github.com/kurumi-krm/kurumi/pkg/sealed"
)

// heldKey is a private key with what tells its age.
type heldKey struct {
	at      keyPlace // where it was first found
	key     *rsa.PrivateKey
	name    string            // its fingerprint
	cert    *x509.Certificate // the newest for this key, or nil
	made    time.Time         // when its Secret was made, or zero
	retired bool              // its Secret says that nobody should seal for it
}

// hold takes a key up. The same key in two files is one.
func (l *keyLoader) hold(at keyPlace, key *rsa.PrivateKey) *heldKey {
	name := sealed.Fingerprint(&key.PublicKey)
	if l.held[name] == nil {
		l.held[name] = &heldKey{at: at, key: key, name: name}
	}
	return l.held[name]
}

// madeAt keeps the earliest time: a Secret that was restored is no newer key.
func (h *heldKey) madeAt(t time.Time) {
	if !t.IsZero() && (h.made.IsZero() || t.Before(h.made)) {
		h.made = t
	}
}

func (h *heldKey) certify(cert *x509.Certificate) {
	if h.cert == nil || cmp.Or(cert.NotBefore.Compare(h.cert.NotBefore), cert.NotAfter.Compare(h.cert.NotAfter)) > 0 {
		h.cert = cert
	}
}

// since is when the key came into use, or zero if nobody knows.
func (h *heldKey) since() time.Time {
	if h.cert != nil {
		return h.cert.NotBefore
	}
	return h.made
}

// secretKey is the one private key that tls.key has to hold.
func (at keyPlace) secretKey(text []byte) (*rsa.PrivateKey, []heldCertificate, bool) {
	if text == nil {
		return nil, nil, false // that was told
	}
	if len(text) == 0 {
		at.losef("is empty; %s", exportAgain)
		return nil, nil, false
	}
	found, ok := at.pem(text)
	if ok && len(found.private) != 1 {
		at.losef("holds %d private keys, but must hold one; %s", len(found.private), exportAgain)
	}
	if !ok || len(found.private) != 1 {
		return nil, nil, false
	}
	return found.private[0], found.certs, true
}

// pairWithin gives a Secret's key its own certificate.
func (at keyPlace) pairWithin(held *heldKey, certs []heldCertificate) {
	for _, c := range certs {
		if !held.key.PublicKey.Equal(c.key) {
			c.at.loseCertf("is a certificate for another key, %s, but %s is %s; %s",
				sealed.Fingerprint(c.key), keyField, held.name, exportAgain)
			continue
		}
		held.certify(c.cert)
	}
}

// pair gives the certificates of all files to their keys, wherever those are.
func (l *keyLoader) pair() {
	for _, c := range l.certs {
		name := sealed.Fingerprint(c.key)
		held := l.held[name]
		switch {
		case held != nil:
			held.certify(c.cert)
		case l.lost: // perhaps its key is in the file that could not be read
		case len(l.held) == 0:
			c.at.errorf("holds a certificate but no private key; put its private key (tls.key), %s, beside it", name)
		default:
			c.at.loseCertf("is a certificate for another key, %s; put that private key beside it, or remove it", name)
		}
	}
}

// choose puts the keys in order and picks the recipient.
func (l *keyLoader) choose(now time.Time) *Keys {
	if len(l.held) == 0 {
		if !l.failed() {
			keyPlace{loader: l}.errorf("holds no private key; %s, and put that there", exportByName)
		}
		return nil
	}
	order := make([]*heldKey, 0, len(l.held))
	for _, h := range l.held {
		order = append(order, h)
	}
	slices.SortFunc(order, func(a, b *heldKey) int {
		return cmp.Or(b.since().Compare(a.since()), b.made.Compare(a.made), cmp.Compare(a.name, b.name))
	})
	keys := &Keys{Moves: l.moves}
	var recipient *heldKey
	sure := !l.lost && !l.lostCert // else a second mistake may follow from the first
	for _, h := range order {
		keys.Private = append(keys.Private, h.key)
		if h.since().IsZero() && len(order) > 1 && sure {
			h.at.errorf("holds the key %s with nothing that tells its age among several; put its certificate (tls.crt) beside it", h.name)
		}
		if recipient == nil && !h.retired {
			recipient = h
		}
	}
	if recipient == nil {
		order[0].at.errorf("holds a key that its label %s marks as out of use, and there is no other; add the active key", keyLabel)
		return nil
	}
	if recipient.cert != nil && sure {
		recipient.at.validity(recipient.cert, now)
	}
	keys.Recipient = &recipient.key.PublicKey
	return keys
}
