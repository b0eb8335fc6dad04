package layers

import (
	"archive/tar"
	"errors"
	"io"
	"io/fs"
	"math/rand/v2"
	"path"
	"strconv"
	"strings"
	"testing"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// names is short, so that random paths meet.
var names = []string{"a", "b", "c"}

func randomPath(r *rand.Rand, depth int) string {
	var parts []string
	for range 1 + r.IntN(depth) {
		parts = append(parts, names[r.IntN(len(names))])
	}
	return strings.Join(parts, "/")
}

func randomLink(r *rand.Rand) string {
	return []string{"", "/", "../", "./", "../../"}[r.IntN(5)] + randomPath(r, 2)
}

func randomLayer(r *rand.Rand, content *int) []entry {
	var entries []entry
	for range 1 + r.IntN(7) {
		*content++
		at := randomPath(r, 3)
		switch r.IntN(8) {
		case 0, 1:
			entries = append(entries, entry{kind: tar.TypeDir, name: at, uid: *content})
		case 2, 3:
			entries = append(entries, file(at, strconv.Itoa(*content)))
		case 4:
			entries = append(entries, symlink(at, randomLink(r)))
		case 5:
			parent, base := path.Split(at)
			entries = append(entries, file(parent+".wh."+base, ""))
		case 6:
			entries = append(entries, file(at+"/.wh..wh..opq", ""))
		case 7:
			entries = append(entries, hardlink(at, randomPath(r, 2)))
		}
	}
	return entries
}

// Every path of a random image leads where it leads once all is unpacked.
func TestRandomImagesReadAsTheyUnpack(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	content, found := 0, 0
	for range 3000 {
		unpacked := naive{"": {kind: tar.TypeDir, implied: true}}
		var stack [][]entry
		for range 1 + r.IntN(4) {
			layer := randomLayer(r, &content)
			if unpacked.unpack(layer) == nil {
				stack = append(stack, layer)
			}
		}
		f := New(imageOf(t, stack...), Options{})
		for range 40 {
			if agree(t, f, unpacked, "/"+randomPath(r, 4)) {
				found++
			}
		}
		if t.Failed() {
			t.Fatalf("in %+v", stack)
		}
	}
	assert.Greater(t, found, 10000, "too little was there to be found")
}

// agree holds a path of an image against the unpacked one, and reports whether it
// leads to something.
func agree(t *testing.T, f *FS, unpacked naive, name string) bool {
	t.Helper()
	leadsTo, there, wantErr := unpacked.follow(name, false)
	resolved, err := f.Resolve(t.Context(), name)
	if wantErr != nil {
		require.Error(t, err, name)
		return false
	}
	require.NoError(t, err, name)
	assert.Equal(t, "/"+leadsTo, resolved, name)
	e, err := f.Lookup(t.Context(), name)
	if !there {
		require.ErrorIs(t, err, fs.ErrNotExist, name)
		return false
	}
	require.NoError(t, err, name)
	assert.Equal(t, "/"+leadsTo, e.Path, name)
	want := unpacked[leadsTo]
	require.Equal(t, Kind(want.kind), Kind(e.Header.Typeflag), name)
	if want.kind == tar.TypeDir {
		assert.Equal(t, want.uid, e.Header.Uid, name)
		return true
	}
	data, err := f.ReadFile(t.Context(), name, 100)
	require.NoError(t, err, name)
	assert.Equal(t, want.content, string(data), name)
	return true
}

// Without links, with an entry for every directory, and where nothing is a file in
// one layer and a directory in another, ggcr's own flattening says the same.
func TestRandomImagesReadAsTheyFlatten(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 500 {
		var stack [][]entry
		for range 1 + r.IntN(4) {
			stack = append(stack, tidyLayer(r))
		}
		img := imageOf(t, stack...)
		f := New(img, Options{})
		want := flattened(t, img)
		for _, a := range append(names, "") {
			for _, b := range append(names, "") {
				name := path.Join(a, b)
				_, err := f.Lookup(t.Context(), "/"+name)
				require.Equal(t, name == "" || want[name], err == nil, "%s in %+v: %v", name, stack, err)
			}
		}
	}
}

// tidyLayer has each name once, as a file, a directory or a whiteout.
func tidyLayer(r *rand.Rand) []entry {
	var entries []entry
	for _, a := range names {
		switch r.IntN(3) {
		case 0:
			entries = append(entries, file(".wh."+a, ""))
		case 1:
			if a == "c" {
				entries = append(entries, file(a, a))
				continue
			}
			entries = append(entries, dir(a))
			if r.IntN(3) == 0 {
				entries = append(entries, file(a+"/.wh..wh..opq", ""))
			}
			for _, b := range names {
				if prefix := []string{"/", "/.wh.", ""}[r.IntN(3)]; prefix != "" {
					entries = append(entries, file(a+prefix+b, ""))
				}
			}
		}
	}
	return entries
}

func flattened(t *testing.T, img v1.Image) map[string]bool {
	t.Helper()
	flat := mutate.Extract(img)
	defer flat.Close()
	all := map[string]bool{}
	for r := tar.NewReader(flat); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return all
		}
		require.NoError(t, err)
		all[path.Clean(h.Name)] = true
	}
}
