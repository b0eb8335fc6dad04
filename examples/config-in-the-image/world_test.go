package configintheimage_test

import (
	"archive/tar"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/spf13/cobra"
	"github.com/stretchr/testify/require"

	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/build"
	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/image"
	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/image/place/placetest"
)

// The test's own binary is kurumi, and the docker that kurumi build runs.
func TestMain(m *testing.M) {
	switch {
	case build.IsDocker():
		os.Exit(build.Docker())
	case filepath.Base(os.Args[0]) == "kurumi":
		os.Exit(kurumi())
	}
	os.Exit(m.Run())
}

func kurumi() int {
	root := &cobra.Command{Use: "kurumi", SilenceErrors: true, SilenceUsage: true}
	root.AddCommand(build.Command(), image.Command())
	if err := root.Execute(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

// registryInREADME is what README and manifests call the registry.
const registryInREADME = "ghcr.io/example"

// A world is a copy of the example in which its registry has another name, and a
// registry of that name.
type world struct {
	*testing.T
	registry *placetest.Registry
	name     string // of the registry
	dir      string // the copy
	tmp      string // what is /tmp/shop in the README
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{T: t, registry: placetest.New(), dir: t.TempDir(), tmp: t.TempDir()}
	t.Cleanup(w.registry.Close)
	cache, err := exec.CommandContext(t.Context(), "go", "env", "GOCACHE").Output()
	require.NoError(t, err)
	t.Setenv("GOCACHE", strings.TrimSpace(string(cache))) // which is in the other, if not given
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	bin := t.TempDir()
	self, err := os.Executable()
	require.NoError(t, err)
	require.NoError(t, os.Symlink(self, filepath.Join(bin, "kurumi")))
	t.Setenv("PATH", bin+string(os.PathListSeparator)+os.Getenv("PATH"))
	w.use(w.registry.Host() + "/example")
	return w
}

// use copies the example, for a registry.
func (w *world) use(registry string) {
	w.Helper()
	w.name = registry
	require.NoError(w, filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		to := filepath.Join(w.dir, path)
		if err != nil || entry.IsDir() {
			return errors.Join(err, os.MkdirAll(to, 0o755))
		}
		data, err := os.ReadFile(path)
		text := strings.ReplaceAll(string(data), registryInREADME, registry)
		return errors.Join(err, os.WriteFile(to, []byte(text), 0o644))
	}))
}

// run runs a command as a shell does, in the copy. What it says on stderr is part
// of what it says.
func (w *world) run(command string) string {
	w.Helper()
	cmd := exec.CommandContext(w.Context(), "sh", "-c", command)
	cmd.Dir = w.dir
	out, err := cmd.CombinedOutput()
	if _, failed := errors.AsType[*exec.ExitError](err); !failed { // the output tells
		require.NoError(w, err)
	}
	return string(out)
}

// bake bakes all three environments, on the base, and is the digest.
func (w *world) bake(tag string) string {
	w.Helper()
	api := w.name + "/api:"
	cmd := exec.CommandContext(w.Context(), "kurumi", "image", "bake", "--base", api+"base", "--to", api+tag, "baked/dev", "baked/stg", "baked/prod")
	cmd.Dir = w.dir
	var stderr strings.Builder
	cmd.Stderr = &stderr
	digest, err := cmd.Output()
	require.NoError(w, err, "%s", &stderr)
	require.Regexp(w, `^sha256:[0-9a-f]{64}\n$`, string(digest), "it is printed alone")
	require.Contains(w, stderr.String(), "CONFIG_YAML_PATH: has several values in the manifests, so it is not put into the image; the manifests set it\n")
	return string(digest)
}

// pushBase pushes what app/Dockerfile makes.
func (w *world) pushBase(program string) {
	w.Helper()
	img, err := placetest.Image(runtime.GOARCH, "1000", placetest.Layer{{Name: "bin/"}, {Name: "bin/api", Data: program, Mode: 0o755}})
	require.NoError(w, err)
	img, err = mutate.CreatedAt(img, v1.Time{Time: time.Date(2026, time.October, 30, 14, 15, 0, 0, time.UTC)})
	require.NoError(w, err)
	require.NoError(w, remote.Push(w.reference("base"), img))
}

func (w *world) image(tag string) v1.Image {
	w.Helper()
	img, err := remote.Image(w.reference(tag))
	require.NoError(w, err)
	return img
}

func (w *world) reference(tag string) name.Reference {
	w.Helper()
	ref, err := name.ParseReference(w.name + "/api:" + tag)
	require.NoError(w, err)
	return ref
}

// replace changes a file of the copy.
func (w *world) replace(path, from, to string) {
	w.Helper()
	path = filepath.Join(w.dir, path)
	was := read(w.T, path)
	require.Equal(w, 1, strings.Count(was, from), from)
	require.NoError(w, os.WriteFile(path, []byte(strings.Replace(was, from, to, 1)), 0o644))
}

func read(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	return string(data)
}

func untar(t *testing.T, r io.Reader) map[string]string {
	t.Helper()
	files := map[string]string{}
	for r := tar.NewReader(r); ; {
		header, err := r.Next()
		if errors.Is(err, io.EOF) {
			return files
		}
		require.NoError(t, err)
		data, err := io.ReadAll(r)
		require.NoError(t, err)
		files[header.Name] = string(data)
	}
}
