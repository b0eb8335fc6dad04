package render

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const nextTree, lastTree = ".generated.kurumi-next", ".generated.kurumi-last"

// A repo is a folder with overlays that fastBuild builds.
type repo struct {
	dir string
}

func newRepo(t *testing.T) repo {
	t.Helper()
	return repo{t.TempDir()}
}

// write writes a file of the repository.
func (r repo) write(t *testing.T, name, text string) {
	t.Helper()
	file := filepath.Join(r.dir, filepath.FromSlash(name))
	require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
	require.NoError(t, os.WriteFile(file, []byte(text), 0o644))
}

// environment makes an overlay of some documents.
func (r repo) environment(t *testing.T, name string, docs ...string) {
	t.Helper()
	r.write(t, "overlays/"+name+"/kustomization.yaml", "")
	r.write(t, "overlays/"+name+"/all.yaml", strings.Join(docs, "---\n"))
}

// versions makes two overlays of many resources, in one of two versions: some
// resources are only in one, some differ, and most are the same.
func (r repo) versions(t *testing.T, version int) {
	t.Helper()
	for _, name := range []string{"production", "staging"} {
		var docs []string
		for i := range 80 {
			switch i % 4 {
			case 0:
				docs = append(docs, configMap(fmt.Sprint("cm-", i), fmt.Sprint("version ", version)))
			case 1:
				docs = append(docs, configMap(fmt.Sprint("cm-", i, "-", version), ""))
			default:
				docs = append(docs, configMap(fmt.Sprint("cm-", i), strings.Repeat("x", 1000)))
			}
		}
		r.environment(t, name, docs...)
	}
}

func configMap(name, text string) string {
	return fmt.Sprintf("apiVersion: v1\ndata:\n  text: %s\nkind: ConfigMap\nmetadata:\n  name: %s\n", text, name)
}

// kurumi is a command that runs in the repository.
func (r repo) kurumi(ctx context.Context, program string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, program, append([]string{"render"}, args...)...)
	cmd.Dir = r.dir
	return cmd
}

func (r repo) run(t *testing.T, program string, args ...string) {
	t.Helper()
	out, err := r.kurumi(t.Context(), program, args...).CombinedOutput()
	require.NoError(t, err, "%s", out)
}

// fails runs a command that has to fail.
func (r repo) fails(t *testing.T, program string, args ...string) {
	t.Helper()
	out, err := r.kurumi(t.Context(), program, args...).CombinedOutput()
	var exit *exec.ExitError
	require.ErrorAs(t, err, &exit, "%s", out)
	require.Equal(t, 1, exit.ExitCode(), "%s", out)
}

// tree is the files below a folder of the repository, by their paths.
func (r repo) tree(t *testing.T, folder string) map[string]string {
	t.Helper()
	files, err := readTree(filepath.Join(r.dir, folder))
	require.NoError(t, err)
	return files
}

var errReplaced = errors.New("it was replaced while it was read")

// readTree reads a tree as one that stays open, and notices if it was replaced.
func readTree(dir string) (map[string]string, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	files := map[string]string{}
	err = fs.WalkDir(root.FS(), ".", func(at string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := root.ReadFile(at)
		files[path.Clean(at)] = string(text)
		return err
	})
	was, statErr := root.Stat(".")
	if is, e := os.Stat(dir); statErr != nil || e != nil || !os.SameFile(was, is) {
		return nil, errReplaced
	}
	return files, err
}

// names is what is in the repository's folder.
func (r repo) names(t *testing.T) []string {
	t.Helper()
	entries, err := os.ReadDir(r.dir)
	require.NoError(t, err)
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// readAll is fastBuild within the process.
func readAll(_ context.Context, dir string) (yaml, notes []byte, err error) {
	yaml, err = os.ReadFile(filepath.Join(dir, "all.yaml"))
	return yaml, nil, err
}
