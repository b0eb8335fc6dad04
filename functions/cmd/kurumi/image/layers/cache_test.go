package layers

import (
	"archive/tar"
	"bytes"
	"os"
	"path/filepath"
	"testing"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var cachedLayer = []entry{
	dir("app"), {kind: '0', name: "app/x", link: "content", mode: 0o100640, uid: 7, gid: 8}, symlink("l", "app"), hardlink("h", "app/x"), file("app/.wh.y", ""),
}

func filesIn(t *testing.T, dir string) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(dir, "*"))
	require.NoError(t, err)
	hidden, err := filepath.Glob(filepath.Join(dir, ".*"))
	require.NoError(t, err)
	return append(found, hidden...)
}

// look looks a file of the layer up, and says how often the layer was read.
func look(t *testing.T, cache string) int {
	t.Helper()
	img, counts := countedImage(t, cachedLayer)
	f := New(img, Options{Cache: cache})
	for _, name := range []string{"/app/x", "/l/x", "/h"} {
		e, err := f.Lookup(t.Context(), name)
		require.NoError(t, err)
		assert.Equal(t, int64(0o640), e.Header.Mode)
		assert.Equal(t, 7, e.Header.Uid)
		assert.Equal(t, 8, e.Header.Gid)
		assert.Equal(t, int64(7), e.Header.Size)
		assert.Equal(t, int64(0), e.Header.ModTime.Unix())
	}
	_, err := f.Lookup(t.Context(), "/app/y")
	require.Error(t, err)
	return counts[0].reads
}

func TestAListingIsReadOnce(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "cache", "layers")
	assert.Equal(t, 1, look(t, dir))
	assert.Equal(t, 0, look(t, dir), "the second run has it from the cache")

	kept := filesIn(t, dir)
	require.Len(t, kept, 1)
	for path, mode := range map[string]os.FileMode{kept[0]: 0o600, dir: 0o700} {
		info, err := os.Stat(path)
		require.NoError(t, err)
		assert.Equal(t, mode, info.Mode().Perm(), path)
	}
	data, err := os.ReadFile(kept[0])
	require.NoError(t, err)
	tree, err := readListing(bytes.NewReader(data), hashOf(t))
	require.NoError(t, err)
	assert.Len(t, tree.records, len(cachedLayer))
	assert.NotContains(t, string(encode(hashOf(t), tree.records)), "content", "no content is kept")
}

func TestABadListingIsWrittenAnew(t *testing.T) {
	dir := t.TempDir()
	require.Equal(t, 1, look(t, dir))
	path := filesIn(t, dir)[0]
	good, err := os.ReadFile(path)
	require.NoError(t, err)
	flipped := bytes.Clone(good)
	flipped[len(flipped)/2] ^= 4
	var foreign bytes.Buffer
	require.NoError(t, writeListing(&foreign, v1.Hash{Algorithm: "sha256", Hex: "00"}, nil))
	for name, bad := range map[string][]byte{
		"empty": {}, "cut short": good[:len(good)-9], "flipped": flipped, "another layer's": foreign.Bytes(), "no gzip": []byte("x"),
	} {
		require.NoError(t, os.WriteFile(path, bad, 0o600))
		assert.Equal(t, 1, look(t, dir), name)
		healed, err := os.ReadFile(path)
		require.NoError(t, err)
		assert.Equal(t, good, healed, name)
	}
	assert.Len(t, filesIn(t, dir), 1, "nothing is left lying about")
}

func TestACacheThatCannotBeWrittenIsNoFailure(t *testing.T) {
	blocked := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(blocked, nil, 0o600))
	assert.Equal(t, 1, look(t, filepath.Join(blocked, "cache")))

	dir := t.TempDir() // the listing's own name is taken by a folder
	require.NoError(t, os.MkdirAll(cacheFile(dir, hashOf(t)), 0o700))
	assert.Equal(t, 1, look(t, dir))
	assert.Len(t, filesIn(t, dir), 1)
}

func TestTheUsualCacheIsTheUsers(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", "/home/somebody/cache")
	assert.Equal(t, "/home/somebody/cache/kurumi/layers", DefaultCache())
	t.Setenv("XDG_CACHE_HOME", "")
	t.Setenv("HOME", "")
	assert.Empty(t, DefaultCache())
}

func hashOf(t *testing.T) v1.Hash {
	t.Helper()
	id, err := plain{tarOf(t, cachedLayer)}.DiffID()
	require.NoError(t, err)
	return id
}

func TestAListingThatEndsTooEarlyIsNone(t *testing.T) {
	whole := encode(fuzzID, []record{{kind: tar.TypeReg, name: "app/x", mode: 0o644, size: 300}})
	_, err := decode(fuzzID, whole)
	require.NoError(t, err)
	for n := len(whole) - 1; n > len(encode(fuzzID, nil)); n-- {
		_, err := decode(fuzzID, whole[:n])
		require.ErrorIs(t, err, errListing, "%d of %d bytes", n, len(whole))
	}
}

func TestASparseFileIsAFile(t *testing.T) {
	assert.Equal(t, byte(tar.TypeReg), newRecord(&tar.Header{Typeflag: tar.TypeGNUSparse}).kind)
}
