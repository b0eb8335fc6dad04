package render

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Whatever the resources are and were: after a render the tree is what was built, a
// check finds nothing, and a check before tells exactly what the render does.
func TestRenderThenCheckIsClean(t *testing.T) {
	r := newRepo(t)
	t.Chdir(r.dir)
	random := rand.New(rand.NewPCG(1, 2))
	for round := range 60 {
		want := map[string]string{}
		require.NoError(t, os.RemoveAll(filepath.Join(r.dir, "overlays")))
		for _, name := range []string{"a", "b", "c"}[:1+random.IntN(3)] {
			ids := randomIDs(random, 1+random.IntN(12))
			var docs []string
			for i, file := range fileNames(ids) {
				text := fmt.Sprintf("apiVersion: %s/v1\nkind: %s\nmetadata:\n  name: %q\n  namespace: %q\nspec: %d\n", ids[i].group, ids[i].kind, ids[i].name, ids[i].namespace, random.IntN(2))
				docs = append(docs, text)
				want[name+"/"+file] = text
			}
			r.environment(t, name, docs...)
		}
		check, stdout := o(true)
		found := check.run(t.Context())
		lines := strings.Count("\n"+stdout.String(), "\n--- ")

		render, stdout := o(false)
		require.NoError(t, render.run(t.Context()))
		if told := strings.Count(stdout.String(), "\n"); told == 0 {
			require.NoError(t, found)
		} else {
			require.Error(t, found)
			require.InDelta(t, told, lines, 1, "and the index") // which differs if a file came or went
		}
		is := r.tree(t, "generated")
		delete(is, indexName)
		require.Equal(t, want, is, "round %d", round)

		check, stdout = o(true)
		require.NoError(t, check.run(t.Context()))
		require.Empty(t, stdout.String())
	}
}

// o is a run in the current folder.
func o(check bool) (*options, *strings.Builder) {
	var stdout strings.Builder
	return &options{out: "generated", format: "text", check: check, build: readAll, stdout: &stdout, stderr: &strings.Builder{}}, &stdout
}
