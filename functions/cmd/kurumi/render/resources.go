package render

import (
	"bytes"
	"fmt"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/lazyregexp"
	"github.com/kurumi-krm/kurumi/pkg/manifest"
	"github.com/kurumi-krm/kurumi/pkg/rename"
)

// A resource is one document of a build.
type resource struct {
	id
	text    []byte   // ends in a newline
	secrets []string // the Secrets with values that it is or holds

	annotation string // rename.KeepAnnotation, as it came from the build
	keep       int    // how many versions of it are kept, itself counted in; 0 if that is not asked for
	base       string // what all of them are versions of
}

// kinds is what Kubernetes takes as a kind. A file's name begins with it.
var kinds = lazyregexp.New(`^[A-Za-z][-A-Za-z0-9]*$`)

// resources reads what a build printed, and what is wrong with it.
func resources(build []byte) (all []resource, problems []string) {
	seen := map[id]bool{}
	for i, text := range documents(build) {
		r, err := newResource(text)
		if err == nil {
			err = r.takeKeep()
		}
		switch {
		case err != nil:
			problems = append(problems, fmt.Sprintf("document %d of the build %v", i+1, err))
			continue
		case seen[r.id]:
			problems = append(problems, fmt.Sprintf("%s is in the build twice; one would overwrite the other in the cluster", r.id))
			continue
		}
		seen[r.id] = true
		all = append(all, r)
	}
	return all, problems
}

// documents splits a stream of YAML documents, and leaves out those of comments
// alone. A marker at the start of a line ends a document whatever stands before it.
func documents(stream []byte) [][]byte {
	var all [][]byte
	var doc []byte
	content := false
	add := func() {
		if content {
			all = append(all, doc)
		}
		doc, content = nil, false
	}
	for line := range bytes.Lines(stream) {
		text := bytes.TrimSpace(line)
		if bytes.Equal(text, []byte("---")) && line[0] == '-' {
			add()
			continue
		}
		doc = append(doc, line...)
		content = content || len(text) > 0 && text[0] != '#'
	}
	add()
	return all
}

func newResource(text []byte) (resource, error) {
	if !bytes.HasSuffix(text, []byte("\n")) {
		text = append(text, '\n')
	}
	doc, err := yaml.Parse(string(text))
	if err != nil {
		return resource{}, fmt.Errorf("is not YAML: %w", err)
	}
	obj := doc.YNode()
	meta := manifest.Field(obj, "metadata")
	r := resource{text: text, id: id{kind: value(obj, "kind"), namespace: value(meta, "namespace"), name: value(meta, "name")}}
	if group, _, ok := strings.Cut(value(obj, "apiVersion"), "/"); ok {
		r.group = group
	}
	r.annotation = value(manifest.Field(meta, "annotations"), rename.KeepAnnotation)
	if r.name == "" {
		r.name = value(meta, "generateName")
	}
	switch {
	case !kinds.MatchString(r.kind):
		return r, fmt.Errorf("is no Kubernetes resource: kind is %q", r.kind)
	case r.name == "":
		return r, fmt.Errorf("(%s) has no metadata.name, which its file is named after", r.kind)
	}
	eachSecret(obj, func(secret *yaml.Node) {
		meta := manifest.Field(secret, "metadata")
		name := id{kind: "Secret", namespace: value(meta, "namespace"), name: value(meta, "name")}.String()
		if secret != obj {
			name += " (inside " + r.String() + ")"
		}
		r.secrets = append(r.secrets, name)
	})
	return r, nil
}

// value is a field's text, empty if it has none.
func value(n *yaml.Node, field string) string {
	if f := manifest.Field(n, field); f != nil && f.Kind == yaml.ScalarNode && f.ShortTag() != yaml.NodeTagNull {
		return f.Value
	}
	return ""
}
