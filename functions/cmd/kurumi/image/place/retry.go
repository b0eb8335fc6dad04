package place

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/google/go-containerregistry/pkg/v1/remote/transport"
)

// attempts is how often something is tried that a registry may only just now be
// unable to do.
const attempts = 5

// A Wait says how long to wait: before something is tried again, and for a registry
// from which, and to which, no byte moves.
type Wait struct {
	First   time.Duration // doubled each time
	Most    time.Duration // also if the registry asks for more
	Silence time.Duration // then it is tried again
}

func (w Wait) orDefault() Wait {
	if w.First == 0 {
		w.First = 500 * time.Millisecond
	}
	if w.Most == 0 {
		w.Most = time.Minute
	}
	if w.Silence == 0 {
		w.Silence = time.Minute
	}
	return w
}

// patient tries requests again that failed for reasons which pass: too many of them,
// a server that is not well, a connection that broke. A download that breaks off goes
// on where it broke. Uploads (PATCH) are not its business: they begin anew.
type patient struct {
	inner http.RoundTripper
	wait  Wait
}

func (t *patient) RoundTrip(req *http.Request) (*http.Response, error) {
	for i := 1; ; i++ {
		resp, err := t.inner.RoundTrip(req)
		if err == nil && !passes(resp.StatusCode) {
			return t.resumable(req, resp), nil
		}
		again, ok := rewound(req)
		if req.Context().Err() != nil || !ok || isHopeless(err) {
			return resp, err
		}
		if i == attempts {
			return resp, gaveUp(err)
		}
		if err := t.sleep(req.Context(), i, resp); err != nil {
			return nil, err
		}
		req = again
	}
}

// passes says whether a status is one of the moment.
func passes(status int) bool {
	return status == http.StatusRequestTimeout || status == http.StatusTooManyRequests || status >= 500 && status != http.StatusNotImplemented
}

// rewound is the request once more.
func rewound(req *http.Request) (*http.Request, bool) {
	again := req.Clone(req.Context())
	switch {
	case req.Method == http.MethodPatch:
		return nil, false
	case req.Body == nil || req.Body == http.NoBody:
		return again, true
	case req.GetBody == nil:
		return nil, false
	}
	body, err := req.GetBody()
	again.Body = body
	return again, err == nil
}

// sleep waits as long as the registry asks for, or longer each time.
func (t *patient) sleep(ctx context.Context, i int, resp *http.Response) error {
	d := t.wait.First << (i - 1)
	if resp != nil {
		if asked, err := strconv.Atoi(resp.Header.Get("Retry-After")); err == nil {
			d = max(d, time.Duration(asked)*time.Second)
		}
		_, _ = io.CopyN(io.Discard, resp.Body, 1<<16) // so that the connection can be used again
		_ = resp.Body.Close()
	}
	timer := time.NewTimer(min(d, t.wait.Most))
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// resumable lets the body of a blob go on after a break.
func (t *patient) resumable(req *http.Request, resp *http.Response) *http.Response {
	if req.Method == http.MethodGet && resp.StatusCode == http.StatusOK && resp.ContentLength > 0 {
		resp.Body = &resuming{t: t, req: req, body: resp.Body, size: resp.ContentLength}
	}
	return resp
}

// A resuming body asks for the rest if it breaks off.
type resuming struct {
	t        *patient
	req      *http.Request
	body     io.ReadCloser
	at, size int64
	breaks   int
}

func (r *resuming) Read(p []byte) (int, error) {
	n, err := r.body.Read(p)
	r.at += int64(n)
	if err == nil || r.at == r.size || r.req.Context().Err() != nil {
		return n, err
	}
	if r.breaks++; r.breaks == attempts {
		return n, err
	}
	rest := r.req.Clone(r.req.Context())
	rest.Header.Set("Range", fmt.Sprintf("bytes=%d-%d", r.at, r.size-1))
	resp, again := r.t.RoundTrip(rest)
	if again != nil {
		return n, err
	}
	if resp.StatusCode != http.StatusPartialContent {
		return n, errors.Join(err, resp.Body.Close())
	}
	_ = r.body.Close()
	r.body = resp.Body
	return n, nil
}

func (r *resuming) Close() error { return r.body.Close() }

// A hopeless error has been tried often enough.
type hopeless struct{ error }

func (h hopeless) Unwrap() error { return h.error }

func isHopeless(err error) bool {
	_, ok := errors.AsType[hopeless](err)
	return ok
}

func gaveUp(err error) error {
	if err == nil {
		return nil
	}
	if s, ok := errors.AsType[*silence](err); ok {
		return hopeless{&silence{s.host, s.lasted, attempts}}
	}
	return hopeless{fmt.Errorf("%w (%d times)", err, attempts)}
}

// uploadAgain says whether an upload shall begin anew. A part of it that has been
// tried again already is hopeless, except that an upload may be unknown because its
// end was reached, and only the answer got lost.
func uploadAgain(err error) bool {
	if err == nil || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) || isHopeless(err) {
		return false
	}
	answer, ok := errors.AsType[*transport.Error](err)
	if !ok {
		return transient(err)
	}
	if answer.Request == nil || !strings.Contains(answer.Request.URL.Path, "/blobs/uploads/") {
		return false
	}
	return answer.Request.Method == http.MethodPatch && passes(answer.StatusCode) || answer.StatusCode == http.StatusNotFound && answer.Request.Method == http.MethodPut
}
