package place_test

import (
	"context"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-containerregistry/pkg/v1/random"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/image/place"
	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/image/place/placetest"
)

func TestWhatPassesIsTriedAgain(t *testing.T) {
	kinds := map[string]func(w http.ResponseWriter){
		"429": func(w http.ResponseWriter) {
			w.Header().Set("Retry-After", "0")
			w.WriteHeader(http.StatusTooManyRequests)
		},
		"429 denied": func(w http.ResponseWriter) {
			http.Error(w, `{"errors":[{"code":"DENIED","message":"slow down"}]}`, http.StatusTooManyRequests)
		},
		"500": func(w http.ResponseWriter) {
			http.Error(w, `{"errors":[{"code":"INTERNAL"}]}`, http.StatusInternalServerError)
		},
		"closed": hangUp,
	}
	for kind, fail := range kinds {
		for _, method := range []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPatch, http.MethodPut} {
			t.Run(kind+" "+method, func(t *testing.T) {
				r := start(t)
				push(t, r.Host()+"/shop/base:1", image(t, "amd64"))
				var failed atomic.Int32
				r.Fault = func(w http.ResponseWriter, req *http.Request) bool {
					if req.Method != method || req.URL.Path == "/v2/" || failed.Add(1) > 2 {
						return false
					}
					fail(w)
					return true
				}
				s := open(t, r.Host()+"/shop/base:1")
				to := r.Host() + "/other/api:1"
				// An upload, since what is only in memory cannot be mounted.
				require.NoError(t, place.Write(t.Context(), []place.Place{target(t, to)}, image(t, "arm64"), fast))
				assert.Equal(t, content(t, image(t, "amd64")), content(t, s.Images()[0].Image))
				r.Fault = nil
				assert.Equal(t, digest(t, image(t, "arm64")), open(t, to).Digest.String())
				assert.GreaterOrEqual(t, failed.Load(), int32(2))
			})
		}
	}
}

func hangUp(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err == nil {
		conn.Close()
	}
}

// A registry may have got the end of an upload, and only its answer is lost; the
// upload is unknown then.
func TestAnUploadWhoseAnswerIsLostIsMadeAgain(t *testing.T) {
	r := start(t)
	var ends atomic.Int32
	r.Fault = func(w http.ResponseWriter, req *http.Request) bool {
		if req.Method != http.MethodPut || !strings.Contains(req.URL.Path, "/blobs/") {
			return false
		}
		switch ends.Add(1) {
		case 1:
			hangUp(w)
		case 2:
			w.WriteHeader(http.StatusNotFound)
		default:
			return false
		}
		return true
	}
	require.NoError(t, place.Write(t.Context(), []place.Place{target(t, r.Host()+"/shop/api:1")}, image(t, "amd64"), fast))
	assert.GreaterOrEqual(t, ends.Load(), int32(4))

	r.Fault = func(w http.ResponseWriter, req *http.Request) bool {
		if req.Method == http.MethodPost {
			w.WriteHeader(http.StatusNotFound)
		}
		return req.Method == http.MethodPost
	}
	err := place.Write(t.Context(), []place.Place{target(t, r.Host()+"/none/api:1")}, image(t, "amd64"), fast)
	require.ErrorContains(t, err, "has no repository none/api that can be written to (404); create it")
}

func TestADownloadThatBreaksGoesOn(t *testing.T) {
	r := start(t)
	img, err := random.Image(1<<20, 1)
	require.NoError(t, err)
	push(t, r.Host()+"/shop/base:1", img)
	s := open(t, r.Host()+"/shop/base:1")
	var ranges atomic.Int32
	r.Fault = func(w http.ResponseWriter, req *http.Request) bool {
		if req.Header.Get("Range") != "" {
			ranges.Add(1)
			return false
		}
		if req.Method != http.MethodGet || !strings.Contains(req.URL.Path, "/blobs/") {
			return false
		}
		layers, err := img.Layers()
		if err != nil {
			return false
		}
		data, err := layers[0].Compressed()
		if err != nil {
			return false
		}
		size, _ := layers[0].Size()
		w.Header().Set("Content-Length", strconv.FormatInt(size, 10))
		_, _ = io.CopyN(w, data, size/2)
		hangUp(w)
		return true
	}
	layers, err := s.Images()[0].Image.Layers()
	require.NoError(t, err)
	got, err := layers[0].Compressed()
	require.NoError(t, err)
	_, err = io.Copy(io.Discard, got)
	require.NoError(t, err, "the digest is right, too")
	assert.Equal(t, int32(1), ranges.Load())
}

