//go:build unix

package argocd

import (
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// slow is a kustomization with a resource that does not arrive. asked is closed when
// the build waits for it.
func slow(t *testing.T) (dir string, asked chan struct{}) {
	t.Helper()
	asked = make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		close(asked)
		<-r.Context().Done()
	}))
	t.Cleanup(server.Close)
	dir = t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "kustomization.yaml"), []byte("resources: ["+server.URL+"/base.yaml]\n"), 0o600))
	return dir, asked
}

// command is kurumi argocd, as the first process of a group of its own.
func command(t *testing.T, dir string, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	require.NoError(t, err)
	kurumi := filepath.Join(t.TempDir(), "kurumi")
	require.NoError(t, os.Symlink(self, kurumi)) // testscript's programs go by their name
	cmd := exec.CommandContext(t.Context(), kurumi, append([]string{"argocd"}, args...)...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "TMPDIR="+t.TempDir())
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	return cmd
}

func leftBehind(t *testing.T, cmd *exec.Cmd) []os.DirEntry {
	t.Helper()
	left, err := os.ReadDir(cmd.Env[len(cmd.Env)-1][len("TMPDIR="):])
	require.NoError(t, err)
	return left
}

func TestABuildThatTakesTooLong(t *testing.T) {
	dir, _ := slow(t)
	cmd := command(t, dir, "generate", "--timeout", "1s")
	said, err := cmd.CombinedOutput()
	require.Error(t, err)
	assert.Equal(t, "the build took longer than 1s, and was stopped: let the kustomization use fewer remote bases, "+
		"or have the operator raise --timeout in the plugin.yaml, and the repo-server's time-outs with it\n", string(said))
	assert.Empty(t, leftBehind(t, cmd))
}

// Argo CD's server sends SIGTERM to the group, and its library SIGKILL to the first
// process in the same moment.
func TestACancelledRequest(t *testing.T) {
	for name, first := range map[string]syscall.Signal{"killed": syscall.SIGKILL, "told to end": syscall.SIGTERM} {
		t.Run(name, func(t *testing.T) {
			dir, asked := slow(t)
			cmd := command(t, dir, "generate")
			require.NoError(t, cmd.Start())
			<-asked
			assert.NotEmpty(t, leftBehind(t, cmd), "it is under way")
			require.NoError(t, cmd.Process.Signal(first))
			require.NoError(t, syscall.Kill(-cmd.Process.Pid, syscall.SIGTERM))
			require.Error(t, cmd.Wait())
			assert.Eventually(t, func() bool { return len(leftBehind(t, cmd)) == 0 }, 5*time.Second, 10*time.Millisecond)
		})
	}
}
