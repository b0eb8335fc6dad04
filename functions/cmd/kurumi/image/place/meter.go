package place

import (
	"io"
	"net/http"
	"sync/atomic"
)

// A Meter counts the bytes of requests and answers. A nil one does not.
type Meter struct{ read, written atomic.Int64 }

// Read is how many bytes came from registries, Written how many went there.
func (m *Meter) Read() int64 { return m.read.Load() }

// Written is how many bytes went to registries.
func (m *Meter) Written() int64 { return m.written.Load() }

// counting is a transport that counts.
type counting struct {
	meter *Meter
	inner http.RoundTripper
}

func (t *counting) RoundTrip(req *http.Request) (*http.Response, error) {
	if t.meter == nil {
		return t.inner.RoundTrip(req)
	}
	if req.Body != nil && req.Body != http.NoBody {
		counted := *req // a transport may not change the request
		counted.Body = &countedBody{req.Body, &t.meter.written}
		req = &counted
	}
	resp, err := t.inner.RoundTrip(req)
	if resp != nil {
		resp.Body = &countedBody{resp.Body, &t.meter.read}
	}
	return resp, err
}

type countedBody struct {
	io.ReadCloser
	n *atomic.Int64
}

func (b *countedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	b.n.Add(int64(n))
	return n, err
}
