package place_test

import (
	"bytes"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/random"
	"github.com/google/go-containerregistry/pkg/v1/types"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/image/place"
)

func TestWhatIsNoImageIsRefused(t *testing.T) {
	r, dir := start(t), t.TempDir()
	chart := mutate.ConfigMediaType(mutate.MediaType(empty.Image, types.OCIManifestSchema1), "application/vnd.cncf.helm.config.v1+json")
	push(t, r.Host()+"/shop/chart:1", chart)
	_, err := place.Open(t.Context(), r.Host()+"/shop/chart:1", fast)
	require.ErrorContains(t, err, "is no image but an artifact, whose config is application/vnd.cncf.helm.config.v1+json")

	r.Fault = func(w http.ResponseWriter, req *http.Request) bool {
		if !strings.Contains(req.URL.Path, "/manifests/") {
			return false
		}
		w.Header().Set("Content-Type", string(types.DockerManifestSchema1Signed))
		_, _ = io.WriteString(w, `{"schemaVersion":1}`)
		return true
	}
	_, err = place.Open(t.Context(), r.Host()+"/shop/old:1", fast)
	require.ErrorContains(t, err, "schema 1")
	r.Fault = nil

	for text, want := range map[string]string{
		r.Host() + "/shop/none:1":           "there is no such image in the registry " + r.Host(),
		"oci:" + dir:                        "there is no OCI layout",
		"docker-archive:" + dir + "/no.tar": "no such file",
	} {
		_, err := place.Open(t.Context(), text, fast)
		require.ErrorContains(t, err, want)
		require.ErrorContains(t, err, text)
	}
	require.NoError(t, os.WriteFile(dir+"/text", []byte("not a tar"), 0o644))
	_, err = place.Open(t.Context(), "docker-archive:"+dir+"/text", fast)
	require.ErrorContains(t, err, "is no tarball of docker save")
}

func TestALayoutOfSeveralImagesIsAskedForOne(t *testing.T) {
	dir := t.TempDir()
	for _, arch := range []string{"amd64", "arm64"} {
		require.NoError(t, place.Write(t.Context(), []place.Place{target(t, "oci:"+dir+":"+arch)}, image(t, arch), fast))
	}
	_, err := place.Open(t.Context(), "oci:"+dir, fast)
	require.ErrorContains(t, err, "of amd64, arm64")
	_, err = place.Open(t.Context(), "oci:"+dir+":s390x", fast)
	require.ErrorContains(t, err, "has no image s390x, but amd64, arm64")
	assert.Equal(t, digest(t, image(t, "arm64")), open(t, "oci:"+dir+":arm64").Digest.String())

	// A tag that is written again is another image's, and there once.
	require.NoError(t, place.Write(t.Context(), []place.Place{target(t, "oci:"+dir+":arm64")}, image(t, "amd64"), fast))
	assert.Equal(t, digest(t, image(t, "amd64")), open(t, "oci:"+dir+":arm64").Digest.String())
	index, err := os.ReadFile(dir + "/index.json")
	require.NoError(t, err)
	assert.Equal(t, 1, bytes.Count(index, []byte(`"arm64"`)))
}

func TestOneRegistryCopiesNothing(t *testing.T) {
	r := start(t)
	push(t, r.Host()+"/shop/base:1", image(t, "amd64"))
	s := open(t, r.Host()+"/shop/base:1")
	r.Count()
	require.NoError(t, place.Write(t.Context(), []place.Place{target(t, r.Host()+"/other/api:1")}, s.Images()[0].Image, fast))
	c := r.Count()
	assert.Equal(t, 2, c.Mounts, "the layer and the config")
	assert.Zero(t, c.Uploads+c.Downloads)

	require.NoError(t, place.Write(t.Context(), []place.Place{target(t, r.Host()+"/other/api:2")}, s.Images()[0].Image, fast))
	c = r.Count()
	assert.Zero(t, c.Uploads+c.Mounts+c.Downloads, "it is there already")
}

func TestTheMeterCountsBothWays(t *testing.T) {
	r := start(t)
	opt := fast
	opt.Meter = &place.Meter{}
	img, err := random.Image(100_000, 1)
	require.NoError(t, err)
	require.NoError(t, place.Write(t.Context(), []place.Place{target(t, r.Host()+"/shop/api:1")}, img, opt))
	assert.Greater(t, opt.Meter.Written(), int64(100_000))
	read := opt.Meter.Read()
	s, err := place.Open(t.Context(), r.Host()+"/shop/api:1", opt)
	require.NoError(t, err)
	content(t, s.Images()[0].Image)
	assert.Greater(t, opt.Meter.Read()-read, int64(100_000))
}
