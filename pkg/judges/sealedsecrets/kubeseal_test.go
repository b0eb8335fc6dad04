package sealedsecrets

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	ssv1alpha1 "github.com/bitnami/sealed-secrets/pkg/apis/sealedsecrets/v1alpha1"
	"github.com/bitnami/sealed-secrets/pkg/kubeseal"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes/scheme"
	"k8s.io/client-go/rest"
	"sigs.k8s.io/yaml"
)

// scopes are kubeseal's, by what it calls them.
var scopes = map[string]ssv1alpha1.SealingScope{
	"strict":         ssv1alpha1.StrictScope,
	"namespace-wide": ssv1alpha1.NamespaceWideScope,
	"cluster-wide":   ssv1alpha1.ClusterWideScope,
}

// noCluster is kubeseal's configuration where there is no cluster.
type noCluster struct{}

func (noCluster) ClientConfig() (*rest.Config, error) { return nil, rest.ErrNotInCluster }
func (noCluster) Namespace() (string, bool, error)    { return "default", false, nil }

// seal is kubeseal --cert --scope -o yaml.
func seal(tb testing.TB, key *keyPair, secret *corev1.Secret, scope ssv1alpha1.SealingScope) []byte {
	tb.Helper()
	in, err := yaml.Marshal(secret)
	require.NoError(tb, err)
	to, err := kubeseal.ParseKey(bytes.NewReader(key.certificate()))
	require.NoError(tb, err)
	var out bytes.Buffer
	require.NoError(tb, kubeseal.Seal(noCluster{}, "yaml", bytes.NewReader(in), &out, scheme.Codecs, to, scope, true, "", ""))
	return out.Bytes()
}

// recoverSecret is kubeseal --recovery-unseal --recovery-private-key.
func recoverSecret(tb testing.TB, key *keyPair, manifest []byte) (*corev1.Secret, error) {
	tb.Helper()
	file := filepath.Join(tb.TempDir(), "tls.key")
	require.NoError(tb, os.WriteFile(file, key.pem(), 0o600))
	var out bytes.Buffer
	if err := kubeseal.UnsealSealedSecret(&out, bytes.NewReader(manifest), []string{file}, "yaml", scheme.Codecs); err != nil {
		return nil, err
	}
	secrets := objects[corev1.Secret](tb, out.Bytes(), "Secret")
	require.Len(tb, secrets, 1)
	return secrets[0], nil
}

func strictSecret() *corev1.Secret {
	immutable := true
	return &corev1.Secret{
		TypeMeta: metav1.TypeMeta{APIVersion: "v1", Kind: "Secret"},
		ObjectMeta: metav1.ObjectMeta{
			Name: "db", Namespace: "shop",
			Labels:      map[string]string{"app.kubernetes.io/name": "shop"},
			Annotations: map[string]string{"example.com/owner": "payments"},
		},
		Type:      corev1.SecretTypeBasicAuth,
		Immutable: &immutable,
		Data:      map[string][]byte{"username": []byte("shop"), "password": []byte("a:b\n\x00\xff"), "empty": {}},
	}
}

// requireRecovered requires that kubeseal makes the same Secret of a
// SealedSecret before and after it was renamed.
func requireRecovered(tb testing.TB, key *keyPair, before, after []byte) {
	tb.Helper()
	base, err := recoverSecret(tb, key, before)
	require.NoError(tb, err)
	final, err := recoverSecret(tb, key, after)
	require.NoError(tb, err)
	requireSameButName(tb, base, final)
	require.NoError(tb, judge(only(tb, before), only(tb, after), keyRing(tb, key.private)))
}

func TestKubesealRecovers(t *testing.T) {
	withData := func(s *sealedSecret) {
		url, plain := "db://{{ .username }}:{{ .password | b64enc }}@db", "plain"
		s.Spec.Template.Data = map[string]*string{"url": &url, "plain": &plain}
	}
	tests := map[string]func(s *sealedSecret){
		"type, immutable, labels, annotations": func(*sealedSecret) {},
		"template data":                        withData,
		"an item that template data takes out": func(s *sealedSecret) {
			s.Spec.Template.Data = map[string]*string{"username": nil}
		},
		"no template at all": func(s *sealedSecret) { s.Spec.Template = ssv1alpha1.SecretTemplateSpec{} },
		"no owner, so that the Secret outlives it": func(s *sealedSecret) {
			s.Spec.Template.Annotations[ssv1alpha1.SealedSecretSkipSetOwnerReferencesAnnotation] = "true"
		},
	}
	for scope := range scopes {
		for name, edit := range tests {
			t.Run(scope+"/"+name, func(t *testing.T) {
				obj := only(t, seal(t, theKey(), strictSecret(), scopes[scope]))
				edit(obj)
				before := write(t, obj)
				requireRecovered(t, theKey(), before, mustRename(t, folder("tls.key", theKey().pem()), before))
			})
		}
	}
}

