package place

import (
	"slices"
	"strings"

	v1 "github.com/google/go-containerregistry/pkg/v1"
)

// narrow leaves the wanted platforms, and opens their images.
func (s *Source) narrow(platforms []v1.Platform) error {
	for i := range s.images {
		if err := s.know(&s.images[i]); err != nil {
			return err
		}
	}
	if len(platforms) > 0 {
		if err := s.choose(platforms); err != nil {
			return err
		}
	}
	for i := range s.images {
		if err := s.open(&s.images[i]); err != nil {
			return err
		}
	}
	return nil
}

func (s *Source) choose(platforms []v1.Platform) error {
	var kept []PlatformImage
	for _, want := range platforms {
		i := slices.IndexFunc(s.images, func(img PlatformImage) bool { return img.Platform.Satisfies(want) })
		if i < 0 {
			return problem("is not for %s, but for %s", want, s.platforms())
		}
		kept = append(kept, s.images[i])
	}
	s.images = kept
	return nil
}

func (s *Source) platforms() string {
	var all []string
	for _, img := range s.images {
		all = append(all, img.Platform.String())
	}
	return strings.Join(all, ", ")
}

// know asks the image's config for the platform, if no index says it.
func (s *Source) know(img *PlatformImage) error {
	if img.Platform.OS != "" {
		return nil
	}
	if err := s.open(img); err != nil {
		return err
	}
	config, err := img.Image.ConfigFile()
	if err != nil {
		return err
	}
	if p := config.Platform(); p != nil { // old images name none
		img.Platform = *p
	}
	return nil
}

// open opens an image of the index, and refuses what has an image's manifest but is
// none, like a chart.
func (s *Source) open(img *PlatformImage) (err error) {
	if img.Image == nil {
		if img.Image, err = s.Index.Image(img.Descriptor.Digest); err != nil {
			return err
		}
	}
	if s.docker {
		return nil
	}
	manifest, err := img.Image.Manifest()
	if err != nil {
		return err
	}
	if mt := manifest.Config.MediaType; !mt.IsConfig() {
		return problem("is no image but an artifact, whose config is %s", mt)
	}
	return nil
}
