package render

import (
	"fmt"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// terminal opens a terminal, and gives its two ends.
func terminal(t *testing.T) (screen, end *os.File) {
	t.Helper()
	screen, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	require.NoError(t, err)
	t.Cleanup(func() { _ = screen.Close() })
	require.NoError(t, unix.IoctlSetPointerInt(int(screen.Fd()), unix.TIOCSPTLCK, 0))
	number, err := unix.IoctlGetInt(int(screen.Fd()), unix.TIOCGPTN)
	require.NoError(t, err)
	end, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|unix.O_NOCTTY, 0)
	require.NoError(t, err)
	return screen, end
}

// seen is what a command shows on a terminal.
func (r repo) seen(t *testing.T, env []string, args ...string) string {
	t.Helper()
	screen, end := terminal(t)
	cmd := r.kurumi(t.Context(), "kurumi-fast", args...)
	cmd.Env = append(os.Environ(), env...)
	cmd.Stdout, cmd.Stderr = end, end
	require.NoError(t, cmd.Start())
	require.NoError(t, end.Close())
	text, _ := io.ReadAll(screen) // ends with an error, once nobody has the other end
	_ = cmd.Wait()
	return strings.ReplaceAll(string(text), "\r\n", "\n")
}

func TestOnATerminal(t *testing.T) {
	r := newRepo(t)
	r.environment(t, "staging", configMap("a", "1"))
	t.Setenv("TERM", "xterm")
	t.Setenv("NO_COLOR", "")

	t.Run("progress is one line, drawn again and again", func(t *testing.T) {
		assert.Equal(t, "\r\x1b[K0/1 environments: staging\r\x1b[Kadded generated/staging/configmap-a.yaml\n"+
			"1 environment in generated: 1 added, 0 changed, 0 removed\n", r.seen(t, nil))
	})
	r.environment(t, "staging", configMap("a", "2"))
	t.Run("a diff is coloured, and nothing in it steers the terminal", func(t *testing.T) {
		r.write(t, "generated/staging/configmap-a.yaml", configMap("a", "1\x1b[2J"))
		seen := r.seen(t, nil, "--check")
		assert.Contains(t, seen, "\x1b[1m--- a/generated/staging/configmap-a.yaml\x1b[m\n")
		assert.Contains(t, seen, "\n\x1b[36m@@ -1,6 +1,6 @@\x1b[m\n apiVersion: v1\n")
		assert.Contains(t, seen, "\n\x1b[31m-  text: 1\\x1b[2J\x1b[m\n\x1b[32m+  text: 2\x1b[m\n")
	})
	for _, env := range []string{"NO_COLOR=1", "TERM=dumb"} {
		t.Run(env, func(t *testing.T) {
			seen := r.seen(t, []string{env}, "--check")
			assert.NotContains(t, seen, "\x1b[3")
			assert.NotContains(t, seen, "\x1b[K")
			assert.Contains(t, seen, "\n+  text: 2\n")
		})
	}
}