func TestTheWiderScopesNeedNoKey(t *testing.T) {
	for _, scope := range []string{"namespace-wide", "cluster-wide"} {
		t.Run(scope, func(t *testing.T) {
			before := seal(t, theKey(), strictSecret(), scopes[scope])
			requireRecovered(t, theKey(), before, mustRename(t, nil, before))
		})
	}
	requireRefused(t, nil, seal(t, theKey(), strictSecret(), ssv1alpha1.StrictScope))
}

// kubeseal --merge-into leaves the other items as they are.
func TestKubesealRecoversWhatWasMerged(t *testing.T) {
	file := filepath.Join(t.TempDir(), "sealed.yaml")
	require.NoError(t, os.WriteFile(file, seal(t, theKey(), strictSecret(), ssv1alpha1.StrictScope), 0o600))
	update, err := yaml.Marshal(&corev1.Secret{Data: map[string][]byte{"password": []byte("changed"), "new": []byte("item")}})
	require.NoError(t, err)
	require.NoError(t, kubeseal.SealMergingInto(noCluster{}, "yaml", bytes.NewReader(update), file, scheme.Codecs,
		&theKey().private.PublicKey, ssv1alpha1.StrictScope, false))

	before, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Len(t, only(t, before).Spec.EncryptedData, 4)
	requireRecovered(t, theKey(), before, mustRename(t, folder("tls.key", theKey().pem()), before))
}

// kubeseal --raw gives a value only; the manifest around it is written by hand.
func TestKubesealRecoversHoweverItIsWritten(t *testing.T) {
	var raw bytes.Buffer
	require.NoError(t, kubeseal.EncryptSecretItem(&raw, "db", "shop", []byte("raw"), ssv1alpha1.StrictScope, &theKey().private.PublicKey))
	value := raw.String()
	const head = "# by hand\napiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nmetadata: {name: db, namespace: shop}\nspec:\n"
	tests := map[string]string{
		"plain":           head + "  encryptedData:\n    password: " + value + " # the password\n",
		"in quotes":       head + "  encryptedData: {\"password\": '" + value + "'}\n",
		"in lines":        head + "  encryptedData:\n    password: |\n      " + value[:76] + "\n      " + value[76:] + "\n",
		"by an alias":     head + "  encryptedData:\n    password: &value " + value + "\n    again: *value\n",
		"JSON, on a line": `{"apiVersion":"bitnami.com/v1alpha1","kind":"SealedSecret","metadata":{"name":"db","namespace":"shop"},"spec":{"encryptedData":{"password":"` + value + `"}}}` + "\n",
	}
	for name, before := range tests {
		t.Run(name, func(t *testing.T) {
			requireRecovered(t, theKey(), []byte(before), mustRename(t, folder("tls.key", theKey().pem()), []byte(before)))
		})
	}
}

// The newest key is the recipient, however the operator's folder spells it.
func TestTheNewestKeyIsTheRecipient(t *testing.T) {
	older, newer := theKey().secret("older"), newerKey().secret("newer")
	list := map[string]any{"apiVersion": "v1", "kind": "List", "items": []any{older, newer}}
	folders := map[string]fs.FS{
		"a List, as kubectl get -l prints it": folder("keys.yaml", asYAML(t, list)),
		"two Secrets":                         fstest.MapFS{"a.yaml": {Data: asYAML(t, older)}, "b.yaml": {Data: asYAML(t, newer)}},
	}
	before := seal(t, theKey(), strictSecret(), ssv1alpha1.StrictScope)
	for name, keys := range folders {
		t.Run(name, func(t *testing.T) {
			after := mustRename(t, keys, before)
			base, err := recoverSecret(t, theKey(), before)
			require.NoError(t, err)
			final, err := recoverSecret(t, newerKey(), after)
			require.NoError(t, err)
			requireSameButName(t, base, final)
			_, err = recoverSecret(t, theKey(), after)
			require.Error(t, err)
		})
	}
	requireRefused(t, folder("tls.key", strangeKey().pem()), before)
}

func asYAML(tb testing.TB, obj any) []byte {
	tb.Helper()
	out, err := yaml.Marshal(obj)
	require.NoError(tb, err)
	return out
}
