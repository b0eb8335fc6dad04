package sealed

import (
	"crypto/rsa"
	"crypto/sha256"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
)

// ErrNoKey says that none of the private keys unwraps a value's session key
// under its label.
var ErrNoKey = errors.New("no key opens it")

// A Keyring is some private keys. It may be used by several goroutines at once.
type Keyring struct {
	keys   []*rsa.PrivateKey
	fitted atomic.Int64 // index of the key that was the right one most recently
}

// NewKeyring makes a keyring of private keys of 2048 bits or more.
func NewKeyring(keys ...*rsa.PrivateKey) *Keyring { return &Keyring{keys: keys} }

// Format keeps the keys out of every message, whatever the verb.
func (r *Keyring) Format(f fmt.State, _ rune) { fmt.Fprintf(f, "%d private keys", len(r.keys)) }

// Unwrap decrypts a value's session key, and checks the content against it. It
// says which key it was. The error is ErrNoKey or ErrDamaged, or wraps them.
//
// A sealed value does not say whom it is for, so each key has to be tried; the
// one that fitted last comes first, since most often it fits again.
func (r *Keyring) Unwrap(v Value, label Label) (SessionKey, *rsa.PublicKey, error) {
	last := int(r.fitted.Load())
	for n := range r.keys {
		at := nth(n, last)
		key := r.keys[at]
		if key.Size() != len(v.wrapped) {
			continue
		}
		plain, err := rsa.DecryptOAEP(sha256.New(), nil, key, v.wrapped, []byte(label))
		if err != nil {
			continue // the package gives no reason, on purpose
		}
		r.fitted.Store(int64(at))
		session, err := newSessionKey(plain)
		if err == nil {
			err = session.Verify(v)
		}
		if err != nil {
			return SessionKey{}, nil, err
		}
		return session, &key.PublicKey, nil
	}
	return SessionKey{}, nil, ErrNoKey
}

// nth is the index of the key to try at the nth attempt: the last one that
// fitted, then the others in their order.
func nth(n, last int) int {
	switch {
	case n == 0:
		return last
	case n <= last:
		return n - 1
	}
	return n
}

// Fingerprints names the keys, in their order.
func (r *Keyring) Fingerprints() []string {
	names := make([]string, len(r.keys))
	for i, key := range r.keys {
		names[i] = Fingerprint(&key.PublicKey)
	}
	return names
}

// Each calls do for 0 to n-1, on all cores, and returns when all is done.
func Each(n int, do func(i int)) {
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				do(i)
			}
		})
	}
	wg.Wait()
}
