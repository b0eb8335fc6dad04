package image

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"maps"
	"path"
	"slices"
	"strings"
	"time"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/static"
	"github.com/google/go-containerregistry/pkg/v1/types"
)

// epoch is when everything in a layer was made, so that it is the same whenever it
// is made.
var epoch = time.Unix(0, 0).UTC()

// A stack is what a layer is made of.
type stack struct {
	files []bakedFile            // at their real paths in the image
	dirs  map[string]*tar.Header // the folders above them, by path
}

// layer is the stack as a layer, of the base's family.
func (s stack) layer(family types.MediaType) (v1.Layer, error) {
	plain, err := s.tar()
	if err != nil {
		return nil, err
	}
	id, _, err := v1.SHA256(bytes.NewReader(plain))
	if err != nil {
		return nil, err
	}
	var packed bytes.Buffer
	w, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(plain); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	kind := types.OCILayer
	if family == types.DockerManifestSchema2 {
		kind = types.DockerLayer
	}
	return &packedLayer{static.NewLayer(packed.Bytes(), kind), plain, id}, nil
}

// tar has the folders before what is in them, in the order of the paths.
//
// A folder of the base has an entry of its own, as it is in the base: where a layer
// has a file in a folder and no entry for that, Docker makes one that belongs to
// root, and that hides the owner and mode of the base's.
func (s stack) tar() ([]byte, error) {
	var out bytes.Buffer
	t := tar.NewWriter(&out)
	names := slices.Collect(maps.Keys(s.dirs))
	files := map[string]bakedFile{}
	for _, f := range s.files {
		files[f.path] = f
		names = append(names, f.path)
	}
	slices.SortFunc(names, func(a, b string) int { return slices.Compare(strings.Split(a, "/"), strings.Split(b, "/")) })
	for _, name := range names {
		header := s.dirs[name]
		if header == nil {
			header = &tar.Header{Typeflag: tar.TypeReg, Name: name[1:], Mode: files[name].mode, Size: int64(len(files[name].data)), ModTime: epoch}
		}
		if err := t.WriteHeader(header); err != nil {
			return nil, err
		}
		if _, err := t.Write(files[name].data); err != nil {
			return nil, err
		}
	}
	return out.Bytes(), t.Close()
}

// directory is a folder's entry in a tar.
func directory(name string, mode int64, uid, gid int, modified time.Time) *tar.Header {
	return &tar.Header{Typeflag: tar.TypeDir, Name: name[1:] + "/", Mode: mode, Uid: uid, Gid: gid, ModTime: modified}
}

// above are the folders in which a path is, from the top, without the root.
func above(name string) []string {
	var dirs []string
	for dir := path.Dir(name); dir != "/"; dir = path.Dir(dir) {
		dirs = append(dirs, dir)
	}
	slices.Reverse(dirs)
	return dirs
}
