//go:build unix

package sealedsecret_test

import (
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Opening a pipe that nobody writes to would wait for ever.
func TestLoadKeysPipe(t *testing.T) {
	dir := diskFolder(t, keyFiles{"tls.key": pkcs8(keyPairs()[0])})
	require.NoError(t, syscall.Mkfifo(filepath.Join(dir, "pipe"), 0o600))
	keys, problems := loadDisk(t, dir)
	assert.Equal(t, "pipe: is neither a file nor a folder; remove it\n", problems)
	assert.Nil(t, keys)
}
