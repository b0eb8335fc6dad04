package argocd

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/build"
)

// What Argo CD says of the Application: its name, and its folder in the repository.
const (
	nameVariable = "ARGOCD_APP_NAME"
	pathVariable = "ARGOCD_APP_SOURCE_PATH"
)

// generate is the manifests of the Application in this folder, and what its operator
// should know of them.
func generate(ctx context.Context, environ []string) (out []byte, warnings []string, err error) {
	s, err := readSettings(environ)
	if err != nil {
		return nil, nil, err
	}
	here, err := os.Getwd()
	if err != nil {
		return nil, nil, err
	}
	changes, err := s.changes(here)
	if err != nil {
		return nil, nil, err
	}
	path := lookup(environ, pathVariable)
	out, warnings, err = build.RenderWith(ctx, ".", changes)
	if err != nil && ctx.Err() == nil {
		return nil, nil, readable(err, here, path)
	}
	for i, text := range warnings {
		warnings[i] = logged(text, lookup(environ, nameVariable), here, path)
	}
	return out, warnings, err
}

// logged is a warning as a line of the sidecar's log, which is that of all Applications.
func logged(warning, name, here, path string) string {
	if name != "" {
		warning = name + ": " + warning
	}
	return inRepository(warning, here, path)
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
