package image

import (
	"archive/tar"
	"context"
	"errors"
	"fmt"
	"maps"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/mutate"

	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/image/layers"
	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/image/place"
)

// images bakes every image of the base. It is nil if there were mistakes.
func (b *baker) images(ctx context.Context, base *place.Source) place.Artifact {
	var baked []v1.Image
	for _, img := range base.Images() {
		name := base.Name
		if base.Index != nil {
			name += " for " + img.Platform.String()
		}
		digest := base.Digest
		if img.Descriptor != nil {
			digest = img.Descriptor.Digest
		}
		result, err := b.one(ctx, name, img, digest)
		if errors.Is(err, context.Canceled) {
			b.Errorf("stopped")
			return nil
		}
		if err != nil {
			b.Errorf("%s: %v", name, err)
		}
		baked = append(baked, result)
	}
	switch {
	case b.Failed():
		return nil
	case base.Index == nil, len(baked) == 1 && len(b.opt.Platforms) == 1:
		return baked[0]
	}
	return newIndex(base, baked)
}

// newIndex is the index with the baked images in the place of the others. Entries
// keep their platforms and annotations.
func newIndex(base *place.Source, baked []v1.Image) v1.ImageIndex {
	var entries []mutate.IndexAddendum
	for i, img := range base.Images() {
		entries = append(entries, mutate.IndexAddendum{
			Add:        baked[i],
			Descriptor: v1.Descriptor{Platform: img.Descriptor.Platform, Annotations: img.Descriptor.Annotations},
		})
	}
	none := mutate.RemoveManifests(base.Index, func(v1.Descriptor) bool { return true })
	return mutate.AppendManifests(none, entries...)
}

// one bakes one image. Mistakes are told with its name before them.
func (b *baker) one(ctx context.Context, name string, img place.PlatformImage, digest v1.Hash) (v1.Image, error) {
	if os := img.Platform.OS; os != "linux" && os != "" {
		return nil, fmt.Errorf("is for %s; only images for linux can be baked into; choose others with --platform", os)
	}
	s, err := b.stack(ctx, name, img.Image)
	if err != nil || b.Failed() {
		return nil, err
	}
	var layer v1.Layer
	if len(s.files) > 0 {
		family, err := img.Image.MediaType()
		if err != nil {
			return nil, err
		}
		if layer, err = s.layer(family); err != nil {
			return nil, err
		}
	}
	return newImage(img.Image, layer, func(c *imageConfig) error {
		return b.configure(c, name, digest)
	})
}

// configure sets variables and labels.
func (b *baker) configure(c *imageConfig, name string, digest v1.Hash) error {
	for _, e := range b.what.env {
		replaced, err := c.setEnv(e.Name, e.Value)
		if err != nil {
			return err
		}
		if replaced {
			b.Notef("%s: its variable %s has another value now", name, e.Name)
		}
	}
	labels := map[string]string{configLabel: b.what.digest()}
	base, err := place.Parse(b.flags.base)
	if err != nil {
		return err
	}
	if ref := base.Reference(); ref != "" {
		labels[baseNameLabel] = ref
	}
	if digest != (v1.Hash{}) {
		labels[baseDigestLabel] = digest.String()
	}
	maps.Copy(labels, b.labels)
	return c.setLabels(labels)
}

// stack finds out where in the image the files are to be.
func (b *baker) stack(ctx context.Context, name string, img v1.Image) (stack, error) {
	config, err := img.ConfigFile()
	if err != nil {
		return stack{}, err
	}
	f := fitter{baker: b, name: name, stack: stack{dirs: map[string]*tar.Header{}}, real: map[string]bakedFile{}}
	if !b.flags.trustBase {
		f.below = layers.New(img, layers.Options{Cache: layers.DefaultCache()})
	}
	f.reader = newReader(config.Config.User, f.below)
	for _, file := range b.what.files {
		if err := f.fit(ctx, file); err != nil {
			return stack{}, err
		}
	}
	return f.stack, nil
}
