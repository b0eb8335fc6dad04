package render

import (
	"bytes"
	"errors"
	"io"
	"os"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/tell"
	"github.com/kurumi-krm/kurumi/pkg/krm/strict"
)

// configFile says where the environments are, if overlays/* does not.
const configFile = "kurumi.yaml"

type config struct {
	Environments []entry `json:"environments" required:"true"`
}

// An entry is a folder, or several by one pattern.
type entry struct {
	// Name is the environment's name; by default the last part of the path. A star
	// in it is what the path's star stands for.
	Name string `json:"name"`
	// Path is a folder, relative to the file. A star stands for any characters but
	// a slash; of such folders, those with a kustomization file are meant.
	Path string `json:"path" required:"true"`
}

func (r *report) readConfig() []entry {
	data, err := os.ReadFile(configFile)
	if err != nil {
		r.Errorf("%v", err)
		return nil
	}
	var doc yaml.Node
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	if err := decoder.Decode(&doc); err != nil && !errors.Is(err, io.EOF) {
		r.Errorf("%s: %v", configFile, err)
		return nil
	}
	if err := decoder.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		r.Errorf("%s: has more than one document; write one list of environments", configFile)
		return nil
	}
	var c config
	var node *yaml.Node // stays nil if the file is empty
	if len(doc.Content) > 0 {
		node = doc.Content[0]
	}
	for _, p := range strict.Decode(node, "", &c) {
		r.Errorf("%s", strings.TrimSuffix(configFile+":"+lineOf(p)+" "+p.String(), ": "))
	}
	if !r.Failed() {
		r.checkEntries(c.Environments)
	}
	return c.Environments
}

func (r *report) checkEntries(entries []entry) {
	for i, e := range entries {
		stars := strings.Count(e.Path, "*")
		switch {
		case strings.ContainsAny(e.Path, `?[]\`):
			r.Errorf("%s: environments[%d].path: %q: of patterns, only * is known; use / between folders", configFile, i, e.Path)
		case strings.Contains(e.Name, "*") && stars != 1:
			r.Errorf("%s: environments[%d].name: %q has a star, which stands for that of path; but %q has %s", configFile, i, e.Name, e.Path, tell.Count(stars, "star"))
		case stars > 0 && e.Name != "" && !strings.Contains(e.Name, "*"):
			r.Errorf("%s: environments[%d].name: %q would be the name of every folder that %q stands for; put a star into it, or leave it out", configFile, i, e.Name, e.Path)
		}
	}
}
