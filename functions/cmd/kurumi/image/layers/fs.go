package layers

import (
	"archive/tar"
	"context"
	"fmt"
	"io"
	"io/fs"
	"sync"

	v1 "github.com/google/go-containerregistry/pkg/v1"
)

// Options is how an image is read.
type Options struct {
	// Cache is a folder that keeps the listings of layers from run to run; none if
	// it is empty. DefaultCache is the usual one.
	Cache string
	// Progress is told how many bytes of an uncompressed layer were just read. One
	// image never calls it twice at once.
	Progress func(read int64)
}

// An FS is the file system of an image. It can be used by several at once.
type FS struct {
	img     v1.Image
	options Options

	mu     sync.Mutex
	layers []*layer // from the bottom up; nil until they are asked for
}

// New is the file system of an image, of which nothing is read yet.
func New(img v1.Image, o Options) *FS { return &FS{img: img, options: o} }

// An Entry is a file, a directory or anything else in an image.
type Entry struct {
	Path string // absolute, and without links
	// Header has Name (as Path, without the slash), Typeflag, Mode (permission
	// bits), Uid, Gid, Size in bytes and ModTime. A hard link has those of the file
	// that it is a link to.
	Header *tar.Header
	Layer  v1.Hash // that has it, by its diff ID
}

// Lookup finds what a path leads to. Symbolic links are followed, inside of the
// image. The error is fs.ErrNotExist if there is nothing.
func (f *FS) Lookup(ctx context.Context, name string) (*Entry, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	h, err := f.lookup(ctx, name)
	if err != nil {
		return nil, err
	}
	return h.entry(), nil
}

// Resolve is the path without links of what a path leads to, or would lead to once
// a file was written there, and the directories on its way were made. It is an
// error if one of those is a file.
func (f *FS) Resolve(ctx context.Context, name string) (string, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.open(); err != nil {
		return "", err
	}
	w, err := f.walk(ctx, name, len(f.layers)-1)
	if err != nil {
		return "", err
	}
	return w.String(), nil
}

// ReadFile is the content of a regular file of at most limit bytes.
func (f *FS) ReadFile(ctx context.Context, name string, limit int64) ([]byte, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	h, err := f.lookup(ctx, name)
	if err != nil {
		return nil, err
	}
	rec := h.record()
	switch {
	case rec.kind != tar.TypeReg:
		return nil, fmt.Errorf("%s is %s, not a file", name, Kind(rec.kind))
	case rec.size > limit:
		return nil, fmt.Errorf("%s has %d bytes, more than the %d that are read", name, rec.size, limit)
	}
	var data []byte
	at := 0
	err = f.scan(ctx, h.layer, func(_ *tar.Header, content io.Reader) error {
		var err error
		if at == h.node.record {
			data, err = io.ReadAll(content)
		}
		at++
		return err
	})
	return data, err
}

func (f *FS) lookup(ctx context.Context, name string) (*hit, error) {
	if err := f.open(); err != nil {
		return nil, err
	}
	return f.lookupFrom(ctx, name, len(f.layers)-1)
}

// lookupFrom finds what a path leads to in a layer and those below it.
func (f *FS) lookupFrom(ctx context.Context, name string, top int) (*hit, error) {
	w, err := f.walk(ctx, name, top)
	if err != nil {
		return nil, err
	}
	if w.broken {
		return nil, fmt.Errorf("%s: %w", name, fs.ErrNotExist)
	}
	return f.find(ctx, w.exists, top, true)
}

// open makes the list of layers, and reads none.
func (f *FS) open() error {
	if f.layers != nil {
		return nil
	}
	layers, err := f.img.Layers()
	if err != nil {
		return fmt.Errorf("its layers: %w", err)
	}
	all := make([]*layer, len(layers))
	for i, l := range layers {
		id, err := l.DiffID()
		if err != nil {
			return fmt.Errorf("layer %d of %d has no digest in the image's config: %w", i+1, len(layers), err)
		}
		all[i] = &layer{Layer: l, diffID: id}
	}
	f.layers = all
	return nil
}
