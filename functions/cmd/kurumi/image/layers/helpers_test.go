package layers

import (
	"archive/tar"
	"bytes"
	"io"
	"testing"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/partial"
	"github.com/google/go-containerregistry/pkg/v1/tarball"
	"github.com/google/go-containerregistry/pkg/v1/types"
	"github.com/stretchr/testify/require"
)

// An entry of a tar in a test. Files have their content in link.
type entry struct {
	kind byte
	name string
	link string
	mode int64
	uid  int
	gid  int
}

func file(name, content string) entry { return entry{kind: tar.TypeReg, name: name, link: content} }
func dir(name string) entry           { return entry{kind: tar.TypeDir, name: name} }
func symlink(name, to string) entry   { return entry{kind: tar.TypeSymlink, name: name, link: to} }
func hardlink(name, to string) entry  { return entry{kind: tar.TypeLink, name: name, link: to} }

func tarOf(t *testing.T, entries []entry) []byte {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, e := range entries {
		h := &tar.Header{Typeflag: e.kind, Name: e.name, Mode: e.mode, Uid: e.uid, Gid: e.gid}
		content := ""
		switch e.kind {
		case tar.TypeReg:
			content = e.link
			h.Size = int64(len(content))
		case tar.TypeSymlink, tar.TypeLink:
			h.Linkname = e.link
		}
		if h.Mode == 0 {
			h.Mode = 0o755
		}
		require.NoError(t, w.WriteHeader(h))
		_, err := io.WriteString(w, content)
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	return b.Bytes()
}

func layerOf(t *testing.T, entries []entry, options ...tarball.LayerOption) v1.Layer {
	t.Helper()
	data := tarOf(t, entries)
	l, err := tarball.LayerFromOpener(func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }, options...)
	require.NoError(t, err)
	return l
}

// A plain layer is not compressed, unless somebody asks.
type plain struct{ content []byte }

func (p plain) DiffID() (v1.Hash, error) {
	id, _, err := v1.SHA256(bytes.NewReader(p.content))
	return id, err
}
func (p plain) Uncompressed() (io.ReadCloser, error) {
	return io.NopCloser(bytes.NewReader(p.content)), nil
}
func (plain) MediaType() (types.MediaType, error) { return types.OCIUncompressedLayer, nil }

func plainLayer(t *testing.T, content []byte) v1.Layer {
	t.Helper()
	l, err := partial.UncompressedToLayer(plain{content})
	require.NoError(t, err)
	return l
}

// imageOf is an image with these layers, from the bottom up.
func imageOf(t *testing.T, stack ...[]entry) v1.Image {
	t.Helper()
	var all []v1.Layer
	for _, entries := range stack {
		all = append(all, plainLayer(t, tarOf(t, entries)))
	}
	return exact{empty.Image, all}
}

func imageFrom(t *testing.T, all ...v1.Layer) v1.Image {
	t.Helper()
	img, err := mutate.AppendLayers(mutate.MediaType(empty.Image, types.OCIManifestSchema1), all...)
	require.NoError(t, err)
	return img
}

// A counted layer says how often its content was asked for.
type counted struct {
	v1.Layer
	reads int
}

func (c *counted) Uncompressed() (io.ReadCloser, error) {
	c.reads++
	return c.Layer.Uncompressed()
}

// An exact image hands out its layers as they are.
type exact struct {
	v1.Image
	layers []v1.Layer
}

func (e exact) Layers() ([]v1.Layer, error) { return e.layers, nil }

func countedImage(t *testing.T, stack ...[]entry) (v1.Image, []*counted) {
	t.Helper()
	var layers []v1.Layer
	var counts []*counted
	for _, entries := range stack {
		c := &counted{Layer: plainLayer(t, tarOf(t, entries))}
		layers, counts = append(layers, c), append(counts, c)
	}
	return exact{empty.Image, layers}, counts
}
