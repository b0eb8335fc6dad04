package kev

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/build"
	"github.com/kurumi-krm/kurumi/pkg/krm"
)

// A folder is what a config may open: what is below the folder of the run, and what the command line names, wherever it is.
type folder struct {
	dir   string
	given []string // by their paths from dir
}

// give lets a file or folder be opened, and is its name for the config.
func (f *folder) give(name string) (string, error) {
	abs, err := filepath.Abs(name)
	if err != nil {
		return "", err
	}
	rel, err := filepath.Rel(f.dir, abs)
	rel = filepath.ToSlash(rel)
	f.given = append(f.given, rel)
	return rel, err
}

// Open opens a file. Links lead out of the folder only from what was given.
func (f *folder) Open(name string) (fs.File, error) {
	if slices.ContainsFunc(f.given, func(g string) bool { return name == g || strings.HasPrefix(name, g+"/") }) {
		return os.Open(filepath.Join(f.dir, filepath.FromSlash(name)))
	}
	root, err := os.OpenRoot(f.dir)
	if err != nil {
		return nil, err
	}
	defer func() { _ = root.Close() }() // what it opened stays open
	return root.FS().Open(name)
}

// template is the config where there is none.
const template = "apiVersion: " + krm.APIVersion + "\nkind: KevCheck\nmetadata: {name: kev-check}\nspec: {}\n"

// configured is the config, with what the flags say put in.
func (r *run) configured(files *folder) *krm.Source {
	config := &krm.Source{Name: "the command line", Data: []byte(template)}
	if name := r.flags.config; name != "" {
		data, err := os.ReadFile(name)
		if err != nil {
			r.Errorf("--config %s: cannot be read: %v", name, reason(err))
			return nil
		}
		config = &krm.Source{Name: name, Data: data}
	} else if r.flags.catalog == "" {
		r.Errorf("which catalogue? Give --catalog known_exploited_vulnerabilities.json, or a --config that names it")
	}
	if r.flags.catalog == "" && len(r.flags.reports) == 0 {
		return config
	}
	doc, err := yaml.Parse(string(config.Data))
	if err != nil {
		return config // which says what is wrong with it
	}
	if err := r.put(doc, files); err != nil {
		r.Errorf("%s: %v", config.Name, err)
		return nil
	}
	text, err := doc.String()
	if err != nil {
		r.Errorf("%s: %v", config.Name, err)
	}
	config.Data = []byte(text)
	return config
}

func (r *run) put(doc *yaml.RNode, files *folder) error {
	if r.flags.catalog != "" {
		name, err := files.give(r.flags.catalog)
		if err != nil {
			return err
		}
		if err := doc.PipeE(yaml.LookupCreate(yaml.MappingNode, "spec", "catalog"), yaml.SetField("file", yaml.NewStringRNode(name))); err != nil {
			return err
		}
	}
	// A config is written by whoever opens the pull request, who could put a newer report
	// beside that of the scanner.
	if spec := doc.Field("spec"); len(r.flags.reports) > 0 && spec != nil {
		if err := spec.Value.PipeE(yaml.Clear("reports")); err != nil {
			return err
		}
	}
	for _, report := range r.flags.reports {
		name, err := files.give(report)
		if err != nil {
			return err
		}
		entry := yaml.NewMapRNode(&map[string]string{"file": name})
		if err := doc.PipeE(yaml.LookupCreate(yaml.SequenceNode, "spec", "reports"), yaml.Append(entry.YNode())); err != nil {
			return err
		}
	}
	return nil
}

// gather reads the manifests.
func (r *run) gather(ctx context.Context, args []string, stdin io.Reader) {
	if len(args) == 0 {
		r.Errorf("which manifests? Give files, folders with a kustomization, or a dash for stdin")
	}
	for _, arg := range args {
		info, err := os.Stat(arg)
		var data []byte
		name := arg
		switch {
		case arg == "-":
			name = "stdin"
			data, err = io.ReadAll(stdin)
		case err == nil && info.IsDir():
			data, err = build.Render(ctx, arg)
			if err != nil {
				r.Errorf("%v", err)
				continue
			}
			r.rendered = append(r.rendered, name)
		case err == nil:
			data, err = os.ReadFile(arg)
		}
		if err != nil {
			r.Errorf("%s: cannot be read: %v", arg, reason(err))
			continue
		}
		r.manifests = append(r.manifests, krm.Source{Name: name, Data: data})
	}
}

// reason is an error without the name of the file.
func reason(err error) error {
	if of, ok := errors.AsType[*fs.PathError](err); ok {
		return of.Err
	}
	return err
}
