package krmtest

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// GoldenFile holds a text against a file. UPDATE_GOLDEN=1 rewrites the file, and fails.
func GoldenFile(t *testing.T, path, got string) {
	t.Helper()
	want, err := os.ReadFile(path)
	if os.Getenv(updateGolden) != "" && (err != nil || string(want) != got) {
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
		t.Errorf("%s was written; read it", path)
		return
	}
	require.NoError(t, err)
	if d := Diff(path, "made", string(want), got, 2); d != "" {
		t.Errorf("%s differs; UPDATE_GOLDEN=1 rewrites it if that is meant\n%s", path, d)
	}
}
