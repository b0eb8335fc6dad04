package place

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/moby/moby/client"
)

// readDaemon has Docker save the image into a temporary file.
func (p Place) readDaemon(ctx context.Context, s *Source) error {
	docker, err := client.New(client.FromEnv)
	if err != nil {
		return err
	}
	defer docker.Close() //nolint:errcheck // nothing is lost with a connection
	if _, err := docker.ImageInspect(ctx, p.tag); err != nil {
		return noDocker(err)
	}
	saved, err := docker.ImageSave(ctx, []string{p.tag})
	if err != nil {
		return err
	}
	defer saved.Close() //nolint:errcheck // it was read
	file, err := os.CreateTemp("", "kurumi-*.tar")
	if err != nil {
		return err
	}
	s.close = func() error { return os.Remove(file.Name()) }
	_, err = io.Copy(file, saved)
	if err = errors.Join(err, file.Close()); err != nil {
		return err
	}
	if err := s.archive(func() (io.ReadCloser, error) { return os.Open(file.Name()) }, ""); err != nil {
		return err
	}
	s.images[0].Image = heldImage{s.images[0].Image}
	return nil
}

func noDocker(err error) error {
	if client.IsErrConnectionFailed(err) {
		return problem("Docker does not answer: %w; it is looked for at $DOCKER_HOST, or at the usual socket", err)
	}
	return err
}

// A heldImage is one whose layers Docker has.
type heldImage struct{ v1.Image }

type heldLayer struct{ v1.Layer }

func (i heldImage) Layers() ([]v1.Layer, error) {
	layers, err := i.Image.Layers()
	for j := range layers {
		layers[j] = heldLayer{layers[j]}
	}
	return layers, err
}

func isHeld(l v1.Layer) bool {
	_, ok := l.(heldLayer)
	return ok
}

// stageDaemon does nothing yet: Docker loads and names an image in one go.
func (p Place) stageDaemon(ctx context.Context, a Artifact) (*staged, error) {
	img, err := one(a)
	if err != nil {
		return nil, err
	}
	return &staged{commit: func() error {
		// A Docker that keeps images in containerd needs the layers that it has, too.
		err := p.load(ctx, img, isHeld)
		if err != nil && ctx.Err() == nil {
			err = p.load(ctx, img, nil)
		}
		return err
	}}, nil
}

func (p Place) load(ctx context.Context, img v1.Image, has func(v1.Layer) bool) error {
	docker, err := client.New(client.FromEnv)
	if err != nil {
		return err
	}
	defer docker.Close() //nolint:errcheck // nothing is lost with a connection
	r, w := io.Pipe()
	go func() { _ = w.CloseWithError(writeArchive(w, img, p.tag, has)) }()
	answer, err := docker.ImageLoad(ctx, r, client.ImageLoadWithQuiet(true))
	_ = r.CloseWithError(errors.New("docker load has ended"))
	if err != nil {
		return noDocker(err)
	}
	defer answer.Close() //nolint:errcheck // it was read
	return loaded(answer)
}

// loaded reads what Docker says: that an image could not be loaded comes after a
// status of 200.
func loaded(answer io.Reader) error {
	for d := json.NewDecoder(answer); ; {
		var line struct{ Error string }
		switch err := d.Decode(&line); {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		case line.Error != "":
			return problem("docker load: %s", line.Error)
		}
	}
}
