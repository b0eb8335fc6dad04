package functions

import (
	"encoding/json"

	"github.com/kurumi-krm/kurumi/pkg/krm"
)

// Suite is all functions as one, which takes a Pipeline.
func Suite() *krm.Function {
	suite := krm.Pipeline("kurumi", All()...)
	suite.Doc = `A Pipeline runs several functions over one reading of the input, in one process.

What comes out is byte for byte what they give one after the other.

  apiVersion: kurumi.dev/v1alpha1
  kind: Pipeline
  metadata: {name: pipeline}
  spec:
    steps:
    - kind: PreviewHost
      spec: {host: sample-app-12.example.com}
    - kind: SealedSecretRename

A step is the config of a function without apiVersion and metadata. Each step sees
what the one before made. All configs are read before any step runs, and if a step
fails, nothing is changed, and every error names the step.
`
	return suite
}

// PipelineSchema is the JSON schema of a Pipeline. It is made of the schemas of the functions: a step is any of them,
// without what only an object has.
func PipelineSchema() []byte {
	type object = map[string]any
	var kinds []string
	var steps []any
	for _, f := range All() {
		var schema struct {
			Properties struct {
				Spec json.RawMessage `json:"spec"`
			} `json:"properties"`
		}
		if err := json.Unmarshal(f.Schema, &schema); err != nil {
			panic(f.Name + " has a schema that is none: " + err.Error()) // it is generated, and tested
		}
		kinds = append(kinds, f.Kind)
		steps = append(steps, object{
			"if":   object{"properties": object{"kind": object{"const": f.Kind}}},
			"then": object{"properties": object{"spec": schema.Properties.Spec}},
		})
	}
	text, err := json.MarshalIndent(object{
		"$schema": "https://json-schema.org/draft/2020-12/schema",
		"title":   krm.PipelineKind,
		"type":    "object",
		"properties": object{
			"apiVersion": object{"const": krm.APIVersion},
			"kind":       object{"const": krm.PipelineKind},
			"metadata":   object{"type": "object"},
			"spec": object{
				"type": "object",
				"properties": object{"steps": object{
					"description": "The functions to run, one after the other.",
					"type":        "array",
					"minItems":    1,
					"items": object{
						"type":                 "object",
						"properties":           object{"kind": object{"enum": kinds}, "spec": object{"type": "object"}},
						"required":             []string{"kind"},
						"additionalProperties": false,
						"allOf":                steps,
					},
				}},
				"required":             []string{"steps"},
				"additionalProperties": false,
			},
		},
		"required":             []string{"apiVersion", "kind", "spec"},
		"additionalProperties": false,
	}, "", "  ")
	if err != nil {
		panic(err) // maps and strings can always be marshalled
	}
	return append(text, '\n')
}
