package build

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/functions/previewhost"
	"github.com/kurumi-krm/kurumi/pkg/krm"
)

// Changes is what somebody who stands above the kustomization says of a build, as
// Argo CD's Application does.
type Changes struct {
	// Files holds texts that are read in the place of files, by their paths.
	Files map[string][]byte
	// PreviewHost wins over whatever else says a host in every config of preview-host.
	// If there is no such config, the build fails: its hosts would be production's.
	PreviewHost string
}

// RenderWith is Render with some changes. The folder itself stays as it is. Its
// errors do not name the folder. The warnings, a line each, are of a build that went
// well: those of the functions, and of how they were run.
func RenderWith(ctx context.Context, dir string, c Changes) (out []byte, warnings []string, err error) {
	return inProcess(ctx, job{Dir: dir, Changes: c})
}

// Function is the function that runs in place of an image, or nil.
func Function(image string) *krm.Function { return new(settings).function(image) }

// change has the tree read some texts in the place of files.
func (t *tree) change(files map[string][]byte) {
	t.changed = map[string][]byte{}
	for path, text := range files {
		t.changed[t.canonical(path)] = text
	}
}

func (t *tree) read(path string) ([]byte, error) {
	if text, ok := t.changed[t.canonical(path)]; ok {
		return text, nil
	}
	return t.FileSystem.ReadFile(path)
}

// withPreviewHost is a ResourceList whose functionConfig has the preview host in it,
// and whether there was a place for it.
func (b *session) withPreviewHost(f *krm.Function, list []byte) (out []byte, took bool, err error) {
	items, text, found := bytes.Cut(list, []byte("\nfunctionConfig:"))
	if b.PreviewHost == "" || !found {
		return list, false, nil
	}
	rest, err := yaml.Parse("functionConfig:" + string(text))
	if err != nil {
		return list, false, nil //nolint:nilerr // the function will tell
	}
	specs, err := previewHosts(f, rest.Field("functionConfig").Value)
	if err != nil || len(specs) == 0 {
		return list, false, err
	}
	for _, spec := range specs {
		if err := spec.PipeE(yaml.SetField("host", yaml.NewStringRNode(b.PreviewHost))); err != nil {
			return nil, false, err
		}
	}
	config, err := rest.String()
	return slices.Concat(items, []byte("\n"+config)), true, err
}

// previewHosts is the settings of preview-host in a config: the steps of a Pipeline
// can be more than one.
func previewHosts(f *krm.Function, config *yaml.RNode) (specs []*yaml.RNode, err error) {
	field, configs := "spec", []*yaml.RNode{config}
	switch kind := config.GetKind(); {
	case kind == "ConfigMap" && f == previewhost.Function:
		field = "data"
	case kind == krm.PipelineKind:
		steps, err := config.Pipe(yaml.Lookup("spec", "steps"))
		if err != nil || steps == nil {
			return nil, err
		}
		if configs, err = steps.Elements(); err != nil {
			return nil, nil //nolint:nilerr // no list: the function will tell
		}
	}
	for _, c := range configs {
		if field == "spec" && c.GetKind() != previewhost.Function.Kind {
			continue
		}
		spec, err := c.Pipe(yaml.LookupCreate(yaml.MappingNode, field))
		if err != nil {
			return nil, err
		}
		specs = append(specs, spec)
	}
	return specs, nil
}

// checkPreviewHost refuses a build in which nothing took the preview host.
func (b *session) checkPreviewHost(runs []*run) error {
	if b.PreviewHost == "" || slices.ContainsFunc(runs, func(r *run) bool { return r.Previews }) {
		return nil
	}
	return fmt.Errorf("the preview host %s is given, and no function took it: the preview would serve production's hosts; "+
		"add preview-host to the transformers of the kustomization, or take the preview host away", b.PreviewHost)
}
