package place

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"
)

// A silence is the error for a server that took a connection, and then no byte moved.
type silence struct {
	host   string
	lasted time.Duration
	times  int
}

func (s *silence) Error() string {
	often := ""
	if s.times > 1 {
		often = fmt.Sprintf(", %d times", s.times)
	}
	return fmt.Sprintf("the registry's server %s was silent for %s%s; see whether it, and a proxy before it, is well, and run this again", s.host, s.lasted, often)
}

// Timeout and Temporary make it a net.Error.
func (s *silence) Timeout() bool   { return true }
func (s *silence) Temporary() bool { return true }

// impatient is a transport that gives a request up when no byte has moved for too long.
// How long all of it takes is not limited: a large layer may come over a slow line.
type impatient struct {
	inner http.RoundTripper
	limit time.Duration
}

func (t *impatient) RoundTrip(req *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithCancelCause(req.Context())
	line := &line{}
	w := &watch{silent: func(d time.Duration) {
		var s error = &silence{host: req.URL.Host, lasted: d}
		if d > t.limit {
			s = hopeless{s}
		}
		cancel(s)
		line.hangUp()
	}}
	watched := req.WithContext(line.noted(ctx))
	if req.Body == nil || req.Body == http.NoBody {
		w.start(t.forAnswer(req))
	} else {
		w.start(t.limit)
		t.watchBody(watched, w)
	}
	resp, err := t.inner.RoundTrip(watched)
	w.end()
	if err != nil {
		defer cancel(nil)
		return resp, silenced(ctx, err)
	}
	resp.Body = &received{ReadCloser: resp.Body, ctx: ctx, cancel: cancel, limit: t.limit, silent: w.silent}
	return resp, nil
}

// forAnswer is how long an answer may take. That to an upload gets the time of all
// attempts in one: a registry that checks or moves a large layer says nothing
// meanwhile, and to ask again would make it begin anew.
func (t *impatient) forAnswer(req *http.Request) time.Duration {
	if req.Method == http.MethodPatch || req.Method == http.MethodPut {
		return attempts * t.limit
	}
	return t.limit
}

// watchBody also takes care of the body that the transport gets for another connection.
func (t *impatient) watchBody(req *http.Request, w *watch) {
	watched := func(body io.ReadCloser) io.ReadCloser {
		return &sent{ReadCloser: body, w: w, limit: t.limit, forAnswer: t.forAnswer(req)}
	}
	req.Body = watched(req.Body)
	if get := req.GetBody; get != nil {
		req.GetBody = func() (io.ReadCloser, error) {
			body, err := get()
			if err != nil {
				return nil, err
			}
			return watched(body), nil
		}
	}
}

// A watch waits for the next byte of a request.
type watch struct {
	silent func(time.Duration)

	mu    sync.Mutex
	timer *time.Timer
	ended bool // a body may still be read when its request has been answered
}

func (w *watch) start(limit time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.stop()
	if !w.ended {
		w.timer = time.AfterFunc(limit, func() { w.silent(limit) })
	}
}

func (w *watch) pause() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.stop()
}

func (w *watch) end() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.stop()
	w.ended = true
}

func (w *watch) stop() {
	if w.timer != nil {
		w.timer.Stop()
	}
}

// A sent body is read when what was read before is on its way. The time that reading
// takes is ours.
type sent struct {
	io.ReadCloser
	w                *watch
	limit, forAnswer time.Duration
}

func (b *sent) Read(p []byte) (int, error) {
	b.w.pause()
	n, err := b.ReadCloser.Read(p)
	if err != nil {
		b.w.start(b.forAnswer)
	} else {
		b.w.start(b.limit)
	}
	return n, err
}

// A received body waits only while somebody reads it.
type received struct {
	io.ReadCloser
	ctx    context.Context // of the request
	cancel context.CancelCauseFunc
	limit  time.Duration
	silent func(time.Duration)
}

func (b *received) Read(p []byte) (int, error) {
	timer := time.AfterFunc(b.limit, func() { b.silent(b.limit) })
	defer timer.Stop()
	n, err := b.ReadCloser.Read(p)
	if errors.Is(err, io.EOF) {
		return n, err
	}
	return n, silenced(b.ctx, err)
}

func (b *received) Close() error {
	defer b.cancel(nil)
	return b.ReadCloser.Close()
}

// silenced is the silence, if that is why a request ended with an error.
func silenced(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	cause := context.Cause(ctx)
	if _, ok := errors.AsType[*silence](cause); ok {
		return cause
	}
	return err
}
