package sealedsecrets

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"testing"

	ssv1alpha1 "github.com/bitnami/sealed-secrets/pkg/apis/sealedsecrets/v1alpha1"
	"github.com/stretchr/testify/require"

	"github.com/kurumi-krm/kurumi/pkg/sealed"
)

// flipped is a sealed value with one byte changed.
func flipped(tb testing.TB, value string, at uint32) string {
	tb.Helper()
	raw, err := base64.StdEncoding.DecodeString(value)
	require.NoError(tb, err)
	raw[int(at)%len(raw)] ^= 0x40
	return base64.StdEncoding.EncodeToString(raw)
}

// relabel wraps a sealed value's session key for another name as kubeseal wraps
// it, with fresh randomness, so that nothing in the bytes is kurumi's work.
func relabel(tb testing.TB, value string, key *keyPair, from, to []byte) string {
	tb.Helper()
	raw, err := base64.StdEncoding.DecodeString(value)
	require.NoError(tb, err)
	size := int(binary.BigEndian.Uint16(raw))
	session, err := rsa.DecryptOAEP(sha256.New(), nil, key.private, raw[2:2+size], from)
	require.NoError(tb, err)
	wrapped, err := rsa.EncryptOAEP(sha256.New(), rand.Reader, &key.private.PublicKey, session, to)
	require.NoError(tb, err)
	out := append(binary.BigEndian.AppendUint16(nil, uint16(len(wrapped))), wrapped...)
	return base64.StdEncoding.EncodeToString(append(out, raw[2+size:]...))
}

// finalByHand is a SealedSecret that was sealed under its final name, and the
// Deployment that asks for it under its base name.
func finalByHand(t *testing.T) *sealedSecret {
	t.Helper()
	obj := only(t, seal(t, theKey(), strictSecret(), ssv1alpha1.StrictScope))
	final := only(t, mustRename(t, folder("tls.key", theKey().pem()), write(t, obj))).Name
	from := ssv1alpha1.EncryptionLabel(obj.Namespace, obj.Name, ssv1alpha1.StrictScope)
	to := ssv1alpha1.EncryptionLabel(obj.Namespace, final, ssv1alpha1.StrictScope)
	for key, value := range obj.Spec.EncryptedData {
		obj.Spec.EncryptedData[key] = relabel(t, value, theKey(), from, to)
	}
	obj.Name, obj.Spec.Template.Name = final, final
	return obj
}

const deployment = `---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
  namespace: shop
spec:
  template:
    spec:
      volumes:
      - name: db
        secret:
          secretName: %s
`

// A SealedSecret that is under its final name already is left alone: no key is
// needed, and the references to its base name follow.
func TestSealedUnderItsFinalName(t *testing.T) {
	obj := finalByHand(t)
	manifest := write(t, obj)
	in := string(manifest) + fmt.Sprintf(deployment, "db")
	want := string(manifest) + fmt.Sprintf(deployment, obj.Name)
	require.Equal(t, want, string(mustRename(t, nil, []byte(in))))
	require.Equal(t, want, string(mustRename(t, folder("tls.key", theKey().pem()), []byte(in))), "keys change nothing")

	secret := reconcile(t, theKey(), obj).requireUnsealed(t, obj)
	requireData(t, strictSecret().Data, secret.Data)
}

// What pkg/sealed seals opens with the real crypto, and what is sealed under
// another label does not.
func TestSealedByKurumi(t *testing.T) {
	ring := keyRing(t, theKey().private)
	for name, scope := range scopes {
		t.Run(name, func(t *testing.T) {
			label := ssv1alpha1.EncryptionLabel("shop", "db", scope)
			require.Equal(t, string(label), string(sealed.Scope(scope).Label("shop", "db")))
			for _, plain := range []string{"", "a", "hunter2\n\x00"} {
				value, err := sealed.Seal([]byte(plain), &theKey().private.PublicKey, sealed.Label(label))
				require.NoError(t, err)
				got, err := open(value.String(), label, ring)
				require.NoError(t, err)
				require.Equal(t, plain, string(got))
				_, err = open(value.String(), []byte("shop/other"), ring)
				require.Error(t, err)
			}
		})
	}
}
