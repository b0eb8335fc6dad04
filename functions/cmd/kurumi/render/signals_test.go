//go:build unix

package render

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// hanging is a repository with a tree, whose next build of production hangs.
func hanging(t *testing.T) repo {
	t.Helper()
	r := newRepo(t)
	r.environment(t, "production", configMap("a", "1"))
	r.environment(t, "staging", configMap("a", "1"))
	r.run(t, "kurumi-fast")
	r.environment(t, "staging", configMap("a", "2"))
	r.write(t, "overlays/production/hang", "")
	return r
}

// hangs waits for the hanging build, and gives its process.
func (r repo) hangs(t *testing.T) int {
	t.Helper()
	pid := 0
	require.Eventually(t, func() bool {
		text, err := os.ReadFile(filepath.Join(r.dir, "overlays/production/pid"))
		if err == nil {
			pid, err = strconv.Atoi(string(text))
		}
		return err == nil
	}, 20*time.Second, 5*time.Millisecond)
	return pid
}

func TestSignalsEndTheBuildsAndLeaveTheOldTree(t *testing.T) {
	for _, sig := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP} {
		t.Run(sig.String(), func(t *testing.T) {
			r := hanging(t)
			before := r.tree(t, "generated")
			var stderr bytes.Buffer
			cmd := r.kurumi(t.Context(), "kurumi-fast")
			cmd.Stderr = &stderr
			require.NoError(t, cmd.Start())
			build := r.hangs(t)
			require.NoError(t, cmd.Process.Signal(sig))
			require.Error(t, cmd.Wait())
			assert.Equal(t, 1, cmd.ProcessState.ExitCode())
			assert.Equal(t, "kurumi render: ended by a signal; nothing was written", lastLine(stderr.String()))
			assert.Eventually(t, func() bool { return gone(build) }, 5*time.Second, 5*time.Millisecond, "what the build started still runs")
			assert.FileExists(t, filepath.Join(r.dir, "overlays/production/tidied"), "the build was asked to end")
			assert.Equal(t, before, r.tree(t, "generated"))
			assert.Equal(t, []string{"generated", "overlays"}, r.names(t))
		})
	}
}

// A signal while the new tree is made, in the middle of it.
func TestASignalWhileItWritesLeavesTheOldTreeOrTheNewOne(t *testing.T) {
	r := newRepo(t)
	trees := versionTrees(t, r)
	r.run(t, "kurumi-fast")
	takes := writingTakes(t, r, "kurumi-fast")
	ended := 0
	for i := range 10 {
		r.versions(t, 0)
		r.run(t, "kurumi-fast")
		r.versions(t, 1)
		cmd, end := writing(t, r, "kurumi-fast")
		time.Sleep(takes * time.Duration(i) / 20)
		_ = cmd.Process.Signal(syscall.SIGTERM)
		want := trees[1]
		if <-end != nil {
			ended++
			want = trees[0]
		}
		assert.Equal(t, want, r.tree(t, "generated"), "it says what it did")
		assert.Equal(t, []string{"generated", "overlays"}, r.names(t))
	}
	assert.Positive(t, ended, "no signal came in time")
}

func TestASecondRunWaitsForTheFirst(t *testing.T) {
	r := hanging(t)
	first := r.kurumi(t.Context(), "kurumi-fast")
	require.NoError(t, first.Start())
	r.hangs(t)
	require.NoError(t, os.Remove(filepath.Join(r.dir, "overlays/production/hang")))

	for _, args := range [][]string{nil, {"--check"}} {
		second := r.kurumi(t.Context(), "kurumi-fast", args...)
		told := filepath.Join(t.TempDir(), "stderr")
		stderr, err := os.Create(told)
		require.NoError(t, err)
		second.Stderr = stderr
		require.NoError(t, second.Start())
		says := func() string { text, _ := os.ReadFile(told); return string(text) }
		require.Eventually(t, func() bool { return says() != "" }, 20*time.Second, 5*time.Millisecond)
		assert.Equal(t, "another kurumi render works on generated or beside it; waiting for it to end\n", says())
		if args == nil {
			require.NoError(t, second.Process.Signal(syscall.SIGTERM))
			require.Error(t, second.Wait())
			assert.Equal(t, "kurumi render: ended by a signal; nothing was written", lastLine(says()))
			continue
		}
		require.NoError(t, first.Process.Kill(), "the lock goes with the process")
		require.Error(t, first.Wait())
		require.Error(t, second.Wait())
		assert.Equal(t, "kurumi render --check: 1 file is not up to date; run kurumi render and commit generated", lastLine(says()))
	}
	pid := r.hangs(t)
	group, err := syscall.Getpgid(pid)
	require.NoError(t, err)
	require.NoError(t, syscall.Kill(-group, syscall.SIGKILL), "the build of the one that was killed")
	r.run(t, "kurumi-fast")
	assert.Contains(t, r.tree(t, "generated")["staging/configmap-a.yaml"], "text: 2")
}

// Many at a time: each of them finds and leaves a whole tree.
func TestManyRunsAtATime(t *testing.T) {
	r := newRepo(t)
	r.versions(t, 0)
	ended := make(chan error, 6)
	for range cap(ended) {
		cmd := r.kurumi(t.Context(), "kurumi-fast")
		go func() { ended <- cmd.Run() }()
	}
	for range cap(ended) {
		require.NoError(t, <-ended)
	}
	r.run(t, "kurumi-fast", "--check")
	assert.Equal(t, []string{"generated", "overlays"}, r.names(t))
}

// gone is whether a process has ended. It may not have been waited for, since who
// started it has ended, too.
func gone(pid int) bool {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	return errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) || err == nil && strings.Contains(string(stat), ") Z ")
}

func lastLine(s string) string {
	lines := strings.Split(strings.TrimSpace(s), "\n")
	return lines[len(lines)-1]
}
