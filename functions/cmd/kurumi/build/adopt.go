package build

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/fn/runtime/runtimeutil"
	"sigs.k8s.io/kustomize/kyaml/resid"
	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// adopt judges how kustomize would run what a config asks for. A program that is a
// function of ours becomes its image, and the config changes. A program that is not
// would be passed over in silence, and so would a config that names nothing: both
// are errors, and so are an image that will not run, and a config by whose kind
// kustomize would look for a program of the user's.
func (b *session) adopt(config *yaml.RNode) (changed bool, err error) {
	if isBuiltin(config) {
		return false, nil // kustomize does not look at its annotations
	}
	spec, err := runtimeutil.GetFunctionSpec(config)
	switch {
	case err != nil:
		return false, nil //nolint:nilerr // kustomize reads it in the same way, and tells
	case spec == nil && !b.Docker:
		return false, errors.New("names no function; give it the annotation config.kubernetes.io/function with an image")
	case spec == nil:
		return false, nil
	case spec.Container.Image != "" && !b.Docker && b.function(spec.Container.Image) == nil:
		return false, foreignImage(spec.Container.Image)
	case spec.Container.Image != "":
		return false, nil
	}
	path := spec.Exec.Path
	if path == "" {
		return false, fmt.Errorf("asks for a function and names no image; kustomize would pass it over")
	}
	f := named(filepath.Base(path))
	switch {
	case f == nil && b.Exec:
		return false, nil
	case f == nil:
		return false, fmt.Errorf("runs the program %s, which is none of kurumi's functions: kustomize would pass it over; "+
			"name the image of a function, or give --enable-alpha-plugins and --enable-exec to run it", path)
	case len(spec.Exec.Args) > 0:
		return false, fmt.Errorf("gives %s arguments (%q), and a function takes none from a kustomization", path, spec.Exec.Args)
	}
	// Nothing else that the config says about how to run it counts then.
	asImage := fmt.Sprintf("{container: {image: ghcr.io/%s/%s}, deferFailure: %t}", home, f.Name, spec.DeferFailure)
	return true, config.PipeE(yaml.SetAnnotation(runtimeutil.FunctionAnnotationKey, asImage))
}

// isBuiltin reports whether a config is one of kustomize's own plugins.
func isBuiltin(config *yaml.RNode) bool {
	group, version := resid.ParseGroupVersion(config.GetApiVersion())
	return group == "" && version == "builtin"
}

// adoptAll is adopt for the objects of a file or an inline config. kustomize takes
// lists of any kind apart.
func adoptAll(objs []*yaml.RNode, adopt func(*yaml.RNode) (bool, error)) (changed bool, problems []error) {
	for _, obj := range objs {
		did, more := false, []error(nil)
		if items := itemsOf(obj); items != nil {
			did, more = adoptAll(items, adopt)
		} else if ok, err := adopt(obj); err != nil {
			more = []error{fmt.Errorf("%s %s %w", obj.GetKind(), obj.GetName(), err)}
		} else {
			did = ok
		}
		changed, problems = changed || did, append(problems, more...)
	}
	return changed, problems
}

// itemsOf is the objects in a list, or nil for what is none.
func itemsOf(obj *yaml.RNode) []*yaml.RNode {
	items := obj.Field("items")
	if items == nil || !strings.HasSuffix(obj.GetKind(), "List") {
		return nil
	}
	elements, err := items.Value.Elements()
	if err != nil {
		return nil // nor is it one for kustomize
	}
	return elements
}
