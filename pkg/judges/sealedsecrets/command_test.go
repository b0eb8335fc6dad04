package sealedsecrets

import (
	"bytes"
	"encoding/base64"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	ssv1alpha1 "github.com/bitnami/sealed-secrets/pkg/apis/sealedsecrets/v1alpha1"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
)

// build makes kurumi from the main module, once.
var build = sync.OnceValues(func() (path string, err error) {
	path = filepath.Join(binaries, "kurumi")
	cmd := exec.Command("go", "build", "-o", path, "./functions/cmd/kurumi")
	cmd.Dir, cmd.Stderr = "../../..", os.Stderr
	return path, cmd.Run()
})

// kurumi runs kurumi secret, with the commands of an editor that makes old new.
func kurumi(t *testing.T, stdin []byte, args ...string) (stdout []byte, err error) {
	t.Helper()
	binary, err := build()
	require.NoError(t, err)
	cmd := exec.Command(binary, append([]string{"secret"}, args...)...)
	cmd.Env = append(os.Environ(), "KURUMI_KEYS=", "VISUAL=", "EDITOR=sed -i s/hunter2/hunter3/")
	cmd.Stdin = bytes.NewReader(stdin)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Logf("kurumi secret %v: %s", args, stderr.String())
	}
	return out, err
}

// files writes files into a folder.
func files(t *testing.T, content map[string][]byte) (dir string) {
	t.Helper()
	dir = t.TempDir()
	for name, data := range content {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), data, 0o600))
	}
	return dir
}

// aesPart is what of a sealed value stays when it is re-wrapped for a key of the
// same size.
func aesPart(t *testing.T, value string) string {
	t.Helper()
	raw, err := base64.StdEncoding.DecodeString(value)
	require.NoError(t, err)
	return string(raw[2+256:])
}

func textSecret() *corev1.Secret {
	s := strictSecret()
	s.Data = map[string][]byte{"username": []byte("shop"), "password": []byte("hunter2")}
	return s
}

// What is sealed with the certificate alone is under its final name: the
// function leaves it alone without a key, and the controller unseals it.
func TestKurumiSecretSeal(t *testing.T) {
	certificate := filepath.Join(files(t, map[string][]byte{"tls.crt": theKey().certificate()}), "tls.crt")
	for name, scope := range scopes {
		t.Run(name, func(t *testing.T) {
			secret := strictSecret()
			secret.Annotations = ssv1alpha1.UpdateScopeAnnotations(secret.Annotations, scope)
			out, err := kurumi(t, asYAML(t, secret), "seal", "--cert", certificate)
			require.NoError(t, err)
			obj := only(t, out)
			requireBase(t, secret.Name, obj.Name)
			require.Equal(t, scope, ssv1alpha1.SecretScope(obj))
			require.Equal(t, string(out), string(mustRename(t, nil, out)))

			unsealed := reconcile(t, theKey(), obj).requireUnsealed(t, obj)
			requireData(t, secret.Data, unsealed.Data)
			require.Equal(t, secret.Type, unsealed.Type)
			require.Equal(t, secret.Immutable, unsealed.Immutable)
			require.Equal(t, secret.Labels, unsealed.Labels)
			require.Equal(t, secret.Annotations, unsealed.Annotations)
		})
	}
}

// A value that changes makes a new object, in which the others keep their
// ciphertexts; the controller unseals the old and the new one.
func TestKurumiSecretSealIntoAndEdit(t *testing.T) {
	dir := files(t, map[string][]byte{"tls.crt": theKey().certificate()})
	keys := files(t, map[string][]byte{"keys.yaml": asYAML(t, theKey().secret("key"))})
	file, certificate := filepath.Join(dir, "db.yaml"), filepath.Join(dir, "tls.crt")
	secret := textSecret()
	var versions []*sealedSecret
	step := func(stdin []byte, args ...string) {
		_, err := kurumi(t, stdin, args...)
		require.NoError(t, err)
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		require.Equal(t, string(data), string(mustRename(t, nil, data)))
		versions = append(versions, only(t, data))
	}
	step(asYAML(t, secret), "seal", "--cert", certificate, "--into", file)
	secret.Data["password"] = []byte("hunter2 is old")
	step(asYAML(t, secret), "seal", "--cert", certificate, "--keys", keys, "--into", file)
	step(nil, "edit", "--keys", keys, file)

	c := reconcile(t, theKey(), versions...)
	for i, want := range []string{"hunter2", "hunter2 is old", "hunter3 is old"} {
		unsealed := c.requireUnsealed(t, versions[i])
		requireBase(t, secret.Name, unsealed.Name)
		requireData(t, map[string][]byte{"username": []byte("shop"), "password": []byte(want)}, unsealed.Data)
		require.Equal(t, secret.Type, unsealed.Type)
		require.Equal(t, aesPart(t, versions[0].Spec.EncryptedData["username"]), aesPart(t, versions[i].Spec.EncryptedData["username"]))
	}
	require.Len(t, c.secrets, len(versions), "a changed value did not change the name")
}

// After a rotation kubeseal recovers the same Secret with the newer key alone,
// and verify says of each step what kubeseal does.
func TestKurumiSecretRotateAndVerify(t *testing.T) {
	older := map[string][]byte{"older.key": theKey().pem(), "older.crt": theKey().certificate()}
	newer := map[string][]byte{"newer.key": newerKey().pem(), "newer.crt": newerKey().certificate()}
	both := map[string][]byte{"a.yaml": asYAML(t, theKey().secret("a")), "b.yaml": asYAML(t, newerKey().secret("b"))}
	sealed := map[string][]byte{}
	for name, scope := range scopes {
		sealed[name+".yaml"] = seal(t, theKey(), textSecret(), scope)
	}
	tree := files(t, sealed)
	opens := func(keys map[string][]byte) bool {
		_, err := kurumi(t, nil, "verify", "--keys", files(t, keys), tree)
		return err == nil
	}
	require.True(t, opens(older))
	require.False(t, opens(newer))
	_, err := kurumi(t, nil, "rotate", "--keys", files(t, both), tree)
	require.NoError(t, err)
	require.True(t, opens(newer))
	require.False(t, opens(older))

	for name, before := range sealed {
		after, err := os.ReadFile(filepath.Join(tree, name))
		require.NoError(t, err)
		want, err := recoverSecret(t, theKey(), before)
		require.NoError(t, err)
		got, err := recoverSecret(t, newerKey(), after)
		require.NoError(t, err)
		require.Equal(t, want, got)
		_, err = recoverSecret(t, theKey(), after)
		require.Error(t, err)
	}
}
