package render

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/kurumi-krm/kurumi/pkg/krm/strict"
	"github.com/kurumi-krm/kurumi/pkg/lazyregexp"
)

// An environment is a folder that is built, and the name of the folder that the
// result goes into.
type environment struct {
	name, path string
	from       string // where it is said, for messages
}

// environmentName is what can be a folder everywhere.
var environmentName = lazyregexp.New(`^[A-Za-z0-9]([-A-Za-z0-9._]*[-A-Za-z0-9_])?$`)

// kustomizations is how a folder's kustomization may be called.
var kustomizations = []string{"kustomization.yaml", "kustomization.yml", "Kustomization"}

// findEnvironments is all environments of the repository that the process stands
// in, in the order of their names.
func (r *report) findEnvironments(out string) []environment {
	entries, from := []entry{{Path: "overlays/*"}}, func(int) string { return "overlays/*" }
	if _, err := os.Lstat(configFile); err == nil {
		entries = r.readConfig()
		from = func(i int) string { return fmt.Sprintf("%s: environments[%d]", configFile, i) }
	}
	if r.Failed() {
		return nil
	}
	var all []environment
	for i, e := range entries {
		all = append(all, r.match(e, from(i))...)
	}
	r.checkEnvironments(all, out)
	slices.SortFunc(all, func(a, b environment) int { return strings.Compare(a.name, b.name) })
	return all
}

// match is the environments that an entry stands for.
func (r *report) match(e entry, from string) (found []environment) {
	if !filepath.IsLocal(filepath.FromSlash(e.Path)) {
		r.Errorf("%s: path %q leads out of the repository; give a folder below this one", from, e.Path)
		return nil
	}
	path := filepath.ToSlash(filepath.Clean(filepath.FromSlash(e.Path)))
	if !strings.Contains(path, "*") {
		if !isKustomization(path) {
			r.Errorf("%s: path %q has no %s", from, e.Path, kustomizations[0])
			return nil
		}
		return []environment{{name: e.nameOf(path, ""), path: path, from: from}}
	}
	dirs, _ := filepath.Glob(filepath.FromSlash(path)) // the pattern has been checked
	before, after, _ := strings.Cut(path, "*")
	for _, dir := range dirs {
		dir = filepath.ToSlash(dir)
		if isKustomization(dir) {
			star := strings.TrimSuffix(strings.TrimPrefix(dir, before), after)
			found = append(found, environment{name: e.nameOf(dir, star), path: dir, from: from})
		}
	}
	if len(found) == 0 {
		r.Errorf("%s: no folder that %s stands for has a %s; say in %s where the environments are:\n  environments:\n  - {name: staging, path: deploy/staging}",
			from, e.Path, kustomizations[0], configFile)
	}
	return found
}

// nameOf is the name of an environment: the last part of its path if the entry says
// no other one. star is what the path's star stands for.
func (e entry) nameOf(path, star string) string {
	if e.Name == "" {
		return path[strings.LastIndex(path, "/")+1:]
	}
	return strings.ReplaceAll(e.Name, "*", star)
}

func isKustomization(dir string) bool {
	return slices.ContainsFunc(kustomizations, func(name string) bool {
		info, err := os.Stat(filepath.Join(filepath.FromSlash(dir), name))
		return err == nil && info.Mode().IsRegular()
	})
}

// checkEnvironments looks at where the environments come from and go to.
func (r *report) checkEnvironments(all []environment, out string) {
	byName := map[string]environment{}
	for _, e := range all {
		folded := strings.ToLower(e.name) // as file systems may see it
		other, twice := byName[folded]
		byName[folded] = e
		switch {
		case !environmentName.MatchString(e.name):
			r.Errorf("%s: %s gives the name %q, which cannot be a folder everywhere; say another one in %s, of letters, digits, dots, dashes and underscores", e.from, e.path, e.name, configFile)
		case twice:
			r.Errorf("%s: %s and %s (%s) would both go to %s; give one of them another name", e.from, e.path, other.path, other.from, filepath.Join(out, e.name))
		}
		r.checkPath(e, out)
	}
}

// checkPath refuses what links lead out of the repository, and what was rendered.
func (r *report) checkPath(e environment, out string) {
	here, err := realPath(".")
	if err != nil {
		r.Errorf("%v", err)
		return
	}
	path, err := realPath(e.path)
	if err != nil {
		r.Errorf("%s: %v", e.from, err)
		return
	}
	if !within(path, here) {
		r.Errorf("%s: %s leads out of the repository, to %s; give a folder inside it", e.from, e.path, path)
	}
	if rendered, err := realPath(out); err == nil && within(path, rendered) {
		r.Errorf("%s: %s is in %s, which is the result; give the folder that it is made from", e.from, e.path, out)
	}
}

// realPath is an absolute path without links.
func realPath(path string) (string, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	return filepath.EvalSymlinks(abs)
}

func within(path, dir string) bool {
	rel, err := filepath.Rel(dir, path)
	return err == nil && filepath.IsLocal(rel)
}

// choose is the environments that are asked for by name: all if none is.
func (r *report) choose(all []environment, names []string) []environment {
	if len(names) == 0 {
		return all
	}
	var known []string
	for _, e := range all {
		known = append(known, e.name)
	}
	for _, name := range names {
		if slices.Contains(known, name) {
			continue
		}
		hint := "there are: " + strings.Join(known, ", ")
		if near := strict.Closest(name, known); near != "" {
			hint = fmt.Sprintf("did you mean %s?", near)
		}
		r.Errorf("there is no environment %q; %s", name, hint)
	}
	return slices.DeleteFunc(slices.Clone(all), func(e environment) bool { return !slices.Contains(names, e.name) })
}
