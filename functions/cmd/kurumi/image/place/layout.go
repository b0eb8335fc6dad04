package place

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/layout"
	"github.com/google/go-containerregistry/pkg/v1/partial"
	"github.com/google/go-containerregistry/pkg/v1/types"
)

// tagAnnotation is where an OCI layout has the tag of an image.
const tagAnnotation = "org.opencontainers.image.ref.name"

func (p Place) readLayout(s *Source) error {
	index, err := layout.ImageIndexFromPath(p.path)
	if errors.Is(err, fs.ErrNotExist) {
		return problem("there is no OCI layout (a folder with index.json)")
	}
	if err != nil {
		return err
	}
	manifest, err := index.IndexManifest()
	if err != nil {
		return problem("its index.json is not readable: %w", err)
	}
	desc, err := p.among(manifest.Manifests)
	if err != nil {
		return err
	}
	return s.set(desc,
		func() (v1.Image, error) { return index.Image(desc.Digest) },
		func() (v1.ImageIndex, error) { return index.ImageIndex(desc.Digest) })
}

// among finds the tag, or the only image if none is given.
func (p Place) among(all []v1.Descriptor) (v1.Descriptor, error) {
	var tags []string
	for _, desc := range all {
		tag := desc.Annotations[tagAnnotation]
		if tag == p.tag && tag != "" || p.tag == "" && len(all) == 1 {
			return desc, nil
		}
		tags = append(tags, tag)
	}
	if p.tag == "" {
		return v1.Descriptor{}, problem("has %d images; say which by oci:%s:TAG, of %s", len(all), p.path, strings.Join(tags, ", "))
	}
	return v1.Descriptor{}, problem("has no image %s, but %s", p.tag, strings.Join(tags, ", "))
}

// stageLayout puts the blobs there, of which the index knows nothing yet.
func (p Place) stageLayout(a Artifact) (*staged, error) {
	if info, err := os.Stat(p.path); err == nil && !info.IsDir() {
		return nil, problem("is a file, and should be a folder")
	}
	if err := each(a, p.putBlob); err != nil {
		return nil, err
	}
	desc, err := partial.Descriptor(a)
	if err != nil {
		return nil, err
	}
	desc.Annotations = nil
	if p.tag != "" {
		desc.Annotations = map[string]string{tagAnnotation: p.tag}
	}
	return &staged{commit: func() error { return p.enter(*desc) }}, nil
}

// putBlob writes a blob, if it is not there.
func (p Place) putBlob(b blob) error {
	path := filepath.Join(p.path, "blobs", b.digest.Algorithm, b.digest.Hex)
	if info, err := os.Stat(path); err == nil && info.Size() == b.size {
		return nil
	}
	content, err := b.open()
	if err != nil {
		return err
	}
	return errors.Join(writeFile(path, content), content.Close())
}

// enter adds an image to the index of the layout, in the place of the one that had
// its tag.
func (p Place) enter(desc v1.Descriptor) error {
	if err := writeFile(filepath.Join(p.path, "oci-layout"), strings.NewReader(`{"imageLayoutVersion":"1.0.0"}`)); err != nil {
		return err
	}
	index := v1.IndexManifest{SchemaVersion: 2, MediaType: types.OCIImageIndex}
	name := filepath.Join(p.path, "index.json")
	data, err := os.ReadFile(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return err
	default:
		if err := json.Unmarshal(data, &index); err != nil {
			return fmt.Errorf("its index.json is not readable: %w", err)
		}
	}
	index.Manifests = slices.DeleteFunc(index.Manifests, func(old v1.Descriptor) bool {
		tag := old.Annotations[tagAnnotation]
		return tag == p.tag && (tag != "" || old.Digest == desc.Digest)
	})
	index.Manifests = append(index.Manifests, desc)
	data, err = json.MarshalIndent(index, "", "  ")
	if err != nil {
		return err
	}
	return writeFile(name, strings.NewReader(string(data)+"\n"))
}
