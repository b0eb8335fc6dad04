package krmtest_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kurumi-krm/kurumi/pkg/krmtest"
)

const goldenFolder = "KRMTEST_FOLDER"

// TestHoldAFile runs in a process of its own, where it may fail.
func TestHoldAFile(t *testing.T) {
	if dir := os.Getenv(goldenFolder); dir != "" {
		krmtest.GoldenFile(t, filepath.Join(dir, "sub", "a.txt"), "one\ntwo\n")
	}
}

func TestAGoldenFileIsWrittenOnceAndThenHolds(t *testing.T) {
	dir := t.TempDir()
	hold := func(env ...string) (string, bool) {
		return child(t, ".", []string{"-test.run=^TestHoldAFile$"}, append(env, goldenFolder+"="+dir)...)
	}
	_, passed := hold()
	assert.False(t, passed, "there is no such file")
	out, passed := hold("UPDATE_GOLDEN=1")
	assert.False(t, passed, "an update is no success")
	assert.Contains(t, out, "a.txt was written; read it")
	for _, env := range [][]string{nil, {"UPDATE_GOLDEN=1"}} {
		out, passed = hold(env...)
		assert.True(t, passed, out)
	}
	require.NoError(t, os.WriteFile(filepath.Join(dir, "sub", "a.txt"), []byte("one\n2\n"), 0o644))
	out, passed = hold()
	assert.False(t, passed)
	assert.Contains(t, out, "+two\n")
}
