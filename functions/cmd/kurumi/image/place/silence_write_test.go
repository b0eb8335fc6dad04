package place_test

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
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

// large is an image with a layer that no buffers on the way to a narrow registry hold.
func large(t *testing.T) v1.Image {
	t.Helper()
	img, err := random.Image(8<<20, 1)
	require.NoError(t, err)
	return img
}

// narrow is a second server of a registry, that takes in little before it is read.
func narrow(t *testing.T, r *placetest.Registry) (host string) {
	t.Helper()
	server := httptest.NewUnstartedServer(r)
	server.Listener = narrowListener{server.Listener}
	server.Start()
	t.Cleanup(server.Close)
	return server.Listener.Addr().String()
}

type narrowListener struct{ net.Listener }

func (l narrowListener) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return conn, conn.(*net.TCPConn).SetReadBuffer(1 << 18)
}

// write writes an image to shop/api:1.
func write(ctx context.Context, t *testing.T, host string, img v1.Image) error {
	t.Helper()
	return place.Write(ctx, []place.Place{target(t, host+"/shop/api:1")}, img, hasty)
}

// take reads the beginning of an upload.
func take(req *http.Request, n int64) { _, _ = io.CopyN(io.Discard, req.Body, n) }

func isLarge(req *http.Request) bool {
	return req.Method == http.MethodPatch && req.ContentLength > 1<<20
}

func TestAnUploadThatStallsIsMadeAgain(t *testing.T) {
	r, img := start(t), large(t)
	host := narrow(t, r)
	done := make(chan struct{})
	t.Cleanup(func() { close(done) })
	var stalls, most atomic.Int32
	most.Store(1)
	r.Fault = func(_ http.ResponseWriter, req *http.Request) bool {
		if !isLarge(req) || stalls.Add(1) > most.Load() {
			return false
		}
		take(req, 1<<20)
		<-done
		return true
	}
	require.NoError(t, write(t.Context(), t, host, img))
	assert.GreaterOrEqual(t, stalls.Load(), int32(2))

	most.Store(100)
	stalls.Store(0)
	err := place.Write(t.Context(), []place.Place{target(t, host+"/other/api:1")}, img, hasty)
	require.ErrorContains(t, err, host+"/other/api:1: the registry's server "+host+" was silent for 200ms; see ")
	assert.Equal(t, int32(5), stalls.Load())
}

// What the registry has all of is not sent again.
func TestAnUploadWithoutAnAnswerIsNotMadeAgain(t *testing.T) {
	for _, method := range []string{http.MethodPatch, http.MethodPut} {
		r := start(t)
		asked := stalling(t, r, is(method, "/blobs/"), nil)
		err := write(t.Context(), t, r.Host(), image(t, "amd64"))
		require.ErrorContains(t, err, "the registry's server "+r.Host()+" was silent for 1s; see ")
		assert.LessOrEqual(t, asked.Load(), int32(2), "once for the layer and for the config")
	}
}

func TestASilentUploadCanBeGivenUpAtOnce(t *testing.T) {
	r, img := start(t), large(t)
	host := narrow(t, r)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	t.Cleanup(func() { close(done) })
	var at time.Time
	r.Fault = func(_ http.ResponseWriter, req *http.Request) bool {
		if isLarge(req) {
			take(req, 1<<20)
			at = time.Now()
			cancel()
			<-done
		}
		return isLarge(req)
	}
	err := place.Write(ctx, []place.Place{target(t, host+"/shop/api:1")}, img, fast)
	require.ErrorIs(t, err, context.Canceled)
	assert.Less(t, time.Since(at), time.Second)
}
