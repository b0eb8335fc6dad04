package argocd

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// goldens is the function's cases, seen from here.
const goldens = "../../../functions/previewapp/testdata"

// TestGoldens holds every case that expects something against the judges, and makes
// the previews of two pull requests of it.
func TestGoldens(t *testing.T) {
	cases, err := filepath.Glob(goldens + "/*/expected")
	require.NoError(t, err)
	require.NotEmpty(t, cases)
	var images int
	for _, expected := range cases {
		t.Run(filepath.Base(filepath.Dir(expected)), func(t *testing.T) {
			s, err := judge(tree(t, expected))
			require.NoError(t, err)
			if s.updater != nil {
				images++
			}
			twelve, err := s.render(12)
			require.NoError(t, err)
			other, err := s.render(121)
			require.NoError(t, err)
			require.NotEqual(t, twelve.Name, other.Name)
			require.NotEqual(t, twelve.Spec.Destination.Namespace, other.Spec.Destination.Namespace)
			require.NotEqual(t, host(twelve.Spec.GetSource()), host(other.Spec.GetSource()))
		})
	}
	require.NotZero(t, images, "no ImageUpdater in %s", goldens)
}

// tree is all manifests below a folder, as one stream.
func tree(t *testing.T, root string) []byte {
	t.Helper()
	var all []byte
	require.NoError(t, filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		all = append(append(all, "---\n"...), data...)
		return err
	}))
	return all
}
