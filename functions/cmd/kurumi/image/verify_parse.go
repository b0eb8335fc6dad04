package image

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/lazyregexp"
)

// A parser says what is wrong with a text: its kind and line, and nothing of the
// text itself.
type parser func(data []byte) string

// parserOf is the parser for a file, by its name, if it is one to be checked.
func parserOf(name string, checks []string) parser {
	switch ext := path.Ext(name); {
	case slices.Contains(checks, "yaml") && (ext == ".yaml" || ext == ".yml"):
		return parseYAML
	case slices.Contains(checks, "json") && ext == ".json":
		return parseJSON
	}
	return nil
}

func parseJSON(data []byte) string {
	var all json.RawMessage
	err := json.Unmarshal(data, &all)
	if err == nil {
		return ""
	}
	at := int64(len(data))
	if s, ok := errors.AsType[*json.SyntaxError](err); ok {
		at = min(s.Offset, at)
	}
	return fmt.Sprintf("is no JSON: syntax error in line %d", 1+bytes.Count(data[:at], []byte("\n")))
}

var yamlError = lazyregexp.New(`^yaml: (?:line (\d+): )?`)

// parseYAML reads all documents. Aliases are not written out.
func parseYAML(data []byte) string {
	dec := yaml.NewDecoder(bytes.NewReader(data))
	for {
		var doc yaml.Node
		err := dec.Decode(&doc)
		if errors.Is(err, io.EOF) {
			return ""
		}
		if err != nil {
			if line := yamlError.FindStringSubmatch(err.Error()); line != nil && line[1] != "" {
				return "is no YAML: syntax error near line " + line[1]
			}
			return "is no YAML: syntax error"
		}
	}
}
