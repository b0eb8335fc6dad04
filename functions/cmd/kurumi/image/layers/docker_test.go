package layers

import (
	"archive/tar"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/tarball"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Docker unpacks an image, and has in it what is read without unpacking.
func TestDockerHasTheSameFiles(t *testing.T) {
	needDocker(t)
	base := []entry{
		dir("a"), file("a/below", "1"), file("a/gone", ""), {kind: tar.TypeDir, name: "mode", mode: 0o700, uid: 7},
		symlink("link", "a"), dir("full"), file("full/x", ""), dir("full/sub"), file("full/sub/y", ""),
		dir("kind"), file("kind/x", ""), file("was-file", ""), symlink("loop", "loop"), symlink("lib", "usr/lib"),
	}
	middle := []entry{
		file("link/hidden", "a directory hides the link"), file("a/.wh.gone", ""), file("full/new", ""), file("full/.wh..wh..opq", ""),
		file("kind", "a file hides a directory"), dir("was-file"), file("was-file/z", ""), dir("usr"), dir("usr/lib"), file("usr/lib/so", "2"),
		hardlink("twin", "usr/lib/so"),
	}
	top := []entry{file("mode/x", ""), file(".wh.loop", ""), dir("usr/lib"), file("usr/lib/other", ""), dir("full"), file("full/last", "")}
	img := imageFrom(t, layerOf(t, base), layerOf(t, middle), layerOf(t, top))
	cfg, err := img.ConfigFile()
	require.NoError(t, err)
	cfg = cfg.DeepCopy()
	cfg.OS, cfg.Architecture, cfg.Config.Cmd = "linux", "amd64", []string{"/none"}
	img, err = mutate.ConfigFile(img, cfg)
	require.NoError(t, err)

	unpacked := unpackedByDocker(t, func(archive string) error {
		return tarball.WriteToFile(archive, name.MustParseReference("kurumi.test/layers:1"), img)
	})
	f := New(img, Options{})
	for _, e := range slices.Concat(base, middle, top) {
		at := strings.ReplaceAll(e.name, ".wh.", "")
		want, there := unpacked[at]
		got, err := f.Lookup(t.Context(), "/"+at)
		switch {
		case strings.Contains(at, "..wh..opq"):
		case there && want.Typeflag == tar.TypeSymlink:
			resolved, err := f.Resolve(t.Context(), "/"+at)
			require.NoError(t, err)
			assert.Equal(t, "/"+want.Linkname, resolved, at)
		case !there:
			require.Error(t, err, at)
		default:
			require.NoError(t, err, at)
			if want.Typeflag != tar.TypeLink {
				assert.Equal(t, Kind(want.Typeflag), Kind(got.Header.Typeflag), at)
				assert.Equal(t, want.Size, got.Header.Size, at)
			}
			if at != "mode" { // a limit: see the package's comment
				assert.Equal(t, want.Mode&0o7777, got.Header.Mode, at)
			}
		}
	}
	assert.Contains(t, unpacked, "link/hidden")
	assert.NotContains(t, unpacked, "full/x")
	assert.Equal(t, int64(0o755), unpacked["mode"].Mode&0o7777)
}

// unpackedByDocker is the files of an image once Docker has unpacked it.
func unpackedByDocker(t *testing.T, write func(archive string) error) map[string]*tar.Header {
	t.Helper()
	archive := filepath.Join(t.TempDir(), "image.tar")
	require.NoError(t, write(archive))
	docker(t, "load", "-i", archive)
	id := strings.TrimSpace(docker(t, "create", "kurumi.test/layers:1"))
	flat := filepath.Join(t.TempDir(), "flat.tar")
	docker(t, "export", "-o", flat, id)
	docker(t, "rm", id)
	docker(t, "rmi", "kurumi.test/layers:1")
	in, err := os.Open(flat)
	require.NoError(t, err)
	defer in.Close()
	all := map[string]*tar.Header{}
	for r := tar.NewReader(in); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return all
		}
		require.NoError(t, err)
		all[strings.TrimSuffix(h.Name, "/")] = h
	}
}

func docker(t *testing.T, args ...string) string {
	t.Helper()
	out, err := exec.Command("docker", args...).CombinedOutput()
	require.NoError(t, err, "docker %s: %s", strings.Join(args, " "), out)
	return string(out)
}

// needDocker skips the test where Docker is not there; in CI it has to be.
func needDocker(t *testing.T) {
	t.Helper()
	if err := exec.Command("docker", "version").Run(); err == nil {
		return
	} else if os.Getenv("CI") != "" {
		t.Fatalf("docker is needed: %v", err)
	}
	t.Skip("no docker here")
}
