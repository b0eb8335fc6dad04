//go:build unix

package secret

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A running edit is kurumi secret edit with an editor that waits.
type runningEdit struct {
	cmd    *exec.Cmd
	stderr *bytes.Buffer
	file   string
	before []byte
	dir    string // of the text
	editor int    // process
}

// startEdit starts an edit in a process group of its own, as a shell does, and
// returns when the editor has the text.
func startEdit(t *testing.T) *runningEdit {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, writeKey(filepath.Join(dir, "keys"), 0))
	r := &runningEdit{file: filepath.Join(dir, "db.yaml"), stderr: &bytes.Buffer{}}
	seal := exec.CommandContext(t.Context(), "kurumi", "secret", "seal", "--cert", filepath.Join(dir, "keys", "key0.crt"), "--into", r.file)
	seal.Stdin = strings.NewReader("{apiVersion: v1, kind: Secret, metadata: {name: db, namespace: shop}, stringData: {a: s3cr3t}}")
	out, err := seal.CombinedOutput()
	require.NoError(t, err, "%s", out)
	r.before, err = os.ReadFile(r.file)
	require.NoError(t, err)

	where := filepath.Join(dir, "where")
	r.cmd = exec.CommandContext(t.Context(), "kurumi", "secret", "edit", "--keys", filepath.Join(dir, "keys"), r.file)
	r.cmd.Env = append(os.Environ(), "EDITOR=dawdle", "VISUAL=", "WHERE="+where)
	r.cmd.Stderr = r.stderr
	r.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	require.NoError(t, r.cmd.Start())
	require.Eventually(t, func() bool { return exists(where) }, 20*time.Second, 5*time.Millisecond)
	pid, text, _ := strings.Cut(string(read(where)), " ")
	r.editor, err = strconv.Atoi(pid)
	require.NoError(t, err)
	r.dir = text
	require.FileExists(t, filepath.Join(r.dir, "secret.yaml"))
	return r
}

// ends checks that the run fails, and that nothing of it is left.
func (r *runningEdit) ends(t *testing.T, says string) {
	t.Helper()
	var exit *exec.ExitError
	err := r.cmd.Wait()
	require.ErrorAs(t, err, &exit)
	assert.Equal(t, 1, exit.ExitCode())
	assert.NoDirExists(t, r.dir)
	assert.Contains(t, r.stderr.String(), says)
	assert.NotContains(t, r.stderr.String(), marker)
	assert.Equal(t, string(r.before), string(read(r.file)))
	assert.ErrorIs(t, syscall.Kill(r.editor, 0), syscall.ESRCH, "the editor still runs")
}

func TestSignalsEndAnEditWithoutATrace(t *testing.T) {
	for name, sig := range map[string]syscall.Signal{"terminated": syscall.SIGTERM, "the terminal is closed": syscall.SIGHUP} {
		t.Run(name, func(t *testing.T) {
			r := startEdit(t)
			require.NoError(t, r.cmd.Process.Signal(sig))
			r.ends(t, "ended by a signal")
		})
	}
}

// A terminal sends Ctrl-C to the whole group: to an editor that dies of it, and
// to one that does not.
func TestCtrlCIsTheEditors(t *testing.T) {
	for name, sig := range map[string]syscall.Signal{"Ctrl-C": syscall.SIGINT, `Ctrl-\`: syscall.SIGQUIT} {
		t.Run(name, func(t *testing.T) {
			r := startEdit(t)
			require.NoError(t, syscall.Kill(-r.cmd.Process.Pid, sig))
			r.ends(t, "the editor (dawdle) ended with")
		})
	}
	t.Run("the editor lives on", func(t *testing.T) {
		r := startEdit(t)
		require.NoError(t, syscall.Kill(r.cmd.Process.Pid, syscall.SIGINT))
		time.Sleep(100 * time.Millisecond)
		require.NoError(t, syscall.Kill(r.cmd.Process.Pid, 0), "it waits for the editor")
		require.FileExists(t, filepath.Join(r.dir, "secret.yaml"))
		require.NoError(t, r.cmd.Process.Signal(syscall.SIGTERM))
		r.ends(t, "ended by a signal")
	})
}

func TestAPanicLeavesNoTrace(t *testing.T) {
	t.Setenv("EDITOR", "true")
	t.Setenv("VISUAL", "")
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	inMemory := privateParent()
	before := folders(t, inMemory)
	assert.PanicsWithValue(t, "boom", func() {
		_ = withEditor(streams{}, func(edit func(text string) ([]byte, error)) error {
			_, err := edit("text")
			require.NoError(t, err)
			require.Greater(t, len(folders(t, inMemory)), len(before))
			panic("boom")
		})
	})
	assert.Equal(t, before, folders(t, inMemory))
}

func folders(t *testing.T, dir string) []string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "kurumi-edit-*"))
	require.NoError(t, err)
	return names
}
