package image

import (
	"bytes"
	"encoding/json"
	"slices"
	"sync"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/partial"
	"github.com/google/go-containerregistry/pkg/v1/types"
)

// Labels of what comes out.
const (
	baseNameLabel   = "org.opencontainers.image.base.name"
	baseDigestLabel = "org.opencontainers.image.base.digest"
	sourceLabel     = "org.opencontainers.image.source"
	revisionLabel   = "org.opencontainers.image.revision"
	configLabel     = "dev.kurumi.config.digest"
)

// A bakedImage is an image with one layer more, or with none but another config.
// Its config keeps what this program knows nothing of.
type bakedImage struct {
	base   v1.Image
	layer  v1.Layer // may be nil
	config []byte

	manifest func() ([]byte, error) // made late: Docker's tarballs need none, and to make one reads all their layers
}

func newImage(base v1.Image, layer v1.Layer, change func(*imageConfig) error) (v1.Image, error) {
	raw, err := base.RawConfigFile()
	if err != nil {
		return nil, err
	}
	config, err := parseConfig(raw)
	if err != nil {
		return nil, err
	}
	if err := change(config); err != nil {
		return nil, err
	}
	if err := config.append(layer); err != nil {
		return nil, err
	}
	i := &bakedImage{base: base, layer: layer}
	i.manifest = sync.OnceValues(i.newManifest)
	i.config, err = config.bytes()
	return i, err
}

func (i *bakedImage) newManifest() ([]byte, error) {
	manifest, err := i.base.Manifest()
	if err != nil {
		return nil, err
	}
	manifest = manifest.DeepCopy()
	manifest.Subject = nil // it would be an attachment of something
	manifest.Config.Data = nil
	if manifest.Config.Digest, manifest.Config.Size, err = v1.SHA256(bytes.NewReader(i.config)); err != nil {
		return nil, err
	}
	if i.layer != nil {
		desc, err := partial.Descriptor(i.layer)
		if err != nil {
			return nil, err
		}
		manifest.Layers = append(manifest.Layers, *desc)
	}
	return json.Marshal(manifest)
}

func (i *bakedImage) Layers() ([]v1.Layer, error) {
	layers, err := i.base.Layers()
	if err == nil && i.layer != nil {
		layers = append(slices.Clone(layers), i.layer)
	}
	return layers, err
}

func (i *bakedImage) LayerByDigest(h v1.Hash) (v1.Layer, error) {
	if id, err := i.ConfigName(); err == nil && id == h {
		return partial.ConfigLayer(i)
	}
	return i.by(h, v1.Layer.Digest, i.base.LayerByDigest)
}

func (i *bakedImage) LayerByDiffID(h v1.Hash) (v1.Layer, error) {
	return i.by(h, v1.Layer.DiffID, i.base.LayerByDiffID)
}

func (i *bakedImage) by(h v1.Hash, of func(v1.Layer) (v1.Hash, error), base func(v1.Hash) (v1.Layer, error)) (v1.Layer, error) {
	if i.layer != nil {
		if is, err := of(i.layer); err != nil || is == h {
			return i.layer, err
		}
	}
	return base(h)
}

func (i *bakedImage) MediaType() (types.MediaType, error) { return i.base.MediaType() }
func (i *bakedImage) RawConfigFile() ([]byte, error)      { return i.config, nil }
func (i *bakedImage) RawManifest() ([]byte, error)        { return i.manifest() }
func (i *bakedImage) Size() (int64, error)                { return partial.Size(i) }
func (i *bakedImage) Digest() (v1.Hash, error)            { return partial.Digest(i) }
func (i *bakedImage) ConfigName() (v1.Hash, error)        { return partial.ConfigName(i) }
func (i *bakedImage) ConfigFile() (*v1.ConfigFile, error) { return partial.ConfigFile(i) }
func (i *bakedImage) Manifest() (*v1.Manifest, error)     { return partial.Manifest(i) }
