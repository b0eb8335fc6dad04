//go:build unix

package render

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A disk that is full says so with the same kind of error as a limit on the size of
// files does, in the middle of a file.
func TestAFullDiskLosesNothing(t *testing.T) {
	r := newRepo(t)
	r.environment(t, "staging", configMap("a", "1"), configMap("b", "1"))
	r.run(t, "kurumi-fast")
	before := r.tree(t, "generated")
	r.environment(t, "staging", configMap("a", "2"), configMap("b", strings.Repeat("x", 100_000)), configMap("c", ""))

	cmd := exec.CommandContext(t.Context(), "sh", "-c", "ulimit -f 64; exec kurumi-fast render")
	cmd.Dir = r.dir
	out, err := cmd.CombinedOutput()
	require.Error(t, err)
	assert.Equal(t, "kurumi render: generated/staging/configmap-b.yaml: file too large; nothing was written", lastLine(string(out)))
	assert.Equal(t, before, r.tree(t, "generated"))
	assert.Equal(t, []string{"generated", "overlays"}, r.names(t))
}

// nobody is a repository that nobody works in: root may write everywhere.
func nobody(t *testing.T) (r repo, run func() (string, error)) {
	t.Helper()
	if os.Geteuid() != 0 {
		r = newRepo(t)
		return r, func() (string, error) {
			out, err := r.kurumi(t.Context(), "kurumi-fast").CombinedOutput()
			return string(out), err
		}
	}
	dir, err := os.MkdirTemp("", "kurumi-test-") //nolint:usetesting // t.TempDir lies in a folder that nobody else may enter
	require.NoError(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	self, err := os.Executable()
	require.NoError(t, err)
	binary, err := os.ReadFile(self)
	require.NoError(t, err)
	program := filepath.Join(dir, "kurumi-fast")
	require.NoError(t, os.Chmod(dir, 0o755))
	require.NoError(t, os.WriteFile(program, binary, 0o755))
	r = repo{filepath.Join(dir, "repo")}
	require.NoError(t, os.Mkdir(r.dir, 0o755))
	return r, func() (string, error) {
		require.NoError(t, exec.CommandContext(t.Context(), "chown", "-R", "65534", r.dir).Run())
		cmd := r.kurumi(t.Context(), program)
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
		out, err := cmd.CombinedOutput()
		return string(out), err
	}
}

func TestWhatCannotBeWrittenToIsToldAndKept(t *testing.T) {
	r, run := nobody(t)
	r.environment(t, "staging", configMap("a", "1"), configMap("b", "1"))
	out, err := run()
	require.NoError(t, err, out)
	before := r.tree(t, "generated")
	r.environment(t, "staging", configMap("a", "2"), configMap("b", "1"))

	for folder, says := range map[string]string{
		".":                 "a folder cannot be made beside generated: permission denied",
		"generated":         "generated/.kurumi-render: permission denied",
		"generated/staging": "generated/staging/configmap-a.yaml: permission denied",
	} {
		t.Run(folder, func(t *testing.T) {
			require.NoError(t, os.Chmod(filepath.Join(r.dir, folder), 0o555))
			defer os.Chmod(filepath.Join(r.dir, folder), 0o755)
			out, err := run()
			require.Error(t, err)
			assert.Equal(t, "kurumi render: "+says+"; nothing was written", lastLine(out))
			assert.Equal(t, before, r.tree(t, "generated"))
			assert.Equal(t, []string{"generated", "overlays"}, r.names(t))
		})
	}

	t.Run("a file that cannot be read", func(t *testing.T) {
		file := filepath.Join(r.dir, "generated/staging/configmap-a.yaml")
		require.NoError(t, os.Chmod(file, 0o200))
		defer os.Chmod(file, 0o644)
		out, err := run()
		require.Error(t, err)
		assert.Equal(t, "error: generated/staging/configmap-a.yaml: permission denied", lastLine(out))
	})
	t.Run("and when it can be written again", func(t *testing.T) {
		out, err := run()
		require.NoError(t, err)
		assert.Contains(t, out, "changed generated/staging/configmap-a.yaml\n")
	})
}

// Root in a container, over somebody's working tree.
func TestFilesBelongToTheOwnerOfTheRepository(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root can work for somebody else")
	}
	r := newRepo(t)
	r.environment(t, "staging", configMap("a", "1"))
	require.NoError(t, os.Chown(r.dir, 65534, 65533))
	r.run(t, "kurumi-fast")
	for _, name := range []string{"generated", "generated/staging", "generated/staging/configmap-a.yaml", "generated/.kurumi-render"} {
		info, err := os.Stat(filepath.Join(r.dir, name))
		require.NoError(t, err)
		stat := info.Sys().(*syscall.Stat_t)
		assert.Equal(t, [2]uint32{65534, 65533}, [2]uint32{stat.Uid, stat.Gid}, name)
	}
}

// What comes while a run writes is kept, and told.
func TestWhatComesInTheMeantimeIsKept(t *testing.T) {
	r := newRepo(t)
	r.environment(t, "staging", configMap("a", "1"))
	r.run(t, "kurumi-fast")
	r.environment(t, "staging", configMap("a", "2"))
	t.Chdir(r.dir)
	was := exchange
	t.Cleanup(func() { exchange = was })
	exchange = func(in *os.File, a, b string) error {
		r.write(t, "generated/staging/notes.txt", "mine")
		return was(in, a, b)
	}
	o := options{out: "generated", format: "text", build: readAll, stdout: &strings.Builder{}, stderr: &strings.Builder{}}
	const says = `.generated.kurumi-next holds what came while generated was replaced: ["staging/notes.txt"]; move it to where it belongs, and remove the folder`
	require.EqualError(t, o.run(t.Context()), says)
	assert.Contains(t, r.tree(t, "generated")["staging/configmap-a.yaml"], "text: 2")
	require.EqualError(t, o.run(t.Context()), "kurumi render: "+says+"; nothing was written", "until somebody has looked at it")
	assert.Equal(t, "mine", r.tree(t, ".generated.kurumi-next")["staging/notes.txt"])

	require.NoError(t, os.Remove(filepath.Join(r.dir, ".generated.kurumi-next/staging/notes.txt")))
	exchange = was
	require.NoError(t, o.run(t.Context()))
	assert.Equal(t, []string{"generated", "overlays"}, r.names(t))
}

// Not every file system has hard links.
func TestAFileThatCannotBeLinkedIsCopied(t *testing.T) {
	r := newRepo(t)
	r.write(t, "generated/staging/a.yaml", "text")
	r.write(t, nextTree+"/staging/b.yaml", "")
	file := filepath.Join(r.dir, "generated/staging/a.yaml")
	long := time.Date(2020, 1, 2, 3, 4, 5, 6000, time.UTC)
	require.NoError(t, os.Chmod(file, 0o606))
	require.NoError(t, os.Chtimes(file, long, long))
	p, err := openPlace(filepath.Join(r.dir, "generated"))
	require.NoError(t, err)
	t.Cleanup(func() { _ = p.close() })
	require.NoError(t, p.copyFile("generated/staging/a.yaml", nextTree+"/staging/a.yaml"))

	is, err := os.Stat(filepath.Join(r.dir, nextTree, "staging/a.yaml"))
	require.NoError(t, err)
	assert.Equal(t, os.FileMode(0o606), is.Mode())
	assert.True(t, long.Equal(is.ModTime()), is.ModTime())
	assert.Equal(t, "text", r.tree(t, nextTree)["staging/a.yaml"])
}
