//go:build unix

package secret

import (
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAFileIsReplacedAsAWhole(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.yaml")
	require.NoError(t, os.WriteFile(path, []byte("was"), 0o600))
	require.NoError(t, os.Chmod(path, 0o604))
	require.NoError(t, replaceFile(path, []byte("was"), []byte("is")))
	assert.Equal(t, "is", string(read(path)))
	info, err := os.Stat(path)
	require.NoError(t, err)
	assert.Equal(t, os.FileMode(0o604), info.Mode().Perm())

	require.ErrorContains(t, replaceFile(path, []byte("was"), []byte("more")), "somebody else changed it in the meantime")
	assert.Equal(t, "is", string(read(path)))

	link := filepath.Join(dir, "link")
	require.NoError(t, os.Symlink(path, link))
	require.ErrorContains(t, replaceFile(link, []byte("is"), []byte("more")), "is no regular file")

	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	assert.Len(t, entries, 2, "nothing is left beside it")
}

// Root may write everywhere, so this runs as nobody.
func TestRotateGoesOnWhereAFolderCannotBeWrittenTo(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root can become somebody else")
	}
	dir, err := os.MkdirTemp("", "kurumi-test-") //nolint:usetesting // t.TempDir lies in a folder that nobody else may enter
	require.NoError(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	require.NoError(t, os.Chmod(dir, 0o755))
	bin := filepath.Join(dir, "kurumi")
	self, err := os.Executable()
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(bin, read(self), 0o755))
	keys := filepath.Join(dir, "keys")
	require.NoError(t, writeKey(keys, 0))
	for _, name := range []string{"closed", "open"} {
		file := filepath.Join(dir, name, "a.yaml")
		require.NoError(t, os.Mkdir(filepath.Dir(file), 0o755))
		secret := filepath.Join(dir, "secret.yaml")
		require.NoError(t, os.WriteFile(secret, []byte("{apiVersion: v1, kind: Secret, metadata: {name: db, namespace: shop}, stringData: {a: s3cr3t}}"), 0o600))
		out, err := exec.CommandContext(t.Context(), bin, "secret", "seal", "--cert", filepath.Join(keys, "key0.crt"), "--into", file, secret).CombinedOutput()
		require.NoError(t, err, "%s", out)
	}
	require.NoError(t, writeKey(keys, 1))
	require.NoError(t, exec.CommandContext(t.Context(), "chown", "-R", "65534", filepath.Join(dir, "open"), keys).Run())
	before := read(filepath.Join(dir, "closed", "a.yaml"))

	cmd := exec.CommandContext(t.Context(), bin, "secret", "rotate", "--keys", keys, ".")
	cmd.Dir = dir
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
	out, err := cmd.CombinedOutput()
	require.Error(t, err)
	assert.Contains(t, string(out), "closed/a.yaml: a file cannot be put beside it: permission denied")
	assert.Contains(t, string(out), "open/a.yaml\n")
	assert.Contains(t, string(out), "what they name is as it was, the rest was re-wrapped")
	assert.Equal(t, string(before), string(read(filepath.Join(dir, "closed", "a.yaml"))))
}
