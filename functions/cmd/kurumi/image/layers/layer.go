package layers

import (
	"archive/tar"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"

	v1 "github.com/google/go-containerregistry/pkg/v1"
)

// A layer is one of an image, and its listing once that was needed.
type layer struct {
	v1.Layer
	diffID v1.Hash
	tree   *tree
}

// load is a layer with its listing.
func (f *FS) load(ctx context.Context, i int) (*layer, error) {
	l := f.layers[i]
	if l.tree != nil {
		return l, nil
	}
	if t := cached(f.options.Cache, l.diffID); t != nil {
		l.tree = t
		return l, nil
	}
	t := newTree()
	err := f.scan(ctx, l, func(h *tar.Header, _ io.Reader) error { return t.add(newRecord(h)) })
	if err != nil {
		return nil, err
	}
	keep(f.options.Cache, l.diffID, t.records)
	l.tree = t
	return l, nil
}

// scan calls fn for every entry of a layer, and reads it to its end.
func (f *FS) scan(ctx context.Context, l *layer, fn func(h *tar.Header, content io.Reader) error) error {
	err := f.read(ctx, l, fn)
	if err != nil {
		return fmt.Errorf("layer %s: %w", l.diffID, err)
	}
	return nil
}

func (f *FS) read(ctx context.Context, l *layer, fn func(h *tar.Header, content io.Reader) error) error {
	kind, err := l.MediaType()
	if err != nil {
		return err
	}
	if !kind.IsDistributable() {
		return fmt.Errorf("its content is not in the registry, it is of type %s; use a base image without such layers", kind)
	}
	content, err := l.Uncompressed()
	if err != nil {
		return err
	}
	sum := sha256.New()
	watched := io.TeeReader(&watched{ctx, content, f.options.Progress}, sum)
	err = entries(watched, fn)
	if err == nil {
		_, err = io.Copy(io.Discard, watched) // whatever comes behind the end of a tar counts for its digest
	}
	if err = errors.Join(err, content.Close()); err != nil {
		return err
	}
	if is := hex.EncodeToString(sum.Sum(nil)); is != l.diffID.Hex {
		return fmt.Errorf("its content has the digest sha256:%s, so it is damaged, or not the layer that the image's config says", is)
	}
	return nil
}

func entries(r io.Reader, fn func(h *tar.Header, content io.Reader) error) error {
	for t := tar.NewReader(r); ; {
		h, err := t.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil {
			err = fn(h, t)
		}
		if err != nil {
			return err
		}
	}
}

// A watched reader stops with its context, and tells how far it is.
type watched struct {
	ctx      context.Context
	from     io.Reader
	progress func(read int64)
}

func (w *watched) Read(p []byte) (int, error) {
	if err := w.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := w.from.Read(p)
	if w.progress != nil && n > 0 {
		w.progress(int64(n))
	}
	return n, err
}
