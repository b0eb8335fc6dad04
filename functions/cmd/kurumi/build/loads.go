package build

import (
	"path/filepath"
	"slices"

	"sigs.k8s.io/kustomize/kyaml/filesys"
)

// Not each file of that name is read as a kustomization, and a kustomization can be a
// link to a file of another name: kustomize asks for what it reads by the name that
// the link leads to. But first it asks where a folder or file is, by the name that it
// has looked for.

// CleanedAbs notes what kustomize takes for a folder with a kustomization, and for
// the kustomization in it. It also knows the folders of guards.
func (t *tree) CleanedAbs(path string) (filesys.ConfirmedDir, string, error) {
	dir, file, err := t.cleanedAbs(path)
	switch {
	case err != nil:
	case file == "":
		t.folders[filepath.Clean(dir.String())] = true
	case t.isKustomization(path):
		t.linked[dir.Join(file)] = path
	}
	return dir, file, err
}

func (t *tree) cleanedAbs(path string) (filesys.ConfirmedDir, string, error) {
	if root, ok := t.roots[filepath.Clean(path)]; ok {
		return root, "", nil
	}
	if root, ok := t.homes[filepath.Dir(path)]; ok && filepath.Base(path) == guardKustomization {
		return root, guardKustomization, nil
	}
	return t.FileSystem.CleanedAbs(path)
}

// isKustomization reports whether a file is one that kustomize looks for in a folder
// to build.
func (t *tree) isKustomization(path string) bool {
	_, isGuards := t.homes[filepath.Dir(path)]
	return !isGuards && t.folders[filepath.Dir(path)] && slices.Contains(kustomizationFiles, filepath.Base(path))
}
