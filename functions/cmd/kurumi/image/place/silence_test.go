package place_test

import (
	"context"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/random"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/image/place"
	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/image/place/placetest"
)

// Long enough for a machine that has other things to do.
const silent = 200 * time.Millisecond

// hasty waits for no silent registry.
var hasty = place.Options{Wait: place.Wait{First: time.Millisecond, Most: 5 * time.Millisecond, Silence: silent}}

// stalling makes a registry silent for some requests, behind what they have written; it
// counts them.
func stalling(t *testing.T, r *placetest.Registry, which func(req *http.Request) bool, write func(w http.ResponseWriter)) *atomic.Int32 {
	t.Helper()
	var n atomic.Int32
	done := make(chan struct{})
	t.Cleanup(func() { close(done) })
	r.Fault = func(w http.ResponseWriter, req *http.Request) bool {
		if !which(req) {
			return false
		}
		n.Add(1)
		if write != nil {
			write(w)
		}
		<-done
		return true
	}
	return &n
}

func is(method, path string) func(req *http.Request) bool {
	return func(req *http.Request) bool { return req.Method == method && strings.Contains(req.URL.Path, path) }
}

// pushed is the layer, of 1 MiB, of an image that a registry has as shop/base:1, and
// which requests are for it.
func pushed(t *testing.T, r *placetest.Registry) (l v1.Layer, isForIt func(req *http.Request) bool) {
	t.Helper()
	img, err := random.Image(1<<20, 1)
	require.NoError(t, err)
	push(t, r.Host()+"/shop/base:1", img)
	l = layer(t, img)
	h, err := l.Digest()
	require.NoError(t, err)
	return l, is(http.MethodGet, "/blobs/"+h.String())
}

// send writes the beginning of a layer.
func send(w http.ResponseWriter, l v1.Layer, n int64) {
	size, _ := l.Size()
	data, err := l.Compressed()
	if err != nil {
		return
	}
	w.Header().Set("Content-Length", strconv.FormatInt(size, 10))
	_, _ = io.CopyN(w, data, n)
	_ = http.NewResponseController(w).Flush()
}

func layer(t *testing.T, img v1.Image) v1.Layer {
	t.Helper()
	layers, err := img.Layers()
	require.NoError(t, err)
	return layers[0]
}

func read(l v1.Layer) error {
	r, err := l.Compressed()
	if err != nil {
		return err
	}
	defer r.Close()
	_, err = io.Copy(io.Discard, r)
	return err
}

// readAll reads the layer of shop/base:1.
func readAll(ctx context.Context, r *placetest.Registry) error {
	s, err := place.Open(ctx, r.Host()+"/shop/base:1", hasty)
	if err != nil {
		return err
	}
	layers, err := s.Images()[0].Image.Layers()
	if err != nil {
		return err
	}
	return read(layers[0])
}

func TestASilentRegistryIsGivenUp(t *testing.T) {
	r := start(t)
	asked := stalling(t, r, is(http.MethodGet, "/v2/"), nil)
	from := time.Now()
	_, err := place.Open(t.Context(), r.Host()+"/shop/api:1", hasty)
	require.EqualError(t, err, r.Host()+"/shop/api:1: the registry's server "+r.Host()+" was silent for 200ms, 5 times; "+
		"see whether it, and a proxy before it, is well, and run this again")
	assert.LessOrEqual(t, asked.Load(), int32(5))
	assert.Less(t, time.Since(from), 20*silent)
}

func TestABlobThatStallsGoesOn(t *testing.T) {
	r := start(t)
	l, isForIt := pushed(t, r)
	half := func(w http.ResponseWriter) { send(w, l, 1<<19) }
	stalls := stalling(t, r, func(req *http.Request) bool { return isForIt(req) && req.Header.Get("Range") == "" }, half)
	require.NoError(t, readAll(t.Context(), r), "the digest is right, too")
	assert.Positive(t, stalls.Load())

	stalls = stalling(t, r, isForIt, half)
	require.ErrorContains(t, readAll(t.Context(), r), "the registry's server "+r.Host()+" was silent for 200ms; see ")
	assert.LessOrEqual(t, stalls.Load(), int32(5))
}

func TestASilentRegistryCanBeGivenUpAtOnce(t *testing.T) {
	r := start(t)
	l, isForIt := pushed(t, r)
	ctx, cancel := context.WithCancel(t.Context())
	stalling(t, r, isForIt, func(w http.ResponseWriter) {
		send(w, l, 1<<19)
		cancel()
	})
	from := time.Now()
	s, err := place.Open(ctx, r.Host()+"/shop/base:1", fast)
	require.NoError(t, err)
	require.ErrorIs(t, read(layer(t, s.Images()[0].Image)), context.Canceled)
	assert.Less(t, time.Since(from), time.Second)
}
