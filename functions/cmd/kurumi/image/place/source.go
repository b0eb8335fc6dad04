package place

import (
	"context"
	"fmt"

	v1 "github.com/google/go-containerregistry/pkg/v1"
)

// Options are for reading and for writing.
type Options struct {
	Platforms []v1.Platform // which images of an index are wanted; none: all of them
	Meter     *Meter        // counts what goes over the wire, if it is there
	Wait      Wait          // before something is tried again; the zero value is for people
}

// A Source is an image, or an index of images for several platforms.
type Source struct {
	Name   string
	Digest v1.Hash         // of the manifest or index; none in what docker saves, which has no manifest
	Index  v1.ImageIndex   // nil if it is an image
	Left   []v1.Descriptor // what an index has that is no image: attestations

	images []PlatformImage
	docker bool // it is what docker saves
	close  func() error
}

// A PlatformImage is an image, and for what it was built.
type PlatformImage struct {
	Platform   v1.Platform
	Image      v1.Image
	Descriptor *v1.Descriptor // in the index; nil if there is none
}

// Images are the images that are wanted, in the order of the index. There is at
// least one.
func (s *Source) Images() []PlatformImage { return s.images }

// Close removes what reading needed. Images cannot be read after it.
func (s *Source) Close() error {
	if s.close == nil {
		return nil
	}
	return s.close()
}

// Open finds an image. It reads manifests and configs, and no layer (but has Docker
// put all of an image into a temporary file). Close it in the end.
func Open(ctx context.Context, ref string, opt Options) (*Source, error) {
	p, err := Parse(ref)
	if err != nil {
		return nil, err
	}
	return p.Open(ctx, opt)
}

// Open is Open for a place.
func (p Place) Open(ctx context.Context, opt Options) (*Source, error) {
	s := &Source{Name: p.text}
	err := p.read(ctx, s, opt)
	if err == nil {
		err = s.narrow(opt.Platforms)
	}
	if err != nil {
		_ = s.Close()
		return nil, p.explain(err)
	}
	return s, nil
}

func (p Place) read(ctx context.Context, s *Source, opt Options) error {
	switch p.kind {
	case ociLayout:
		return p.readLayout(s)
	case dockerArchive:
		return p.readArchive(s)
	case dockerDaemon:
		return p.readDaemon(ctx, s)
	}
	return p.readRegistry(ctx, s, opt)
}

// set takes an image or an index, which are told apart by their media type.
func (s *Source) set(desc v1.Descriptor, image func() (v1.Image, error), index func() (v1.ImageIndex, error)) (err error) {
	s.Digest = desc.Digest
	switch mt := desc.MediaType; {
	case mt.IsImage():
		img, err := image()
		s.images = []PlatformImage{{Image: img}}
		return err
	case mt.IsIndex():
		if s.Index, err = index(); err != nil {
			return err
		}
		return s.children()
	case mt.IsSchema1():
		return problem("is in Docker's schema 1, which nothing builds any more; pull it and push it with a current Docker")
	default:
		return problem("is no image but %s", mt)
	}
}

// children finds the images of an index.
func (s *Source) children() error {
	manifest, err := s.Index.IndexManifest()
	if err != nil {
		return err
	}
	for _, desc := range manifest.Manifests {
		if !desc.MediaType.IsImage() || isAttestation(desc) {
			s.Left = append(s.Left, desc)
			continue
		}
		child := PlatformImage{Descriptor: desc.DeepCopy()}
		if desc.Platform != nil {
			child.Platform = *desc.Platform
		}
		s.images = append(s.images, child)
	}
	if len(s.images) == 0 {
		return problem("is an index without images")
	}
	return nil
}

// isAttestation says whether an entry of an index is what buildx says about
// another of its entries: provenance, an SBOM.
func isAttestation(desc v1.Descriptor) bool {
	return desc.Annotations["vnd.docker.reference.type"] != "" ||
		desc.Platform != nil && desc.Platform.OS == "unknown"
}

// problem is what is wrong with a place, which is named before it.
func problem(format string, args ...any) error { return fmt.Errorf(format, args...) }
