package secret

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTextsAreEditedInMemory(t *testing.T) {
	var stat syscall.Statfs_t
	if err := syscall.Statfs("/dev/shm", &stat); err != nil || uint32(stat.Type) != tmpfs {
		t.Skip("no /dev/shm in memory here")
	}
	t.Setenv("XDG_RUNTIME_DIR", "")
	assert.Equal(t, "/dev/shm", privateParent())

	t.Setenv("XDG_RUNTIME_DIR", "/proc") // not in memory in the sense that is meant
	assert.Equal(t, "/dev/shm", privateParent())

	t.Setenv("XDG_RUNTIME_DIR", filepath.Join(t.TempDir(), "nothing"))
	assert.Equal(t, "/dev/shm", privateParent())

	own, err := os.MkdirTemp("/dev/shm", "kurumi-test-") //nolint:usetesting // it has to be there
	require.NoError(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(own) })
	t.Setenv("XDG_RUNTIME_DIR", own)
	assert.Equal(t, own, privateParent())
	entries, err := os.ReadDir(own)
	require.NoError(t, err)
	assert.Empty(t, entries)
}
