//go:build unix

package build

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const staging = "../../../../examples/preview-environment/overlays/staging"

// slowOverlay makes an overlay whose function does not end by itself, and is the
// PATH with the docker that runs it, which makes a file when it has started.
func slowOverlay(t *testing.T) (dir, path, started string) {
	t.Helper()
	dir, bin := t.TempDir(), t.TempDir()
	started = filepath.Join(bin, "started")
	write(t, bin, "docker", "#!/bin/sh\ntouch "+started+"\nexec sleep 60\n")
	require.NoError(t, os.Chmod(filepath.Join(bin, "docker"), 0o755))
	write(t, dir, "app.yaml", "{apiVersion: v1, kind: ConfigMap, metadata: {name: app}}\n")
	write(t, dir, "fn.yaml", "{apiVersion: example.com/v1, kind: Slow, metadata: {name: slow, annotations: {config.kubernetes.io/function: \"container: {image: slow}\"}}}\n")
	write(t, dir, "kustomization.yaml", "resources: [app.yaml]\ntransformers: [fn.yaml]\n")
	return dir, bin + ":" + os.Getenv("PATH"), started
}

func TestSignalsLeaveNothingBehind(t *testing.T) {
	for _, sig := range []syscall.Signal{syscall.SIGTERM, syscall.SIGINT, syscall.SIGHUP} {
		t.Run(sig.String(), func(t *testing.T) {
			dir, path, started := slowOverlay(t)
			tmp := t.TempDir()
			self, err := os.Executable()
			require.NoError(t, err)
			var stdout, stderr bytes.Buffer
			cmd := exec.CommandContext(t.Context(), self, "build", "--enable-alpha-plugins", dir)
			cmd.Args[0] = "kurumi"
			cmd.Env = append(os.Environ(), "TMPDIR="+tmp, "PATH="+path)
			cmd.Stdout, cmd.Stderr = &stdout, &stderr
			cmd.WaitDelay = time.Second // docker's child still has the pipes
			cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
			require.NoError(t, cmd.Start())
			t.Cleanup(func() { _ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) })
			require.Eventually(t, func() bool { _, err := os.Stat(started); return err == nil }, 20*time.Second, 5*time.Millisecond)
			require.NoError(t, cmd.Process.Signal(sig))
			require.Error(t, cmd.Wait())
			assert.Equal(t, 1, cmd.ProcessState.ExitCode())
			assert.Contains(t, stderr.String(), "kurumi build: ended by a signal ("+sig.String()+")")
			assert.Empty(t, stdout.String())
			left, err := os.ReadDir(tmp)
			require.NoError(t, err)
			assert.Empty(t, left)
		})
	}
}

func TestAFolderForTemporaryFilesThatCannotBeWritten(t *testing.T) {
	t.Setenv("TMPDIR", "/proc") // where root cannot write either
	got := kurumiBuild(t, "", staging)
	assert.Equal(t, 1, got.code)
	assert.Empty(t, got.stdout)
	assert.Contains(t, got.stderr, "a build needs a folder for temporary files; set TMPDIR to one that can be written: ")
}

func TestBuildsRunSideBySide(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	want := kurumiBuild(t, "", staging)
	require.Zero(t, want.code, want.stderr)
	got := make([]result, 6)
	var all sync.WaitGroup
	for i := range got {
		all.Go(func() { got[i] = kurumiBuild(t, "", staging) })
	}
	all.Wait()
	for _, r := range got {
		assert.Equal(t, want, r)
	}
	left, err := os.ReadDir(os.TempDir())
	require.NoError(t, err)
	assert.Empty(t, left)
}

// Cron and CI close what nobody reads.
func TestStdinMayBeClosed(t *testing.T) {
	self, err := os.Executable()
	require.NoError(t, err)
	bin := t.TempDir()
	require.NoError(t, os.Symlink(self, filepath.Join(bin, "kurumi")))
	want := kurumiBuild(t, "", staging)
	got := runCommand(t, exec.CommandContext(t.Context(), "sh", "-c", filepath.Join(bin, "kurumi")+" build "+staging+" <&-"))
	assert.Equal(t, want, got)
}

// A link to this binary may also stand for docker where no build of ours is at work,
// beside a plain kustomize.
func TestDockerWithoutABuild(t *testing.T) {
	self, err := os.Executable()
	require.NoError(t, err)
	bin := t.TempDir()
	require.NoError(t, os.Symlink(self, filepath.Join(bin, "docker")))
	kustomize, err := pinnedKustomize()
	require.NoError(t, err)
	path := "PATH=" + bin + ":" + os.Getenv("PATH")
	got := runCommand(t, exec.CommandContext(t.Context(), kustomize, "build", "--enable-alpha-plugins", staging), path)
	assert.Equal(t, kurumiBuild(t, "", staging), got)

	dir, _, _ := slowOverlay(t)
	got = runCommand(t, exec.CommandContext(t.Context(), kustomize, "build", "--enable-alpha-plugins", dir), path)
	assert.Equal(t, 1, got.code)
	assert.Contains(t, got.stderr, "kurumi build: Slow slow in ")
	assert.Contains(t, got.stderr, "names the image slow, which is none of kurumi's functions")
}
