package sealedsecrets

import (
	"bytes"
	"encoding/binary"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	ssv1alpha1 "github.com/bitnami/sealed-secrets/pkg/apis/sealedsecrets/v1alpha1"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation"
)

const (
	nameChars = "abcdefghijklmnopqrstuvwxyz0123456789"
	keyChars  = nameChars + "-_.ABCDEFGHIJKLMNOPQRSTUVWXYZ"
)

// text is from one to most characters of an alphabet.
func text(r *rand.Rand, alphabet string, most int) string {
	b := make([]byte, 1+r.IntN(most))
	for i := range b {
		b[i] = alphabet[r.IntN(len(alphabet))]
	}
	return string(b)
}

// dnsName is a name with dots and hyphens, of at most 40 characters a label.
func dnsName(r *rand.Rand, labels int) string {
	parts := make([]string, 1+r.IntN(labels))
	for i := range parts {
		parts[i] = text(r, nameChars, 20) + strings.Repeat("-", r.IntN(2)) + text(r, nameChars, 20)
	}
	return strings.Join(parts, ".")
}

// randomSecret is a Secret of up to five values of up to 10 KB.
func randomSecret(r *rand.Rand) *corev1.Secret {
	s := &corev1.Secret{
		TypeMeta:   metav1.TypeMeta{APIVersion: "v1", Kind: "Secret"},
		ObjectMeta: metav1.ObjectMeta{Name: dnsName(r, 4), Namespace: dnsName(r, 1)},
		Data:       map[string][]byte{},
	}
	for range r.IntN(6) {
		value := make([]byte, r.IntN(2)*r.IntN(10<<10))
		for i := range value {
			value[i] = byte(r.Uint32())
		}
		s.Data[text(r, keyChars, 60)] = value
	}
	if r.IntN(2) == 0 {
		s.Type = corev1.SecretType(dnsName(r, 2) + "/" + text(r, nameChars, 10))
	}
	for range r.IntN(3) {
		metav1.SetMetaDataLabel(&s.ObjectMeta, text(r, nameChars, 20), text(r, nameChars, 20))
		metav1.SetMetaDataAnnotation(&s.ObjectMeta, text(r, nameChars, 20), text(r, keyChars+" \n:#", 80))
	}
	return s
}

// Whatever the secret, kubeseal makes the same of it under its new name; all
// the controller's copies stand side by side.
func TestRandomSecrets(t *testing.T) {
	const seed1, seed2, secrets = 167, 2019, 60
	r := rand.New(rand.NewPCG(seed1, seed2))
	var all []*sealedSecret
	for range secrets {
		secret, scope := randomSecret(r), ssv1alpha1.SealingScope(r.IntN(3))
		before := seal(t, theKey(), secret, scope)
		after := mustRename(t, folder("tls.key", theKey().pem()), before)
		requireRecovered(t, theKey(), before, after)
		require.Equal(t, string(after), string(mustRename(t, folder("tls.key", theKey().pem()), before)), "twice is not the same")
		all = append(all, only(t, after))
	}
	c := reconcile(t, theKey(), all...)
	for _, obj := range all {
		c.requireUnsealed(t, obj)
	}
}

func TestTheLongestName(t *testing.T) {
	for length, fits := range map[int]bool{242: true, 243: false} {
		secret := strictSecret()
		secret.Name = strings.Repeat("a", length)
		for _, scope := range scopes {
			before := seal(t, theKey(), secret, scope)
			if !fits {
				requireRefused(t, folder("tls.key", theKey().pem()), before)
				continue
			}
			requireRecovered(t, theKey(), before, mustRename(t, folder("tls.key", theKey().pem()), before))
		}
	}
}

// FuzzRename is TestRandomSecrets with secrets that a fuzzer thinks of, two
// values each, and then a byte of a sealed value flipped: that is refused.
func FuzzRename(f *testing.F) {
	f.Add("shop", "db", "password", []byte("hunter2"), uint16(0), uint32(300))
	f.Add("shop", "db.v2", "TLS.key", []byte{}, uint16(1), uint32(0))
	f.Add("a", "b", "_", bytes.Repeat([]byte{0xff}, 10<<10), uint16(2), uint32(5000))
	f.Add("shop-pr-7", "db-2456789bcd", ".a", []byte("\x00\xfe---\nkind: Secret"), uint16(0), uint32(257))
	f.Add("yes", "null", "1e3", []byte("~"), uint16(0), uint32(258))
	f.Fuzz(func(t *testing.T, namespace, name, key string, value []byte, scope uint16, flip uint32) {
		isName := slices.Concat(validation.IsDNS1123Label(namespace), validation.IsDNS1123Subdomain(name)) == nil
		if !isName || len(name) > 242 || len(validation.IsConfigMapKey(key)) > 0 {
			t.Skip("no API server takes these names")
		}
		secret := strictSecret()
		secret.Namespace, secret.Name = namespace, name
		secret.Data = map[string][]byte{key: value, "more": binary.BigEndian.AppendUint16(nil, scope)}
		before := seal(t, theKey(), secret, ssv1alpha1.SealingScope(scope%3))
		if finalName.MatchString(name) { // a value was changed under a final name, for all that can be seen
			requireRefused(t, folder("tls.key", theKey().pem()), before)
			return
		}
		requireRecovered(t, theKey(), before, mustRename(t, folder("tls.key", theKey().pem()), before))

		if damaged := only(t, before); ssv1alpha1.SecretScope(damaged) == ssv1alpha1.StrictScope {
			damaged.Spec.EncryptedData[key] = flipped(t, damaged.Spec.EncryptedData[key], flip)
			requireRefused(t, folder("tls.key", theKey().pem()), write(t, damaged))
		}
	})
}
