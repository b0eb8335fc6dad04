package layers

import (
	"archive/tar"
	"bytes"
	"crypto/rand"
	"fmt"
	"io"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-containerregistry/pkg/compression"
	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/registry"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/google/go-containerregistry/pkg/v1/tarball"
	"github.com/google/go-containerregistry/pkg/v1/types"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWhatNoLayerMayHold(t *testing.T) {
	deep := []entry{symlink("l", strings.Repeat("../", 10)+"l")}
	tests := map[string]struct {
		entries []entry
		err     string
	}{
		"a name that leads upwards": {[]entry{file("a/../../etc/passwd", "")},
			`entry "a/../../etc/passwd": leads upwards, which a layer must not`},
		"a file below a file": {[]entry{file("a", ""), file("a/b", "")},
			`entry "a/b": lies below "a", which is a file in the same layer`},
		"a file behind links in a circle": {append(deep, file("l/x", "")),
			`entry "l/x": leads through more than 40 symbolic links, or in a circle`},
		"a hard link to a directory": {[]entry{dir("a"), hardlink("b", "a")},
			`entry "b": is a hard link to "a", which is a directory`},
		"a hard link upwards": {[]entry{hardlink("b", "../etc/shadow")},
			`entry "b": is a hard link to "../etc/shadow", which is no file`},
		"a whiteout of nothing": {[]entry{file("a/.wh...", "")}, `entry "a/.wh...": is a whiteout of no file`},
		"a name that no system takes": {[]entry{file(strings.Repeat("x", 5000), "")},
			`entry 1 has a name of 5000 bytes; more than 4096 are not read`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			img := imageOf(t, test.entries)
			all, err := img.Layers()
			require.NoError(t, err)
			id, err := all[0].DiffID()
			require.NoError(t, err)
			_, err = New(img, Options{}).Lookup(t.Context(), "/a")
			require.EqualError(t, err, "layer "+id.String()+": "+test.err)
		})
	}
}

func TestALayerOfTooManyFilesIsRefused(t *testing.T) {
	tree := newTree()
	tree.nodes = maxNodes - 10 // are there already
	require.NoError(t, tree.add(record{kind: tar.TypeReg, name: "1/2/3/4/5/6/7/8/9/10"}))
	require.ErrorIs(t, tree.add(record{kind: tar.TypeReg, name: "1/2/new"}), errTooMuch)

	tree = newTree()
	tree.records = make([]record, maxNodes)
	require.ErrorIs(t, tree.add(record{kind: tar.TypeXGlobalHeader}), errTooMuch)

	tree = newTree()
	tree.names = maxNames - 3
	require.NoError(t, tree.add(record{kind: tar.TypeReg, name: "123"}))
	require.ErrorIs(t, tree.add(record{kind: tar.TypeReg, name: "1"}), errTooMuch)
}

// Each of the entries is small, and what they make of each other is not.
func TestLinksThatMultiplyAreRefused(t *testing.T) {
	tree := newTree()
	tree.steps = maxSteps - 100*39*1600
	for i := range 39 {
		err := tree.add(record{kind: tar.TypeSymlink, name: fmt.Sprint(i), link: strings.Repeat("x/../", 800) + fmt.Sprint(i+1)})
		require.NoError(t, err)
	}
	var err error
	for i := 0; err == nil; i++ {
		require.Less(t, i, 200)
		err = tree.add(record{kind: tar.TypeReg, name: fmt.Sprint("0/", i)})
	}
	require.ErrorIs(t, err, errTooMuch)
}

func TestADamagedLayerIsNotBelieved(t *testing.T) {
	data := tarOf(t, []entry{file("app/x", "1")})
	for name, content := range map[string][]byte{
		"another":   tarOf(t, []entry{file("app/x", "2")}),
		"more":      append(bytes.Clone(data), "after the end"...),
		"cut short": data[:700],
		"no tar":    []byte(strings.Repeat("no tar ", 100)),
	} {
		t.Run(name, func(t *testing.T) {
			img := exact{empty.Image, []v1.Layer{swapped{plainLayer(t, data), content}}}
			dir := t.TempDir()
			_, err := New(img, Options{Cache: dir}).Lookup(t.Context(), "/app/x")
			require.Error(t, err)
			assert.Regexp(t, `^layer sha256:[0-9a-f]{64}: (its content has the digest|archive/tar: |unexpected EOF)`, err.Error())
			assert.Empty(t, filesIn(t, dir), "it must not be remembered")
		})
	}
}

// A swapped layer has other content than its digest says.
type swapped struct {
	v1.Layer
	content []byte
}

func (s swapped) Uncompressed() (io.ReadCloser, error) {
	return io.NopCloser(bytes.NewReader(s.content)), nil
}

func TestALayerThatMustNotBeDistributedIsNamed(t *testing.T) {
	foreign := layerOf(t, []entry{dir("windows")}, tarball.WithMediaType(types.DockerForeignLayer))
	img := exact{empty.Image, []v1.Layer{foreign, layerOf(t, []entry{file("app/x", "1")})}}
	f := New(img, Options{})
	_, err := f.Lookup(t.Context(), "/app/x")
	require.NoError(t, err, "that layer need not be read for this")
	_, err = f.Lookup(t.Context(), "/windows")
	id, _ := foreign.DiffID()
	require.EqualError(t, err, "layer "+id.String()+": its content is not in the registry, it is of type "+
		"application/vnd.docker.image.rootfs.foreign.diff.tar.gzip; use a base image without such layers")
}

func TestEveryCompressionIsRead(t *testing.T) {
	server := httptest.NewServer(registry.New())
	defer server.Close()
	noise := make([]byte, 1<<20)
	_, err := rand.Read(noise)
	require.NoError(t, err)
	bottom := layerOf(t, []entry{file("a", string(noise))}, tarball.WithCompression(compression.ZStd), tarball.WithMediaType(types.OCILayerZStd))
	img := imageFrom(t, bottom, layerOf(t, []entry{file("b", "gzip")}), plainLayer(t, tarOf(t, []entry{file("c", "none")})))
	ref, err := name.ParseReference(strings.TrimPrefix(server.URL, "http://") + "/shop/api:1")
	require.NoError(t, err)
	require.NoError(t, remote.Write(ref, img))
	pulled, err := remote.Image(ref)
	require.NoError(t, err)
	f := New(pulled, Options{Cache: t.TempDir()})
	for name, want := range map[string]string{"/a": string(noise), "/b": "gzip", "/c": "none"} {
		data, err := f.ReadFile(t.Context(), name, 1<<20)
		require.NoError(t, err)
		assert.Equal(t, want, string(data), name)
	}
}
