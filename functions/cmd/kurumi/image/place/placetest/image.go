package placetest

import (
	"archive/tar"
	"bytes"
	"io"
	"strings"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/tarball"
	"github.com/google/go-containerregistry/pkg/v1/types"
)

// A Layer is what is in a layer, in this order.
type Layer []Entry

// An Entry is a file; a folder, if its name ends in a slash; a link, if Link is set.
type Entry struct {
	Name, Data, Link string
	Mode             int64 // 0644 of a file and 0755 of a folder, if it is 0
	Owner            int   // user and group
}

// Image makes an image for linux, in OCI's media types.
func Image(arch, user string, layers ...Layer) (v1.Image, error) {
	img := mutate.ConfigMediaType(mutate.MediaType(empty.Image, types.OCIManifestSchema1), types.OCIConfigJSON)
	config, err := img.ConfigFile()
	if err != nil {
		return nil, err
	}
	config.OS, config.Architecture = "linux", arch
	config.Config.User = user
	config.Config.Env = []string{"PATH=/bin", "LEVEL=info"}
	if img, err = mutate.ConfigFile(img, config); err != nil {
		return nil, err
	}
	for _, l := range layers {
		layer, err := l.pack()
		if err != nil {
			return nil, err
		}
		if img, err = mutate.Append(img, mutate.Addendum{Layer: layer, History: v1.History{CreatedBy: "test"}}); err != nil {
			return nil, err
		}
	}
	return img, nil
}

// Index makes an index of images, each for the platform that its config says.
func Index(images ...v1.Image) (v1.ImageIndex, error) {
	index := mutate.IndexMediaType(empty.Index, types.OCIImageIndex)
	for _, img := range images {
		config, err := img.ConfigFile()
		if err != nil {
			return nil, err
		}
		index = mutate.AppendManifests(index, mutate.IndexAddendum{Add: img, Descriptor: v1.Descriptor{Platform: config.Platform()}})
	}
	return index, nil
}

func (l Layer) pack() (v1.Layer, error) {
	var out bytes.Buffer
	t := tar.NewWriter(&out)
	for _, e := range l {
		if err := t.WriteHeader(e.header()); err != nil {
			return nil, err
		}
		if _, err := io.WriteString(t, e.Data); err != nil {
			return nil, err
		}
	}
	if err := t.Close(); err != nil {
		return nil, err
	}
	open := func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(out.Bytes())), nil }
	return tarball.LayerFromOpener(open, tarball.WithMediaType(types.OCILayer))
}

func (e Entry) header() *tar.Header {
	h := &tar.Header{Typeflag: tar.TypeReg, Name: e.Name, Size: int64(len(e.Data)), Mode: e.Mode, Uid: e.Owner, Gid: e.Owner}
	usual := int64(0o644)
	switch {
	case e.Link != "":
		h.Typeflag, h.Linkname = tar.TypeSymlink, e.Link
	case strings.HasSuffix(e.Name, "/"):
		h.Typeflag = tar.TypeDir
		usual = 0o755
	}
	if h.Mode == 0 {
		h.Mode = usual
	}
	return h
}
