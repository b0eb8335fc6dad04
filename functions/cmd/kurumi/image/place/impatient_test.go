package place

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A wire is a transport to a server on which everything takes its time: a byte that is
// sent, the answer, a byte of the answer.
type wire struct{ sent, answer, received time.Duration }

func (w wire) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Body != nil {
		if req.GetBody != nil { // as for another connection
			req.Body, _ = req.GetBody()
		}
		if err := readSlowly(req.Context(), req.Body, w.sent); err != nil {
			return nil, err
		}
	}
	if err := wait(req.Context(), w.answer); err != nil {
		return nil, err
	}
	return &http.Response{StatusCode: http.StatusOK, Body: &slowBody{req.Context(), "answer", w.received}}, nil
}

func wait(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

func readSlowly(ctx context.Context, r io.Reader, d time.Duration) error {
	for {
		_, err := r.Read(make([]byte, 1))
		if err == io.EOF {
			return nil
		}
		if err := errors.Join(err, wait(ctx, d)); err != nil {
			return err
		}
	}
}

// A slowBody gives a byte at a time.
type slowBody struct {
	ctx  context.Context
	text string
	each time.Duration
}

func (b *slowBody) Read(p []byte) (int, error) {
	if b.text == "" {
		return 0, io.EOF
	}
	if err := wait(b.ctx, b.each); err != nil {
		return 0, err
	}
	n := copy(p[:1], b.text)
	b.text = b.text[n:]
	return n, nil
}

func (b *slowBody) Close() error { return nil }

func TestWhatIsSlowIsNotSilent(t *testing.T) {
	quick := func() io.ReadCloser { return io.NopCloser(strings.NewReader("upload")) }
	ours := func() io.ReadCloser { return &slowBody{context.Background(), "upload", 7 * time.Minute} }
	for name, one := range map[string]struct {
		method string
		body   func() io.ReadCloser
		wire   wire
		want   string
	}{
		"a slow answer":         {http.MethodGet, nil, wire{0, 59 * time.Second, 59 * time.Second}, ""},
		"no answer":             {http.MethodGet, nil, wire{0, 61 * time.Second, 0}, "ghcr.io was silent for 1m0s; "},
		"half an answer":        {http.MethodGet, nil, wire{0, 0, 61 * time.Second}, "ghcr.io was silent for 1m0s; "},
		"a slow upload":         {http.MethodPatch, quick, wire{59 * time.Second, 0, 0}, ""},
		"half an upload":        {http.MethodPatch, quick, wire{61 * time.Second, 0, 0}, "ghcr.io was silent for 1m0s; "},
		"we are slow":           {http.MethodPatch, ours, wire{}, ""},
		"an upload to check":    {http.MethodPatch, quick, wire{0, 4 * time.Minute, 0}, ""},
		"an upload for nothing": {http.MethodPatch, quick, wire{0, 6 * time.Minute, 0}, "ghcr.io was silent for 5m0s; "},
		"an end to check":       {http.MethodPut, nil, wire{0, 4 * time.Minute, 0}, ""},
		"an end for nothing":    {http.MethodPut, nil, wire{0, 6 * time.Minute, 0}, "ghcr.io was silent for 5m0s; "},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				err := call(t, one.method, one.body, one.wire)
				if one.want == "" {
					require.NoError(t, err)
					return
				}
				require.ErrorContains(t, err, one.want)
				assert.True(t, transient(err))
				assert.Equal(t, strings.Contains(one.want, "5m"), isHopeless(err))
			})
		})
	}
}

// call makes a request, and reads the answer. In between it takes its time.
func call(t *testing.T, method string, body func() io.ReadCloser, w wire) error {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, "https://ghcr.io/v2/", nil)
	require.NoError(t, err)
	if body != nil {
		req.Body = body()
		req.GetBody = func() (io.ReadCloser, error) { return body(), nil }
	}
	resp, err := (&impatient{w, Wait{}.orDefault().Silence}).RoundTrip(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	time.Sleep(time.Hour)
	_, err = io.ReadAll(resp.Body)
	return err
}
