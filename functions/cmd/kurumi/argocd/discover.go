package argocd

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"

	"sigs.k8s.io/kustomize/kyaml/fn/runtime/runtimeutil"
	"sigs.k8s.io/kustomize/kyaml/kio"
	kyaml "sigs.k8s.io/kustomize/kyaml/yaml"
	"sigs.k8s.io/yaml"

	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/build"
	"github.com/kurumi-krm/kurumi/pkg/lazyregexp"
)

// discover is the name of the kustomization in a folder, if it is for this plugin:
// if it uses a function of kurumi, or the Application gives a preview host, which no
// other plugin would know of. The functions may all be in a remote base then.
func discover(dir string, environ []string) string {
	name, _, err := readKustomization(dir)
	if err != nil || name == "" {
		return ""
	}
	var all []parameter
	_ = yaml.Unmarshal([]byte(lookup(environ, parametersVariable)), &all) // generate will tell
	if _, ok := variables(environ)[hostVariable]; ok ||
		slices.ContainsFunc(all, func(p parameter) bool { return p.Name == hostParameter }) ||
		new(search).folder(dir) {
		return name
	}
	return ""
}

// A search looks for functions of kurumi in a kustomization and in what it is made
// of, as far as that is on disk. It has no opinion on mistakes: what cannot be read as
// YAML counts if it names an image of ours anywhere, so that generate can tell.
type search struct {
	seen map[string]bool
}

// folder reports whether the kustomization in a folder uses a function.
func (s *search) folder(dir string) bool {
	folder, err := filepath.EvalSymlinks(dir)
	if err != nil || s.seen[folder] {
		return false
	}
	if s.seen == nil {
		s.seen = map[string]bool{}
	}
	s.seen[folder] = true
	name, text, err := readKustomization(dir)
	if err != nil || name == "" {
		return false
	}
	var k struct {
		Resources, Bases, Components         []string
		Generators, Transformers, Validators []string
	}
	if err := yaml.Unmarshal(text, &k); err != nil {
		return mentionsFunction(text)
	}
	uses := func(entry string) bool { return s.config(dir, entry) }
	leads := func(entry string) bool { return s.folder(filepath.Join(dir, entry)) }
	return slices.ContainsFunc(slices.Concat(k.Generators, k.Transformers, k.Validators), uses) ||
		slices.ContainsFunc(slices.Concat(k.Resources, k.Bases, k.Components), leads)
}

// config reports whether an entry in a list of configs is a function: an inline
// config, a file, or a folder whose kustomization makes configs.
func (s *search) config(dir, entry string) bool {
	path := filepath.Join(dir, entry)
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return isFunction([]byte(entry))
	case info.IsDir():
		return s.folder(path) || s.resources(path)
	case info.Mode().IsRegular():
		text, err := os.ReadFile(path)
		return err == nil && isFunction(text)
	}
	return false
}

// resources reports whether a file of a kustomization that makes configs is one of a
// function.
func (s *search) resources(dir string) bool {
	_, text, err := readKustomization(dir)
	if err != nil {
		return false
	}
	var k struct{ Resources []string }
	_ = yaml.Unmarshal(text, &k)
	return slices.ContainsFunc(k.Resources, func(entry string) bool { return s.config(dir, entry) })
}

// isFunction reports whether some object in a text is the config of a function.
func isFunction(text []byte) bool {
	objs, err := (&kio.ByteReader{Reader: bytes.NewReader(text), OmitReaderAnnotations: true, AnchorsAweigh: true}).Read()
	if err != nil {
		return mentionsFunction(text)
	}
	return slices.ContainsFunc(objs, func(obj *kyaml.RNode) bool {
		spec, err := runtimeutil.GetFunctionSpec(obj)
		return err == nil && spec != nil && build.Function(spec.Container.Image) != nil
	})
}

// imageName is what may be the name of a function's image.
var imageName = lazyregexp.New(`[a-z0-9][-a-z0-9.:/]*/kurumi-krm/[-a-z]+`)

func mentionsFunction(text []byte) bool {
	return slices.ContainsFunc(imageName.FindAll(text, -1), func(name []byte) bool { return build.Function(string(name)) != nil })
}
