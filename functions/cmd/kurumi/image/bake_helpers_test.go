package image

import (
	"archive/tar"
	"bytes"
	"errors"
	"fmt"
	"io"
	"testing"

	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/image/place"
	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/image/place/placetest"
)

// A run is what came of a command.
type run struct {
	stdout, stderr string
	err            error
}

// runBake runs the command in this process.
func runBake(t *testing.T, args ...string) run {
	t.Helper()
	var stdout, stderr bytes.Buffer
	cmd := Command()
	cmd.SilenceErrors, cmd.SilenceUsage = true, true
	cmd.SetArgs(append([]string{"bake"}, args...))
	cmd.SetOut(&stdout)
	cmd.SetErr(&stderr)
	err := cmd.ExecuteContext(t.Context())
	return run{stdout.String(), stderr.String(), err}
}

// bakes runs the command, which has to succeed, and is the digest that it prints.
func bakes(t *testing.T, args ...string) string {
	t.Helper()
	got := runBake(t, args...)
	require.NoError(t, got.err)
	require.Regexp(t, `^sha256:[0-9a-f]{64}\n$`, got.stdout)
	return got.stdout[:len(got.stdout)-1]
}

func startRegistry(t *testing.T) *placetest.Registry {
	t.Helper()
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	r := placetest.New()
	t.Cleanup(r.Close)
	return r
}

func base(t *testing.T, user string, layers ...placetest.Layer) v1.Image {
	t.Helper()
	img, err := placetest.Image("amd64", user, layers...)
	require.NoError(t, err)
	return img
}

// push puts an image into a registry, as somebody else would.
func push(t *testing.T, ref string, what remote.Taggable) string {
	t.Helper()
	parsed, err := name.ParseReference(ref)
	require.NoError(t, err)
	require.NoError(t, remote.Push(parsed, what))
	return ref
}

func openImages(t *testing.T, ref string) []place.PlatformImage {
	t.Helper()
	s, err := place.Open(t.Context(), ref, place.Options{Wait: wait})
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, s.Close()) })
	return s.Images()
}

func topLayer(t *testing.T, img v1.Image) []string {
	t.Helper()
	lines, err := listTop(img)
	require.NoError(t, err)
	return lines
}

// listTop lists the topmost layer: what is in it, and whose, in its order.
func listTop(img v1.Image) ([]string, error) {
	layers, err := img.Layers()
	if err != nil {
		return nil, err
	}
	content, err := layers[len(layers)-1].Uncompressed()
	if err != nil {
		return nil, err
	}
	defer content.Close()
	var lines []string
	for r := tar.NewReader(content); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return lines, nil
		}
		if err != nil {
			return nil, err
		}
		data, err := io.ReadAll(r)
		if err != nil {
			return nil, err
		}
		lines = append(lines, fmt.Sprintf("%04o %d:%d %s %q %s", h.Mode, h.Uid, h.Gid, h.Name, data, h.ModTime.UTC().Format("2006")))
	}
}

func configOf(t *testing.T, img v1.Image) *v1.ConfigFile {
	t.Helper()
	config, err := img.ConfigFile()
	require.NoError(t, err)
	return config
}
