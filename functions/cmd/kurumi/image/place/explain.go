package place

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"syscall"

	"github.com/google/go-containerregistry/pkg/v1/remote/transport"
)

// explain names the place before an error, and says what to do.
func (p Place) explain(err error) error {
	if errors.Is(err, context.Canceled) {
		return err
	}
	if answer, ok := errors.AsType[*transport.Error](err); ok && p.kind == registry {
		return p.answered(answer)
	}
	return fmt.Errorf("%s: %w", p.text, short(err))
}

// unwritten is explain for what could not be written. A repository that is not there
// is said as an image that is not.
func (p Place) unwritten(err error) error {
	answer, ok := errors.AsType[*transport.Error](err)
	if ok && p.kind == registry && answer.StatusCode == http.StatusNotFound {
		host, _ := p.Registry()
		return fmt.Errorf("%s: the registry %s has no repository %s that can be written to (404); create it", p.text, host, p.ref.Context().RepositoryStr())
	}
	return p.explain(err)
}

func (p Place) answered(answer *transport.Error) error {
	host, _ := p.Registry()
	switch answer.StatusCode {
	case http.StatusUnauthorized, http.StatusForbidden:
		return fmt.Errorf("%s: the registry %s does not let us in (%d); log in with: docker login %[2]s, as somebody who may use %[4]s",
			p.text, host, answer.StatusCode, p.ref.Context().RepositoryStr())
	case http.StatusNotFound:
		return fmt.Errorf("%s: there is no such image in the registry %s", p.text, host)
	case http.StatusTooManyRequests:
		return fmt.Errorf("%s: the registry %s answers that there are too many requests (429), %d times; log in, or wait and run this again", p.text, host, attempts)
	}
	return fmt.Errorf("%s: the registry %s fails: %w", p.text, host, answer)
}

// short leaves out what the place has said already.
func short(err error) error {
	if s, ok := errors.AsType[*silence](err); ok {
		return s
	}
	if u, ok := errors.AsType[*url.Error](err); ok {
		return u.Err
	}
	return err
}

// transient says whether a connection broke.
func transient(err error) bool {
	if n, ok := errors.AsType[net.Error](err); ok && n.Timeout() {
		return true
	}
	for _, broke := range []error{io.EOF, io.ErrUnexpectedEOF, syscall.EPIPE, syscall.ECONNRESET, net.ErrClosed} {
		if errors.Is(err, broke) {
			return true
		}
	}
	return false
}
