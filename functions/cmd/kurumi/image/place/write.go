package place

import (
	"bytes"
	"context"
	"io"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/partial"
)

// An Artifact is an image or an index.
type Artifact interface {
	partial.Describable
	RawManifest() ([]byte, error)
}

// staged is what has been brought to a place, and is not to be seen there yet.
type staged struct {
	commit func() error
	drop   func() // may be nil
}

// Write writes an image or an index to every place. First all of it is brought
// everywhere, and only then is it given its name, place by place.
func Write(ctx context.Context, to []Place, a Artifact, opt Options) error {
	var all []*staged
	for _, p := range to {
		s, err := p.stage(ctx, a, opt)
		if err != nil {
			dropAll(all)
			return p.unwritten(err)
		}
		all = append(all, s)
	}
	for i, s := range all {
		if err := s.commit(); err != nil {
			dropAll(all[i+1:])
			return to[i].unwritten(err)
		}
	}
	return nil
}

func dropAll(all []*staged) {
	for _, s := range all {
		if s.drop != nil {
			s.drop()
		}
	}
}

func (p Place) stage(ctx context.Context, a Artifact, opt Options) (*staged, error) {
	switch p.kind {
	case ociLayout:
		return p.stageLayout(a)
	case dockerArchive:
		return p.stageArchive(a)
	case dockerDaemon:
		return p.stageDaemon(ctx, a)
	}
	return p.stageRegistry(ctx, a, opt)
}

// A blob is a piece of an image under its digest.
type blob struct {
	digest v1.Hash
	size   int64
	open   func() (io.ReadCloser, error)
}

// each calls fn for all blobs of an image or an index, each behind those that it
// refers to.
func each(a Artifact, fn func(blob) error) error {
	switch a := a.(type) {
	case v1.ImageIndex:
		children, err := partial.Manifests(a)
		if err != nil {
			return err
		}
		for _, child := range children {
			if err := each(child.(Artifact), fn); err != nil {
				return err
			}
		}
	case v1.Image:
		if err := eachLayer(a, fn); err != nil {
			return err
		}
	}
	raw, err := a.RawManifest()
	if err != nil {
		return err
	}
	return bytesBlob(raw, fn)
}

func eachLayer(img v1.Image, fn func(blob) error) error {
	layers, err := img.Layers()
	if err != nil {
		return err
	}
	for _, l := range layers {
		b := blob{open: l.Compressed}
		if b.digest, err = l.Digest(); err != nil {
			return err
		}
		if b.size, err = l.Size(); err != nil {
			return err
		}
		if err := fn(b); err != nil {
			return err
		}
	}
	config, err := img.RawConfigFile()
	if err != nil {
		return err
	}
	return bytesBlob(config, fn)
}

func bytesBlob(data []byte, fn func(blob) error) error {
	digest, size, err := v1.SHA256(bytes.NewReader(data))
	if err != nil {
		return err
	}
	return fn(blob{digest, size, func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }})
}
