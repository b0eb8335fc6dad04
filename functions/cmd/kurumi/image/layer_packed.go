package image

import (
	"bytes"
	"io"

	v1 "github.com/google/go-containerregistry/pkg/v1"
)

// A packedLayer is a compressed layer that knows what it was before.
type packedLayer struct {
	v1.Layer
	plain []byte
	id    v1.Hash
}

// DiffID is the digest of what is not compressed.
func (l *packedLayer) DiffID() (v1.Hash, error) { return l.id, nil }

// Uncompressed is the tar.
func (l *packedLayer) Uncompressed() (io.ReadCloser, error) {
	return io.NopCloser(bytes.NewReader(l.plain)), nil
}
