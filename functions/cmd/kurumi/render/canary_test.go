package render

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The example is one history: at every step the Secrets of the stable pods and of the
// new ones are there, and no other.
func TestTheSecretsOfACanary(t *testing.T) {
	const example = "../../../../examples/secret-in-a-canary"
	r := newRepo(t)
	for _, folder := range []string{"base", "overlays"} {
		require.NoError(t, os.CopyFS(filepath.Join(r.dir, folder), os.DirFS(filepath.Join(example, folder))))
	}
	const stable = "db-v1" // no other version got through its canary
	for _, step := range []struct{ folder, wanted string }{
		{"step-1-before", "db-v1"},
		{"step-2-canary", "db-v2"},
		{"step-3-abort", "db-v2"}, // the commit is still there, the canary is not
		{"step-4-revert", "db-v1"},
		{"step-5-next", "db-v3"},
	} {
		version, err := os.ReadFile(filepath.Join(example, step.folder, "version.yaml"))
		require.NoError(t, err)
		r.write(t, "overlays/production/version.yaml", string(version))
		r.run(t, "kurumi")
		r.run(t, "kurumi", "--check")
		is := r.tree(t, "generated")
		goldenTree(t, filepath.Join(example, step.folder, "generated"), is)

		assert.Equal(t, []string{step.wanted}, used(is), step.folder)
		assert.Subset(t, secrets(is), []string{step.wanted, stable}, "%s: a Secret is missing", step.folder)
		assert.LessOrEqual(t, len(secrets(is)), 2, "%s: a Secret is left over", step.folder)
	}
}

// secrets is the names of the Secrets that the operator makes.
func secrets(files map[string]string) []string {
	return found(files, "externalsecret-", `(?m)^  name: (db\S*)$`)
}

// used is the names of the Secrets that new pods use.
func used(files map[string]string) []string {
	return found(files, "rollout-", `(?m)^\s+name: (db\S*)$`)
}

func found(files map[string]string, prefix, pattern string) (names []string) {
	for at, text := range files {
		if strings.HasPrefix(filepath.Base(at), prefix) {
			for _, m := range regexp.MustCompile(pattern).FindAllStringSubmatch(text, -1) {
				names = append(names, m[1])
			}
		}
	}
	slices.Sort(names)
	return names
}

// goldenTree compares a tree with a folder, which UPDATE_GOLDEN makes anew first.
func goldenTree(t *testing.T, folder string, is map[string]string) {
	t.Helper()
	if os.Getenv("UPDATE_GOLDEN") != "" {
		require.NoError(t, os.RemoveAll(folder))
		for at, text := range is {
			require.NoError(t, os.MkdirAll(filepath.Dir(filepath.Join(folder, at)), 0o755))
			require.NoError(t, os.WriteFile(filepath.Join(folder, at), []byte(text), 0o644))
		}
		t.Errorf("%s was written; read the difference", folder)
	}
	want, err := readTree(folder)
	require.NoError(t, err)
	assert.Equal(t, want, is, folder)
}
