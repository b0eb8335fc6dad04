package place_test

import (
	"io"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/image/place"
	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/image/place/placetest"
)

// fast lets nobody wait.
var fast = place.Options{Wait: place.Wait{First: time.Millisecond, Most: 5 * time.Millisecond}}

func start(t *testing.T) *placetest.Registry {
	t.Helper()
	r := placetest.New()
	t.Cleanup(r.Close)
	return r
}

func image(t *testing.T, arch string) v1.Image {
	t.Helper()
	img, err := placetest.Image(arch, "", placetest.Layer{{Name: "arch", Data: arch}, {Name: "app/"}})
	require.NoError(t, err)
	return img
}

// push puts an image or an index into a registry, behind this package's back.
func push(t *testing.T, ref string, what remote.Taggable) {
	t.Helper()
	parsed, err := name.ParseReference(ref)
	require.NoError(t, err)
	require.NoError(t, remote.Push(parsed, what))
}

func target(t *testing.T, text string) place.Place {
	t.Helper()
	p, err := place.Target(text)
	require.NoError(t, err)
	return p
}

func open(t *testing.T, text string, platforms ...v1.Platform) *place.Source {
	t.Helper()
	opt := fast
	opt.Platforms = platforms
	s, err := place.Open(t.Context(), text, opt)
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, s.Close()) })
	return s
}

func digest(t *testing.T, a place.Artifact) string {
	t.Helper()
	h, err := a.Digest()
	require.NoError(t, err)
	return h.String()
}

// content is all that an image's layers have in them.
func content(t *testing.T, img v1.Image) string {
	t.Helper()
	r := mutate.Extract(img)
	defer r.Close()
	data, err := io.ReadAll(r)
	require.NoError(t, err)
	return string(data)
}

func TestPlacesAreWrittenAsOthersWriteThem(t *testing.T) {
	for text, reference := range map[string]string{
		"ghcr.io/shop/api:1.0":                "ghcr.io/shop/api:1.0",
		"docker://ghcr.io/shop/api:1.0":       "ghcr.io/shop/api:1.0",
		"nginx":                               "docker.io/library/nginx:latest",
		"localhost:5000/api":                  "localhost:5000/api:latest",
		"docker-daemon:api:dev":               "docker.io/library/api:dev",
		"oci:some/folder:1.0":                 "",
		"docker-archive:api.tar:shop/api:1.0": "",
		"docker-archive:api.tar":              "",
		"ghcr.io/shop/api@" + aDigest:         "ghcr.io/shop/api@" + aDigest,
	} {
		p, err := place.Parse(text)
		require.NoError(t, err, text)
		assert.Equal(t, text, p.String())
		assert.Equal(t, reference, p.Reference(), text)
	}
}

var aDigest = "sha256:" + strings.Repeat("a", 64)

func TestWhatIsNoPlaceIsRefused(t *testing.T) {
	for text, want := range map[string]string{
		"./api.tar":                   "docker-archive:FILE",
		"":                            "is no image",
		"oci-archive:x.tar":           "is no kind of place",
		"https://ghcr.io/shop/api":    "is no kind of place",
		"oci:":                        "the path is missing",
		"docker-archive:x.tar:not ok": "docker-archive:x.tar:not ok",
		"docker-daemon:Not OK":        "docker-daemon:Not OK",
		"ghcr.io/Shop/api":            "ghcr.io/Shop/api",
	} {
		_, err := place.Parse(text)
		require.ErrorContains(t, err, want, text)
	}
	for _, text := range []string{"ghcr.io/shop/api@" + aDigest, "docker-daemon:" + aDigest} {
		_, err := place.Target(text)
		require.ErrorContains(t, err, "give a tag")
	}
}

func TestAnImageComesBackAsItWasFromEveryPlace(t *testing.T) {
	dir, r, img := t.TempDir(), start(t), image(t, "amd64")
	for _, text := range []string{r.Host() + "/shop/api:1", "oci:" + dir + "/layout:1", "oci:" + dir + "/untagged", "docker-archive:" + dir + "/a/api.tar:shop/api:1", "docker-archive:" + dir + "/bare.tar"} {
		require.NoError(t, place.Write(t.Context(), []place.Place{target(t, text)}, img, fast), text)
		s := open(t, text)
		require.Len(t, s.Images(), 1)
		assert.Equal(t, "linux/amd64", s.Images()[0].Platform.String())
		want, err := img.ConfigName()
		require.NoError(t, err)
		got, err := s.Images()[0].Image.ConfigName()
		require.NoError(t, err)
		assert.Equal(t, want, got, text)
		assert.Equal(t, content(t, img), content(t, s.Images()[0].Image), text)
		if !strings.HasPrefix(text, "docker-") {
			assert.Equal(t, digest(t, img), s.Digest.String(), text)
		}
	}
	left, err := filepath.Glob(dir + "/*/.kurumi-*")
	require.NoError(t, err)
	assert.Empty(t, left)
}

func TestAnIndexHasItsImagesAndNotItsAttestations(t *testing.T) {
	r, dir := start(t), t.TempDir()
	index, err := placetest.Index(image(t, "amd64"), image(t, "arm64"))
	require.NoError(t, err)
	attestation := image(t, "unknown")
	index = mutate.AppendManifests(index, mutate.IndexAddendum{Add: attestation, Descriptor: v1.Descriptor{
		Platform:    &v1.Platform{OS: "unknown", Architecture: "unknown"},
		Annotations: map[string]string{"vnd.docker.reference.type": "attestation-manifest"},
	}})
	for _, text := range []string{r.Host() + "/shop/api:1", "oci:" + dir + ":1"} {
		require.NoError(t, place.Write(t.Context(), []place.Place{target(t, text)}, index, fast))
		s := open(t, text)
		require.Len(t, s.Images(), 2)
		require.Len(t, s.Left, 1)
		assert.Equal(t, digest(t, attestation), s.Left[0].Digest.String())
		assert.Equal(t, digest(t, index), s.Digest.String())

		s = open(t, text, v1.Platform{OS: "linux", Architecture: "arm64"})
		require.Len(t, s.Images(), 1)
		assert.Equal(t, digest(t, image(t, "arm64")), digest(t, s.Images()[0].Image))

		opt := fast
		opt.Platforms = []v1.Platform{{OS: "linux", Architecture: "s390x"}}
		_, err = place.Open(t.Context(), text, opt)
		require.ErrorContains(t, err, text+": is not for linux/s390x, but for linux/amd64, linux/arm64")
	}
	for _, text := range []string{"docker-archive:" + dir + "/x.tar", "docker-daemon:never:1"} {
		err := place.Write(t.Context(), []place.Place{target(t, text)}, index, fast)
		require.ErrorContains(t, err, "choose one with --platform", text)
	}
}

func TestToOpenReadsNoLayer(t *testing.T) {
	r := start(t)
	push(t, r.Host()+"/shop/api:1", image(t, "amd64"))
	r.Count()
	open(t, r.Host()+"/shop/api:1", v1.Platform{OS: "linux", Architecture: "amd64"})
	c := r.Count()
	assert.Equal(t, 1, c.Downloads, "the config alone")
}
