package argocd

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/build"
)

// pathVariable is the Application's folder in its repository.
const pathVariable = "ARGOCD_APP_SOURCE_PATH"

// generate is the manifests of the Application in this folder.
func generate(ctx context.Context, environ []string) ([]byte, error) {
	s, err := readSettings(environ)
	if err != nil {
		return nil, err
	}
	here, err := os.Getwd()
	if err != nil {
		return nil, err
	}
	changes, err := s.changes(here)
	if err != nil {
		return nil, err
	}
	out, err := build.RenderWith(ctx, ".", changes)
	if err != nil && ctx.Err() == nil {
		return nil, readable(err, here, lookup(environ, pathVariable))
	}
	return out, err
}

// changes is what the settings change in the build of a folder.
func (s settings) changes(dir string) (build.Changes, error) {
	changes := build.Changes{PreviewHost: s.previewHost}
	name, text, err := readKustomization(dir)
	switch {
	case err != nil:
		return changes, err
	case name == "":
		return changes, errors.New("there is no kustomization in the Application's folder, and this plugin builds nothing else; is its path right?")
	case s.previewHost == "" && len(s.annotations) == 0 && len(s.images) == 0:
		return changes, nil
	}
	edited, err := s.edit(text)
	if err != nil {
		return changes, fmt.Errorf("%s: %w", name, err)
	}
	changes.Files = map[string][]byte{filepath.Join(dir, name): edited}
	return changes, nil
}
