package secret

import (
	"crypto/rsa"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/sealed"
	"github.com/kurumi-krm/kurumi/pkg/sealedsecret"
)

const getKeys = "kubectl get secret -n kube-system -l sealedsecrets.bitnami.com/sealed-secrets-key -o yaml prints them"

// A ring is the private keys at hand.
type ring struct {
	*sealed.Keyring
	newest *rsa.PublicKey // of the key that the controller would seal for
}

// keys opens the folder of private keys. The ring is nil if there is none, or if
// something is wrong with it.
func (r *report) keys(dir string) *ring {
	folder, err := krm.OperatorKeys(dir)
	if err != nil {
		r.Errorf("%v", err)
		return nil
	}
	if folder == nil {
		return nil
	}
	keys, problems := sealedsecret.LoadKeys(folder, now())
	r.problems("keys: ", problems)
	if keys == nil {
		return nil
	}
	return &ring{sealed.NewKeyring(keys.Private...), keys.Recipient}
}

// needKeys is keys where nothing can be done without.
func (r *report) needKeys(dir string) *ring {
	keys := r.keys(dir)
	if keys == nil && !r.Failed() {
		r.Errorf("no private keys: name their folder with --keys DIR or KURUMI_KEYS; %s", getKeys)
	}
	return keys
}

// certificate reads the certificate to seal for.
func (r *report) certificate(name string) *rsa.PublicKey {
	data, err := os.ReadFile(name)
	if err != nil {
		r.Errorf("--cert %s: %v", name, cause(err))
		return nil
	}
	cert, problems := sealedsecret.ReadCertificate(name, data, now())
	r.problems("--cert ", problems)
	return cert
}

func (r *report) problems(where string, problems []sealedsecret.Problem) {
	for _, p := range problems {
		warning := p.Warning
		p.Warning = false
		if warning {
			r.Warnf("%s%s", where, p)
		} else {
			r.Errorf("%s%s", where, p)
		}
	}
}

// tried names the keys that did not open a value.
func (k *ring) tried() string { return "tried " + strings.Join(k.Fingerprints(), ", ") }

// closed says why a value does not open.
func (k *ring) closed(err error) string {
	if errors.Is(err, sealed.ErrNoKey) {
		return fmt.Sprintf("%v (%s)", err, k.tried())
	}
	return err.Error()
}
