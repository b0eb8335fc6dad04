package image

import (
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/random"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/image/place/placetest"
)

const large = 5_000_000

func TestABaseIsReadOnceAndNeverCopied(t *testing.T) {
	r := startRegistry(t)
	img, err := random.Image(large, 1)
	require.NoError(t, err)
	layers, err := base(t, "", placetest.Layer{{Name: "app/", Mode: 0o750}}).Layers()
	require.NoError(t, err)
	img, err = mutate.AppendLayers(img, layers...)
	require.NoError(t, err)
	from := push(t, r.Host()+"/shop/base:1", img)
	src := files(t, map[string]string{"a": strings.Repeat("config ", 100)})
	r.Count()

	bakes(t, "--base", from, "--to", r.Host()+"/other/api:1", src+"/a=/app/a")
	first := r.Count()
	assert.Equal(t, 2, first.Mounts)
	assert.Equal(t, 2, first.Uploads, "the new layer and the config")
	assert.Less(t, first.Written, int64(5000))
	assert.Equal(t, 3, first.Downloads, "the config, and both layers for their listings")

	bakes(t, "--base", from, "--to", r.Host()+"/other/api:2", src+"/a=/app/b")
	again := r.Count()
	assert.Equal(t, 1, again.Downloads, "the config")
	assert.Less(t, again.Read+again.Written, int64(5000))
	assert.Zero(t, again.Mounts, "they are there")

	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	bakes(t, "--base", from, "--to", r.Host()+"/third/api:1", "--trust-base", src+"/a=/app/b")
	trusting := r.Count()
	assert.Equal(t, 1, trusting.Downloads, "the config")
	assert.Equal(t, []string{`0644 0:0 app/b ` + `"` + strings.Repeat("config ", 100) + `" 1970`}, topLayer(t, openImages(t, r.Host()+"/third/api:1")[0].Image))
}

func TestARegistryThatFailsHalfWayGetsNoTag(t *testing.T) {
	r := startRegistry(t)
	from := push(t, r.Host()+"/shop/base:1", base(t, "", placetest.Layer{{Name: "app/"}}))
	src := files(t, map[string]string{"a": "a"})
	var uploads, tries atomic.Int32
	r.Fault = func(w http.ResponseWriter, req *http.Request) bool {
		if req.Method == http.MethodPut && strings.Contains(req.URL.Path, "/blobs/") && uploads.Add(1) > 1 {
			tries.Add(1)
			w.WriteHeader(http.StatusServiceUnavailable)
			return true
		}
		return false
	}
	got := runBake(t, "--base", from, "--to", r.Host()+"/other/api:1", src+"/a=/app/a")
	require.ErrorContains(t, got.err, "/other/api:1: the registry "+r.Host()+" fails")
	assert.Empty(t, got.stdout)
	assert.GreaterOrEqual(t, tries.Load(), int32(5))
	r.Fault = nil
	got = runBake(t, "--base", r.Host()+"/other/api:1", "--to", "oci:"+t.TempDir(), src+"/a=/app/a")
	require.ErrorContains(t, got.err, "there is no such image")
}
