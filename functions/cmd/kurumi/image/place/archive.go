package place

import (
	"archive/tar"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"strings"

	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/tarball"
)

func (p Place) readArchive(s *Source) error {
	return s.archive(func() (io.ReadCloser, error) { return os.Open(p.path) }, p.tag)
}

// archive takes the image with a tag from what docker save has written, or the only
// one.
func (s *Source) archive(open tarball.Opener, tag string) error {
	manifest, err := tarball.LoadManifest(open)
	if err != nil {
		return problem("is no tarball of docker save: %w", err)
	}
	var tags []string
	for _, desc := range manifest {
		tags = append(tags, desc.RepoTags...)
	}
	var want *name.Tag
	if tag != "" {
		ref, err := name.NewTag(tag)
		if err != nil {
			return err
		}
		want = &ref
	} else if len(manifest) != 1 {
		return problem("has %d images; say which by docker-archive:FILE:NAME:TAG, of %s", len(manifest), strings.Join(tags, ", "))
	}
	img, err := tarball.Image(open, want)
	if err != nil {
		return problem("%w; it has %s", err, strings.Join(tags, ", "))
	}
	s.docker, s.images = true, []PlatformImage{{Image: img}}
	return nil
}

// stageArchive writes the tarball beside what it shall replace.
func (p Place) stageArchive(a Artifact) (*staged, error) {
	img, err := one(a)
	if err != nil {
		return nil, err
	}
	tmp, err := tempFile(p.path)
	if err != nil {
		return nil, err
	}
	if err := writeArchive(tmp, img, p.tag, nil); err != nil {
		return nil, errors.Join(err, drop(tmp))
	}
	return &staged{
		commit: func() error { return settle(tmp, p.path) },
		drop:   func() { _ = drop(tmp) },
	}, nil
}

// one is the only image, since docker's tarballs and store have no indexes.
func one(a Artifact) (v1.Image, error) {
	if img, ok := a.(v1.Image); ok {
		return img, nil
	}
	return nil, problem("holds no images of several platforms; choose one with --platform, like linux/amd64")
}

// writeArchive writes what docker load reads. Layers that Docker has are named, and
// left out.
func writeArchive(w io.Writer, img v1.Image, tag string, has func(v1.Layer) bool) error {
	id, err := img.ConfigName()
	if err != nil {
		return err
	}
	config, err := img.RawConfigFile()
	if err != nil {
		return err
	}
	t := tar.NewWriter(w)
	about := tarball.Descriptor{Config: id.Hex + ".json"}
	if tag != "" {
		about.RepoTags = []string{tag}
	}
	if err := addFile(t, about.Config, int64(len(config)), bytes.NewReader(config)); err != nil {
		return err
	}
	if about.Layers, err = addLayers(t, img, has); err != nil {
		return err
	}
	manifest, err := json.Marshal(tarball.Manifest{about})
	if err != nil {
		return err
	}
	return errors.Join(addFile(t, "manifest.json", int64(len(manifest)), bytes.NewReader(manifest)), t.Close())
}

func addLayers(t *tar.Writer, img v1.Image, has func(v1.Layer) bool) ([]string, error) {
	layers, err := img.Layers()
	if err != nil {
		return nil, err
	}
	var names []string
	seen := map[string]bool{}
	for _, l := range layers {
		id, err := l.DiffID()
		if err != nil {
			return nil, err
		}
		file := id.Hex + ".tar.gz"
		names = append(names, file)
		if seen[file] || has != nil && has(l) {
			continue
		}
		seen[file] = true
		if err := addLayer(t, file, l); err != nil {
			return nil, err
		}
	}
	return names, nil
}

func addLayer(t *tar.Writer, file string, l v1.Layer) error {
	size, err := l.Size()
	if err != nil {
		return err
	}
	content, err := l.Compressed()
	if err != nil {
		return err
	}
	return errors.Join(addFile(t, file, size, content), content.Close())
}

func addFile(t *tar.Writer, name string, size int64, content io.Reader) error {
	if err := t.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: name, Size: size, Mode: 0o644}); err != nil {
		return err
	}
	_, err := io.Copy(t, content)
	return err
}
