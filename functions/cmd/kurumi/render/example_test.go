package render

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The example is rendered with its function, and gives what it is expected to give.
func TestThePreviewEnvironment(t *testing.T) {
	const example = "../../../../examples/preview-environment"
	r := newRepo(t)
	for _, folder := range []string{"base", "overlays"} {
		require.NoError(t, os.CopyFS(filepath.Join(r.dir, folder), os.DirFS(filepath.Join(example, folder))))
	}
	r.run(t, "kurumi")
	r.run(t, "kurumi", "--check")

	text, err := os.ReadFile(filepath.Join(example, "expected/preview.yaml"))
	require.NoError(t, err)
	all, problems := resources(text)
	require.Empty(t, problems)
	want := map[string]string{}
	for _, res := range all {
		want["staging/"+fileName(res.id, 1)] = string(res.text)
	}
	is := r.tree(t, "generated")
	delete(is, indexName)
	require.Len(t, is, 6)
	assert.Equal(t, want, is)
}
