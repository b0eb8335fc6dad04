package layers

import (
	"archive/tar"
	"path"
	"strings"
	"testing"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/stretchr/testify/require"
)

var fuzzID = v1.Hash{Algorithm: "sha256", Hex: strings.Repeat("0", 64)}

// Whatever is in a listing, decoding it ends, and what it accepts it keeps.
func FuzzDecode(f *testing.F) {
	f.Add(encode(fuzzID, []record{{kind: tar.TypeDir, name: "app", mode: 0o755}, {kind: tar.TypeReg, name: "app/x", size: 1 << 40, modified: -1}}))
	f.Add(encode(fuzzID, []record{{kind: tar.TypeSymlink, name: "a", link: "b"}, {kind: tar.TypeLink, name: "c", link: "a"}}))
	f.Add(encode(fuzzID, nil))
	f.Fuzz(func(t *testing.T, data []byte) {
		tree, err := decode(fuzzID, data)
		if err != nil {
			return
		}
		again, err := decode(fuzzID, encode(fuzzID, tree.records))
		require.NoError(t, err)
		require.Equal(t, tree.records, again.records)
	})
}

// A fuzzed image has an entry in each line: its kind, its name, where it leads;
// an empty line begins the next layer.
func fuzzedImage(text string) (stack [][]entry) {
	layer := []entry{}
	for line := range strings.Lines(text) {
		fields := strings.SplitN(strings.TrimSuffix(line, "\n"), " ", 3)
		if fields[0] == "" {
			stack, layer = append(stack, layer), nil
			continue
		}
		fields = append(fields, "", "")
		e := entry{kind: fields[0][0], name: fields[1], link: fields[2]}
		if !strings.ContainsRune("0125", rune(e.kind)) || e.name == "" || e.kind == tar.TypeReg && strings.HasSuffix(e.name, "/") {
			continue
		}
		layer = append(layer, e)
	}
	return append(stack, layer)
}

// Whatever the layers hold, a path leads nowhere or to a place inside of the
// image, which leads to itself.
func FuzzResolve(f *testing.F) {
	f.Add("5 app\n2 l /app\n0 app/x 1\n\n0 app/.wh.x\n1 h app/x", "/l/x")
	f.Add("2 a ../../b\n2 b ./a/../c/\n0 c/d 1", "a//../b/./d")
	f.Add("2 a a", "/a/a")
	f.Add("0 b 1", "/missing/../b/../x")
	f.Fuzz(func(t *testing.T, text, name string) {
		if strings.ContainsRune(text, 0) || len(text) > 1000 {
			t.Skip("no tar can hold it")
		}
		fs := New(imageOf(t, fuzzedImage(text)...), Options{})
		resolved, err := fs.Resolve(t.Context(), name)
		if err != nil {
			return
		}
		require.Equal(t, path.Join("/", resolved), resolved)
		again, err := fs.Resolve(t.Context(), resolved)
		require.NoError(t, err)
		require.Equal(t, resolved, again)
		if e, err := fs.Lookup(t.Context(), name); err == nil {
			require.Equal(t, resolved, e.Path)
		}
	})
}
