package place

import (
	"crypto/tls"
	"crypto/x509"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What breaks when a laptop sleeps or a firewall forgets: the connection is there, and
// nothing comes through.
func TestADeadConnectionIsNotUsedAgain(t *testing.T) {
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		_, _ = io.WriteString(w, req.Proto)
	}))
	server.EnableHTTP2 = true
	server.StartTLS()
	t.Cleanup(server.Close)
	b := &bridge{to: server.Listener.Addr().String()}
	host := b.listen(t)
	roots := x509.NewCertPool()
	roots.AddCert(server.Certificate())
	inner := &http.Transport{ForceAttemptHTTP2: true, TLSClientConfig: &tls.Config{RootCAs: roots}}
	t.Cleanup(inner.CloseIdleConnections)
	wait := Wait{First: time.Millisecond, Most: time.Millisecond, Silence: 200 * time.Millisecond}
	client := &http.Client{Transport: &patient{inner: &impatient{inner, wait.Silence}, wait: wait}}
	for range 2 {
		resp, err := client.Get("https://" + host)
		require.NoError(t, err)
		text, err := io.ReadAll(resp.Body)
		require.NoError(t, err)
		require.NoError(t, resp.Body.Close())
		assert.Equal(t, "HTTP/2.0", string(text))
		b.dead.Store(true)
	}
	assert.Equal(t, int32(2), b.conns.Load())
}

// A bridge leads to a server. Its first connection can die.
type bridge struct {
	to    string
	dead  atomic.Bool
	conns atomic.Int32
}

func (b *bridge) listen(t *testing.T) (host string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			from, err := l.Accept()
			if err != nil {
				return
			}
			to, err := net.Dial("tcp", b.to)
			if err != nil {
				return
			}
			first := b.conns.Add(1) == 1
			go b.pass(to, from, first)
			go b.pass(from, to, first)
		}
	}()
	return l.Addr().String()
}

func (b *bridge) pass(to, from net.Conn, first bool) {
	defer to.Close()
	data := make([]byte, 1<<15)
	for {
		n, err := from.Read(data)
		if err != nil {
			return
		}
		if first && b.dead.Load() {
			continue
		}
		if _, err := to.Write(data[:n]); err != nil {
			return
		}
	}
}
