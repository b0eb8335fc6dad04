package build

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// A run is what the process of a function leaves behind for the build.
type run struct {
	Folder   string // of the kustomization
	Config   string // kind and name
	Function string // empty for what is none of ours
	Code     int
	Warnings []string          // of how it was run
	Told     []string          // the function's own, which are on stderr
	Sealed   map[string]string // see sealedValues
	Input    []byte            // the ResourceList, if it was asked for
	Previews bool              // it took the build's preview host
}

func newRun(here string, in []byte) *run {
	r := &run{Folder: "."}
	if dir, err := os.Getwd(); err == nil {
		r.Folder = short(here, dir)
	}
	if config := functionConfig(in); config != nil {
		r.Config = config.GetKind() + " " + config.GetName()
	}
	return r
}

// functionConfig is the config in a ResourceList as kustomize writes it, where its
// key starts a line as nothing else does.
func functionConfig(list []byte) *yaml.RNode {
	_, text, found := bytes.Cut(list, []byte("\nfunctionConfig:"))
	if !found {
		return nil
	}
	whole, err := yaml.Parse("functionConfig:" + string(text))
	if err != nil {
		return nil
	}
	return whole.Field("functionConfig").Value
}

// short is a path as the user would write it, who is in a folder.
func short(here, path string) string {
	if rel, err := filepath.Rel(here, path); err == nil && len(rel) < len(path) {
		return rel
	}
	return path
}

// String says where a function is named.
func (r *run) String() string { return fmt.Sprintf("%s in %s", r.Config, r.Folder) }

// record adds a run to those of the build. kustomize runs one function at a time,
// so that their names keep their order.
func (b *session) record(r *run) error {
	if b.dir == "" {
		return nil
	}
	done, err := os.ReadDir(b.runs())
	if err != nil {
		return err
	}
	text, err := json.Marshal(r)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(b.runs(), fmt.Sprintf("%08d.json", len(done))), text, 0o600)
}

// recorded is the runs of the build, in their order.
func (b *session) recorded() ([]*run, error) {
	files, err := os.ReadDir(b.runs())
	if err != nil {
		return nil, err
	}
	all := make([]*run, len(files))
	for i, file := range files {
		text, err := os.ReadFile(filepath.Join(b.runs(), file.Name()))
		if err != nil {
			return nil, err
		}
		if err := json.Unmarshal(text, &all[i]); err != nil {
			return nil, err
		}
	}
	return all, nil
}
