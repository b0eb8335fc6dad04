package sealedsecret

import (
	"bytes"
	"errors"
	"io"
	"path"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/lazyregexp"
)

// yamlDocuments reads a stream, and leaves out documents with nothing in them.
func yamlDocuments(data []byte) ([]*yaml.Node, error) {
	var docs []*yaml.Node
	for d := yaml.NewDecoder(bytes.NewReader(data)); ; {
		var doc yaml.Node
		switch err := d.Decode(&doc); {
		case errors.Is(err, io.EOF):
			return docs, nil
		case err != nil:
			return nil, err
		case len(doc.Content) == 1 && doc.Content[0].ShortTag() != yaml.NodeTagNull:
			docs = append(docs, doc.Content[0])
		}
	}
}

var yamlField = lazyregexp.New(`(?m)^\s*"?(apiVersion|kind|data|stringData|items)"?\s*:`)

func looksLikeYAML(file string, data []byte) bool {
	switch path.Ext(file) {
	case ".yaml", ".yml", ".json":
		return true
	}
	return yamlField.Match(data)
}

var yamlLine = lazyregexp.New(`^yaml: (?:unmarshal errors:\s*)?line ([0-9]+): `)

// nearLine takes the line from what the YAML reader says, and nothing else: the
// rest may quote the file.
func nearLine(err error) string {
	if m := yamlLine.FindStringSubmatch(err.Error()); m != nil {
		return " near line " + m[1]
	}
	return ""
}
