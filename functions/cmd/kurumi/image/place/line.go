package place

import (
	"context"
	"crypto/tls"
	"net"
	"net/http/httptrace"
	"sync"
)

// A line is the connection of a request.
type line struct {
	mu   sync.Mutex
	conn net.Conn
}

// noted lets the transport say which connection it takes.
func (l *line) noted(ctx context.Context) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{GotConn: func(got httptrace.GotConnInfo) {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.conn = got.Conn
	}})
}

// hangUp closes the connection. To cancel a request of HTTP/2 leaves it open, and if it is
// dead, whatever is tried again would be sent to nobody. Requests beside this one break,
// too, and are tried again.
func (l *line) hangUp() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if secure, ok := l.conn.(*tls.Conn); ok {
		l.conn = secure.NetConn() // to take leave could take long
	}
	if l.conn != nil {
		_ = l.conn.Close()
	}
}
