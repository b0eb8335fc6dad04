// Package placetest is a registry for tests. It knows which repository has which
// blob, mounts blobs, counts what it is asked for, and can be made to fail.
package placetest

import (
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"path"
	"strings"
	"sync"

	"github.com/google/go-containerregistry/pkg/registry"
)

// A Registry is a registry in this process.
type Registry struct {
	*httptest.Server
	// Fault is asked first about each request, if it is there, and says whether it
	// has answered.
	Fault func(w http.ResponseWriter, r *http.Request) bool

	inner http.Handler
	mu    sync.Mutex
	has   map[string]bool // repository@digest
	count Counts
}

// Counts are what a registry was asked for.
type Counts struct {
	Requests  int
	Downloads int   // of blobs
	Mounts    int   // of blobs of another repository
	Uploads   int   // of blobs
	Read      int64 // bytes of blobs that were downloaded
	Written   int64 // bytes of blobs that were uploaded
}

// New starts a registry. Close it in the end.
func New() *Registry {
	r := unstarted()
	r.Start()
	return r
}

// NewTLS starts a registry that speaks TLS, under a certificate of its own.
func NewTLS() *Registry {
	r := unstarted()
	r.StartTLS()
	return r
}

func unstarted() *Registry {
	r := &Registry{
		inner: registry.New(registry.Logger(log.New(io.Discard, "", 0)), registry.WithBlobHandler(registry.NewInMemoryBlobHandler())),
		has:   map[string]bool{},
	}
	r.Server = httptest.NewUnstartedServer(r)
	return r
}

// Host is how references name it.
func (r *Registry) Host() string { return r.Listener.Addr().String() }

// Count says what it was asked for since the last time, and begins to count anew.
func (r *Registry) Count() Counts {
	r.mu.Lock()
	defer r.mu.Unlock()
	c := r.count
	r.count = Counts{}
	return c
}

func (r *Registry) tally(fn func(c *Counts)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	fn(&r.count)
}

func (r *Registry) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	r.tally(func(c *Counts) { c.Requests++ })
	if r.Fault != nil && r.Fault(w, req) {
		return
	}
	repo, target, isBlob := strings.Cut(strings.TrimPrefix(req.URL.Path, "/v2/"), "/blobs/")
	if !isBlob {
		r.inner.ServeHTTP(w, req)
		return
	}
	r.blob(&watcher{ResponseWriter: w}, req, repo, path.Clean(target))
}

func (r *Registry) blob(w *watcher, req *http.Request, repo, target string) {
	switch req.Method {
	case http.MethodGet, http.MethodHead:
		if !r.knows(repo, target) {
			http.Error(w, `{"errors":[{"code":"BLOB_UNKNOWN"}]}`, http.StatusNotFound)
			return
		}
		r.inner.ServeHTTP(w, req)
		if req.Method == http.MethodGet {
			r.tally(func(c *Counts) { c.Downloads++; c.Read += w.size })
		}
		return
	case http.MethodPost:
		query := req.URL.Query()
		if blob := query.Get("mount"); blob != "" && r.knows(query.Get("from"), blob) {
			r.learn(repo, blob)
			r.tally(func(c *Counts) { c.Mounts++ })
			w.Header().Set("Location", fmt.Sprintf("/v2/%s/blobs/%s", repo, blob))
			w.WriteHeader(http.StatusCreated)
			return
		}
	}
	body := &counted{ReadCloser: req.Body}
	req.Body = body
	r.inner.ServeHTTP(w, req)
	r.tally(func(c *Counts) { c.Written += body.n })
	if w.status == http.StatusCreated && req.Method == http.MethodPut {
		r.learn(repo, req.URL.Query().Get("digest"))
		r.tally(func(c *Counts) { c.Uploads++ })
	}
}

func (r *Registry) knows(repo, blob string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.has[repo+"@"+blob]
}

func (r *Registry) learn(repo, blob string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.has[repo+"@"+blob] = true
}

// A watcher remembers what was answered.
type watcher struct {
	http.ResponseWriter
	status int
	size   int64
}

func (w *watcher) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

func (w *watcher) Write(p []byte) (int, error) {
	n, err := w.ResponseWriter.Write(p)
	w.size += int64(n)
	return n, err
}

type counted struct {
	io.ReadCloser
	n int64
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.ReadCloser.Read(p)
	c.n += int64(n)
	return n, err
}
