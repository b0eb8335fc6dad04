package sealedsecrets

import (
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"fmt"
	"maps"
	"slices"
	"testing"

	ssv1alpha1 "github.com/bitnami/sealed-secrets/pkg/apis/sealedsecrets/v1alpha1"
	"github.com/bitnami/sealed-secrets/pkg/crypto"
	"github.com/stretchr/testify/require"
)

// judge holds a SealedSecret against what it was before it was renamed: every
// value opens under its new label to what it was, and a strict one no longer
// under the old. The old one may have been sealed for another namespace, if the
// operator allowed that move.
func judge(before, after *sealedSecret, ring map[string]*rsa.PrivateKey, from ...string) error {
	if before.Namespace != after.Namespace {
		return fmt.Errorf("namespace %q became %q", before.Namespace, after.Namespace)
	}
	scope := ssv1alpha1.SecretScope(before)
	if got := ssv1alpha1.SecretScope(after); got != scope {
		return fmt.Errorf("scope %s became %s", &scope, &got)
	}
	if got, want := after.Scope(), before.Scope(); got != want {
		return fmt.Errorf("the template's scope %s became %s", &want, &got)
	}
	keys := slices.Sorted(maps.Keys(before.Spec.EncryptedData))
	if got := slices.Sorted(maps.Keys(after.Spec.EncryptedData)); !slices.Equal(keys, got) {
		return fmt.Errorf("encryptedData has %q, not %q", got, keys)
	}
	for _, key := range keys {
		if err := judgeValue(before, after, key, ring, append(from, before.Namespace)); err != nil {
			return fmt.Errorf("encryptedData[%s]: %w", key, err)
		}
	}
	return nil
}

func judgeValue(before, after *sealedSecret, key string, ring map[string]*rsa.PrivateKey, from []string) error {
	scope := ssv1alpha1.SecretScope(before)
	was, is := before.Spec.EncryptedData[key], after.Spec.EncryptedData[key]
	newLabel := ssv1alpha1.EncryptionLabel(after.Namespace, after.Name, scope)
	got, err := open(is, newLabel, ring)
	if err != nil {
		return fmt.Errorf("%q: %w", newLabel, err)
	}
	var opened bool
	for _, namespace := range from {
		oldLabel := ssv1alpha1.EncryptionLabel(namespace, before.Name, scope)
		want, err := open(was, oldLabel, ring)
		if err != nil {
			continue
		}
		opened = true
		if !bytes.Equal(got, want) {
			return fmt.Errorf("opens to something else than before")
		}
		if bytes.Equal(oldLabel, newLabel) {
			continue
		}
		if _, err := open(is, oldLabel, ring); err == nil {
			return fmt.Errorf("still opens under %q", oldLabel)
		}
		if _, err := open(was, newLabel, ring); err == nil {
			return fmt.Errorf("had opened under %q before", newLabel)
		}
	}
	switch {
	case !opened:
		return fmt.Errorf("opens under %q, but did not open before", newLabel)
	case scope != ssv1alpha1.StrictScope && was != is:
		return fmt.Errorf("was written anew, although its label is the same")
	}
	return nil
}

// open opens a sealed value with sealed-secrets' own code.
func open(value string, label []byte, ring map[string]*rsa.PrivateKey) ([]byte, error) {
	ciphertext, err := base64.StdEncoding.DecodeString(value)
	if err != nil {
		return nil, err
	}
	return crypto.HybridDecrypt(rand.Reader, ring, ciphertext, label)
}

// A judge that lets everything pass is worth nothing.
func TestTheJudgeSees(t *testing.T) {
	ring := keyRing(t, theKey().private)
	before := only(t, seal(t, theKey(), strictSecret(), ssv1alpha1.StrictScope))
	good := only(t, mustRename(t, folder("tls.key", theKey().pem()), write(t, before)))
	require.NoError(t, judge(before, good, ring))

	annotate := func(scope ssv1alpha1.SealingScope) map[string]string {
		return ssv1alpha1.UpdateScopeAnnotations(nil, scope)
	}
	password := good.Spec.EncryptedData["password"]
	tests := map[string]struct {
		spoil func(s *sealedSecret)
		says  string
	}{
		"a name that changed alone":          {func(s *sealedSecret) { s.Spec = before.Spec }, "no key could decrypt"},
		"a name that is not what was sealed": {func(s *sealedSecret) { s.Name += "x" }, "no key could decrypt"},
		"another namespace":                  {func(s *sealedSecret) { s.Namespace = "web" }, `"shop" became "web"`},
		"two values that changed places":     {func(s *sealedSecret) { swap(s, "password", "username") }, "something else"},
		"a value that is missing":            {func(s *sealedSecret) { delete(s.Spec.EncryptedData, "password") }, "encryptedData has"},
		"a value cut short":                  {func(s *sealedSecret) { s.Spec.EncryptedData["password"] = password[:352] }, "no key could decrypt"},
		"a wider scope":                      {func(s *sealedSecret) { s.Annotations = annotate(ssv1alpha1.ClusterWideScope) }, "strict became cluster-wide"},
		"a wider scope in the template": {func(s *sealedSecret) {
			s.Spec.Template.Annotations = annotate(ssv1alpha1.NamespaceWideScope)
		}, "the template's scope"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			bad := good.DeepCopy()
			tc.spoil(bad)
			require.ErrorContains(t, judge(before, bad, ring), tc.says)
		})
	}
}

func swap(s *sealedSecret, a, b string) {
	data := s.Spec.EncryptedData
	data[a], data[b] = data[b], data[a]
}
