package krmdoc_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm/strict"
	"github.com/kurumi-krm/kurumi/pkg/krmdoc"
	"github.com/kurumi-krm/kurumi/pkg/krmdoc/testdata/sample"
)

func load(t *testing.T) (*krmdoc.Type, sample.Config) {
	t.Helper()
	described, err := krmdoc.Load("testdata/sample", "Config")
	require.NoError(t, err)
	var defaults sample.Config
	defaults.Default()
	return described, defaults
}

func TestGoldens(t *testing.T) {
	described, defaults := load(t)
	golden(t, "schema.json", string(krmdoc.Schema(described, "Sample", defaults)))
	golden(t, "reference.md", krmdoc.Reference(described, "Sample", &defaults))
	golden(t, "schema-without-defaults.json", string(krmdoc.Schema(described, "Sample", nil)))
}

// golden compares with a file in testdata. UPDATE_GOLDEN=1 writes it, and
// fails all the same, so that nobody takes an update for a success.
func golden(t *testing.T, name, got string) {
	t.Helper()
	name = filepath.Join("testdata", name)
	if os.Getenv("UPDATE_GOLDEN") != "" {
		require.NoError(t, os.WriteFile(name, []byte(got), 0o644))
		t.Errorf("%s is written anew", name)
		return
	}
	want, err := os.ReadFile(name)
	require.NoError(t, err)
	assert.Equal(t, string(want), got, "run with UPDATE_GOLDEN=1 if that is meant")
}

// What is documented is what is decoded: a document with every field of the
// reference has no unknown field, wrong type or missing field.
func TestStrictReadsWhatIsDescribed(t *testing.T) {
	described, _ := load(t)
	text, err := json.Marshal(example(described))
	require.NoError(t, err)
	var node yaml.Node
	require.NoError(t, yaml.Unmarshal(text, &node))
	assert.Empty(t, strict.Decode(&node, "spec", &sample.Config{}), "%s", text)
}

// example makes a value of a type, with all of its fields.
func example(t *krmdoc.Type) any {
	switch t.Kind {
	case krmdoc.String:
		return "a"
	case krmdoc.Text:
		return "1d"
	case krmdoc.Boolean:
		return true
	case krmdoc.Integer, krmdoc.Number:
		return 1
	case krmdoc.List:
		return []any{example(t.Elem)}
	case krmdoc.Map:
		return map[string]any{"a": example(t.Elem)}
	case krmdoc.Struct:
		fields := map[string]any{}
		for _, f := range t.Fields {
			fields[f.Name] = example(f.Type)
			if f.Enum != nil && f.Type.Kind == krmdoc.List {
				fields[f.Name] = f.Enum
			} else if f.Enum != nil {
				fields[f.Name] = f.Enum[0]
			}
		}
		return fields
	}
	return []any{1, "a"}
}

func TestDefaultsOfAnotherTypePanic(t *testing.T) {
	described, _ := load(t)
	assert.Panics(t, func() { krmdoc.Schema(described, "Sample", map[string]any{"hots": "a"}) })
	assert.Panics(t, func() { krmdoc.Reference(described, "Sample", map[string]any{"soak": map[string]int{"wait": 1}}) })
	assert.Panics(t, func() { krmdoc.Schema(described, "Sample", map[string]any{"soak": 1}) })
	assert.Panics(t, func() { krmdoc.Schema(described, "Sample", func() {}) })
}
