package sealedsecrets

import (
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"io/fs"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/bitnami/sealed-secrets/pkg/controller"
	"github.com/bitnami/sealed-secrets/pkg/crypto"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/util/keyutil"
)

// A keyPair is one of a controller's keys.
type keyPair struct {
	private *rsa.PrivateKey
	cert    *x509.Certificate
}

// The keys of all tests, made once: the one that seals, a newer one of the same
// controller, and one of some other controller.
var (
	theKey     = sync.OnceValue(func() *keyPair { return makeKey(60) })
	newerKey   = sync.OnceValue(func() *keyPair { return makeKey(30) })
	strangeKey = sync.OnceValue(func() *keyPair { return makeKey(0) })
)

// makeKey makes a key as the controller does, only smaller: half the bits are a
// tenth of the time.
func makeKey(daysOld int) *keyPair {
	private, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	made := time.Now().AddDate(0, 0, -daysOld)
	cert, err := crypto.SignKeyWithNotBefore(rand.Reader, private, made, 10*365*24*time.Hour, "")
	if err != nil {
		panic(err)
	}
	return &keyPair{private, cert}
}

// pem is the private key as a file.
func (k *keyPair) pem() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: keyutil.RSAPrivateKeyBlockType, Bytes: x509.MarshalPKCS1PrivateKey(k.private)})
}

// certificate is what the controller hands to everybody, as a file.
func (k *keyPair) certificate() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: k.cert.Raw})
}

// secret is the key as the controller keeps it in its cluster.
func (k *keyPair) secret(name string) *corev1.Secret {
	return &corev1.Secret{
		TypeMeta: metav1.TypeMeta{APIVersion: "v1", Kind: "Secret"},
		ObjectMeta: metav1.ObjectMeta{
			Name: name, Namespace: keyNamespace,
			Labels:            map[string]string{controller.SealedSecretsKeyLabel: "active"},
			CreationTimestamp: metav1.NewTime(k.cert.NotBefore),
		},
		Type: corev1.SecretTypeTLS,
		Data: map[string][]byte{corev1.TLSPrivateKeyKey: k.pem(), corev1.TLSCertKey: k.certificate()},
	}
}

// folder is the operator's folder with one file in it.
func folder(name string, data []byte) fs.FS {
	return fstest.MapFS{name: {Data: data, Mode: 0o400}}
}

// keyRing is keys as sealed-secrets' crypto takes them.
func keyRing(tb testing.TB, keys ...*rsa.PrivateKey) map[string]*rsa.PrivateKey {
	tb.Helper()
	ring := map[string]*rsa.PrivateKey{}
	for _, key := range keys {
		fingerprint, err := crypto.PublicKeyFingerprint(&key.PublicKey)
		require.NoError(tb, err)
		ring[fingerprint] = key
	}
	return ring
}

// keysIn is the keys in a folder of the operator's: those in PEM files, in
// Secrets and in Lists. What is neither, like moves.yaml, is no key.
func keysIn(tb testing.TB, fsys fs.FS) []*rsa.PrivateKey {
	tb.Helper()
	var keys []*rsa.PrivateKey
	add := func(data []byte) {
		if key, err := keyutil.ParsePrivateKeyPEM(data); err == nil {
			keys = append(keys, key.(*rsa.PrivateKey))
		}
	}
	require.NoError(tb, fs.WalkDir(fsys, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(fsys, path)
		add(data)
		if bytes.Contains(data, []byte("kind: ")) || bytes.Contains(data, []byte(`"kind"`)) {
			for _, secret := range objects[corev1.Secret](tb, data, "Secret") {
				add(secret.Data[corev1.TLSPrivateKeyKey])
			}
		}
		return err
	}))
	return keys
}
