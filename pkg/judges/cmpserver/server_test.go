package cmpserver

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	log "github.com/sirupsen/logrus"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// binaries is a folder for what tests build, gone when all are done.
var binaries string

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	log.SetLevel(log.PanicLevel) // the repo-server's code tells all that it does
	var err error
	if binaries, err = os.MkdirTemp("", "judges-"); err != nil {
		panic(err)
	}
	defer func() { _ = os.RemoveAll(binaries) }()
	return m.Run()
}

// The programs are static, as in an image.
var (
	cmpServer = sync.OnceValues(func() (string, error) { return goBuild(".", "./server", "argocd-cmp-server") })
	kurumi    = sync.OnceValues(func() (string, error) { return goBuild("../../..", "./functions/cmd/kurumi", "kurumi") })
)

func goBuild(dir, pkg, name string) (string, error) {
	out := filepath.Join(binaries, name)
	cmd := exec.Command("go", "build", "-o", out, pkg)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if said, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build %s: %w\n%s", pkg, err, said)
	}
	return out, nil
}

func built(t *testing.T, program func() (string, error)) string {
	t.Helper()
	path, err := program()
	require.NoError(t, err)
	return path
}

const deploy = "../../../functions/cmd/kurumi/argocd/deploy/"

// A server is a running argocd-cmp-server.
type server struct {
	sockets string // the folder of its socket, which the repo-server looks through
	tmp     string
	process *os.Process
	log     *bytes.Buffer // to be read when it has ended
}

// start starts the server with the plugin, in an environment that holds nothing but
// what is given here.
func start(t *testing.T, environ ...string) *server {
	t.Helper()
	home, err := os.MkdirTemp("", "cmp-") //nolint:usetesting // a socket's path must be short
	require.NoError(t, err)
	t.Cleanup(func() { os.RemoveAll(home) })
	s := &server{sockets: filepath.Join(home, "plugins"), tmp: filepath.Join(home, "tmp"), log: new(bytes.Buffer)}
	config := filepath.Join(home, "config")
	for _, dir := range []string{s.sockets, s.tmp, config} {
		require.NoError(t, os.Mkdir(dir, 0o700))
	}
	plugin, err := os.ReadFile(deploy + "plugin.yaml")
	require.NoError(t, err)
	there := strings.ReplaceAll(string(plugin), "/usr/local/bin/kurumi", built(t, kurumi))
	require.NotEqual(t, string(plugin), there)
	require.NoError(t, os.WriteFile(filepath.Join(config, "plugin.yaml"), []byte(there), 0o600))

	cmd := exec.CommandContext(t.Context(), built(t, cmpServer), "--config-dir-path", config, "--loglevel", "warn")
	cmd.Env = append([]string{"ARGOCD_PLUGINSOCKFILEPATH=" + s.sockets, "TMPDIR=" + s.tmp}, environ...)
	cmd.Stdout, cmd.Stderr = s.log, s.log
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = 10 * time.Second
	require.NoError(t, cmd.Start())
	s.process = cmd.Process
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		if t.Failed() {
			t.Logf("argocd-cmp-server:\n%s", s.log)
		}
	})
	s.answers(t)
	return s
}

// answers waits until the server has its socket.
func (s *server) answers(t *testing.T) {
	t.Helper()
	require.Eventually(t, func() bool {
		info, err := os.Stat(filepath.Join(s.sockets, "kurumi.sock"))
		return err == nil && info.Mode()&fs.ModeSocket != 0
	}, 30*time.Second, 20*time.Millisecond)
	t.Setenv("ARGOCD_PLUGINSOCKFILEPATH", s.sockets)
}

// leavesNothing checks that no request left files, which may take as long as Argo CD
// gives a cancelled one to end.
func (s *server) leavesNothing(t *testing.T) {
	t.Helper()
	assert.Eventually(t, func() bool { return len(s.files(t)) == 0 }, 10*time.Second, 50*time.Millisecond)
	assert.Empty(t, s.files(t))
}

func (s *server) files(t *testing.T) (left []string) {
	t.Helper()
	err := filepath.WalkDir(s.tmp, func(path string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if path != s.tmp && d.Name() != "_cmp_server" {
			left = append(left, path)
		}
		return err
	})
	require.NoError(t, err)
	return left
}
