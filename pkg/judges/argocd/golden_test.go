package argocd

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kurumi-krm/kurumi/pkg/judges/crd"
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
			s, err := judge(crd.Tree(t, expected))
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