func TestARegistryThatFailsForGoodLeavesTheTagAsItWas(t *testing.T) {
	for name, fails := range map[string]func(req *http.Request) bool{
		"layers": func(req *http.Request) bool { return req.Method == http.MethodPatch },
		"ends of uploads": func(req *http.Request) bool {
			return req.Method == http.MethodPut && strings.Contains(req.URL.Path, "/blobs/")
		},
		"manifests": func(req *http.Request) bool {
			return req.Method == http.MethodPut && strings.Contains(req.URL.Path, "/manifests/sha256:")
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := start(t)
			to := r.Host() + "/shop/api:1"
			push(t, to, image(t, "old"))
			var tried atomic.Int32
			r.Fault = func(w http.ResponseWriter, req *http.Request) bool {
				if fails(req) {
					tried.Add(1)
					w.WriteHeader(http.StatusInternalServerError)
					return true
				}
				return false
			}
			index, err := placetest.Index(image(t, "amd64"), image(t, "arm64"))
			require.NoError(t, err)
			dir := t.TempDir()
			err = place.Write(t.Context(), []place.Place{target(t, "oci:"+dir+":1"), target(t, to)}, index, fast)
			require.ErrorContains(t, err, to+": the registry "+r.Host()+" fails")
			r.Fault = nil
			assert.Equal(t, digest(t, image(t, "old")), open(t, to).Digest.String())
			assert.NoFileExists(t, dir+"/index.json", "no target is given its tag before all have what it needs")
			assert.Less(t, int(tried.Load()), 5*8, "there is an end to it")
		})
	}
}

func TestThereIsAnEndToTrying(t *testing.T) {
	r := start(t)
	var tried atomic.Int32
	r.Fault = func(w http.ResponseWriter, req *http.Request) bool {
		if req.Method == http.MethodPost {
			tried.Add(1)
			hangUp(w)
		}
		return req.Method == http.MethodPost
	}
	dir, well := t.TempDir(), start(t).Host()+"/shop/api:1"
	err := place.Write(t.Context(), []place.Place{target(t, well), target(t, "docker-archive:"+dir+"/api.tar"), target(t, r.Host()+"/shop/api:1")}, image(t, "amd64"), fast)
	require.ErrorContains(t, err, "/shop/api:1: ")
	assert.LessOrEqual(t, tried.Load(), int32(2*5), "five times for the layer and for the config")
	assert.GreaterOrEqual(t, tried.Load(), int32(5))
	left, err := os.ReadDir(dir)
	require.NoError(t, err)
	assert.Empty(t, left, "what was staged elsewhere is gone")
	_, err = place.Open(t.Context(), well, fast)
	require.ErrorContains(t, err, "there is no such image")
}

func TestWhoIsNotLetInIsToldHowToLogIn(t *testing.T) {
	r := start(t)
	r.Fault = func(w http.ResponseWriter, _ *http.Request) bool {
		w.Header().Set("WWW-Authenticate", `Basic realm="test"`)
		w.WriteHeader(http.StatusUnauthorized)
		return true
	}
	_, err := place.Open(t.Context(), r.Host()+"/shop/api:1", fast)
	require.ErrorContains(t, err, "docker login "+r.Host())
	require.ErrorContains(t, err, "(401)")
	err = place.Write(t.Context(), []place.Place{target(t, r.Host()+"/shop/api:1")}, image(t, "amd64"), fast)
	require.ErrorContains(t, err, "docker login "+r.Host())

	r.Fault = func(w http.ResponseWriter, _ *http.Request) bool {
		w.WriteHeader(http.StatusTooManyRequests)
		return true
	}
	_, err = place.Open(t.Context(), r.Host()+"/shop/api:1", fast)
	require.ErrorContains(t, err, "too many requests (429), 5 times")
}

func TestASlowRegistryCanBeGivenUp(t *testing.T) {
	r := start(t)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	t.Cleanup(func() { close(done) })
	r.Fault = func(http.ResponseWriter, *http.Request) bool {
		cancel()
		<-done
		return true
	}
	_, err := place.Open(ctx, r.Host()+"/shop/api:1", fast)
	require.ErrorIs(t, err, context.Canceled)
}
