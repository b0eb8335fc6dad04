package krm

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// marking sets a field of each A, or of what its config names, and can be told to
// fail or to break.
var marking = &Function{Name: "marking", Kind: "Marking", Run: Configured(func(p *Pass, cfg struct {
	To    string `json:"to" required:"true"`
	Fails bool   `json:"fails,omitempty"`
	Warns bool   `json:"warns,omitempty"`
	Broke bool   `json:"broke,omitempty"`
},
) error {
	if cfg.Broke {
		return errors.New("it broke")
	}
	if cfg.Warns {
		p.Warnf(nil, Field{Path: "spec.warns"}, "is set")
	}
	for _, it := range p.Items() {
		if cfg.Fails {
			p.Errorf(it, Field{Path: "spec"}, "fails")
		}
		p.Edit(it, func(obj *yaml.RNode) error {
			p.Changed(it, Field{Path: "metadata.name", Current: it.Name, Proposed: cfg.To})
			return obj.SetName(cfg.To)
		})
	}
	return nil
})}

// taking sees whether it was given keys.
var taking = &Function{Name: "taking", Kind: "Taking", Keys: true, Run: Configured(func(p *Pass, _ struct{}) error {
	if p.Keys() == nil {
		p.Errorf(nil, Field{}, "no keys")
	}
	return nil
})}

var suite = Pipeline("suite", marking, doubling, removing, generating, taking)

func pipe(t *testing.T, config, in string) (string, []Result) {
	t.Helper()
	files := []Source{{Name: "a.yaml", Data: []byte(in)}}
	out, results, err := suite.ProcessFiles(&Source{Name: "fn.yaml", Data: []byte(config)}, files, Options{})
	require.NoError(t, err)
	return string(out[0].Data), results
}

const pipelineHead = "apiVersion: kurumi.dev/v1alpha1\nkind: Pipeline\nmetadata: {name: all}\nspec:\n  steps:\n"

func TestStepsComeOneAfterTheOther(t *testing.T) {
	in := "kind: A\nmetadata: {name: x} # a\n---\nkind: Gone\n"
	out, results := pipe(t, pipelineHead+"  - {kind: Marking, spec: {to: b, warns: true}}\n  - {kind: Removing}\n  - {kind: Doubling}\n  - {kind: Marking, spec: {to: c}}\n", in)
	assert.Equal(t, "kind: A\nmetadata: {name: c} # a\n---\nkind: B\nmetadata:\n  name: c\n---\nkind: C\nmetadata:\n  name: c\n", out)
	var told strings.Builder
	for _, r := range results {
		told.WriteString(r.String() + "\n")
	}
	assert.Equal(t, `info: A b in a.yaml: metadata.name: b becomes c
info: B b in a.yaml: metadata.name: b becomes c
info: C b in a.yaml: metadata.name: b becomes c
info: B b in a.yaml: is new
info: C b in a.yaml: is new
info: Gone b in a.yaml: is removed
warning: Pipeline all: spec.steps[0].spec.warns: is set
info: A x in a.yaml: metadata.name: x becomes b
info: Gone in a.yaml: metadata.name: is set to b
`, told.String(), "the last step first, as with functions of their own")
}

func TestAStepThatFailsUndoesAll(t *testing.T) {
	in := "kind: A\nmetadata: {name: x}\n---\nkind: Gone\n"
	out, results := pipe(t, pipelineHead+"  - {kind: Marking, spec: {to: b, warns: true}}\n  - {kind: Removing}\n  - {kind: Generating}\n  - {kind: Marking, spec: {to: c, fails: true}}\n  - {kind: Marking, spec: {to: d, broke: true}}\n", in)
	assert.Equal(t, in, out)
	require.Len(t, results, 4)
	assert.Equal(t, "error: A b in a.yaml: spec: step 4, Marking: fails", results[0].String())
	assert.Equal(t, Warning, results[3].Severity, "what an earlier step warned of stays, what it changed does not")
}

func TestAStepThatBreaksIsNamed(t *testing.T) {
	_, _, err := suite.ProcessFiles(&Source{Data: []byte(pipelineHead + "  - {kind: Doubling}\n  - {kind: Marking, spec: {to: d, broke: true}}\n")}, []Source{{Data: []byte("kind: A\n")}}, Options{})
	require.EqualError(t, err, "suite: step 2, Marking: it broke")
}

func TestPipelineIsEachOfItsFunctions(t *testing.T) {
	out, _ := pipe(t, "apiVersion: kurumi.dev/v1alpha1\nkind: Marking\nspec: {to: b}\n", "kind: A\n")
	assert.Equal(t, "kind: A\nmetadata:\n  name: b\n", out)
}

func TestKeysReachTheStepsThatTakeThem(t *testing.T) {
	keys := Options{Keys: workFolder()}
	config := &Source{Data: []byte(pipelineHead + "  - {kind: Taking}\n")}
	_, results, err := suite.ProcessFiles(config, []Source{{Data: []byte("kind: A\n")}}, keys)
	require.NoError(t, err)
	assert.Empty(t, results)
	assert.Nil(t, marking.own(keys).Keys)
}

func TestPipelinesThatAreWrong(t *testing.T) {
	const kinds = "Marking, Doubling, Removing, Generating, Taking"
	for name, tt := range map[string]struct {
		config string
		want   []string
	}{
		"no steps":        {strings.TrimSuffix(pipelineHead, "  steps:\n") + "  steps: []\n", []string{"error: Pipeline all: spec.steps: is empty; list at least one step: " + kinds}},
		"no spec":         {"apiVersion: kurumi.dev/v1alpha1\nkind: Pipeline\n", []string{"error: Pipeline: spec.steps: is empty; list at least one step: " + kinds}},
		"an unknown kind": {pipelineHead + "  - {kind: Shout}\n", []string{"error: Pipeline all: spec.steps[0].kind: no function has configs of this kind; there are " + kinds}},
		"a near kind":     {pipelineHead + "  - {kind: marking}\n", []string{"error: Pipeline all: spec.steps[0].kind: no function has configs of this kind; is Marking meant?"}},
		"a step of itself": {pipelineHead + "  - {kind: Pipeline, spec: {steps: []}}\n",
			[]string{"error: Pipeline all: spec.steps[0].kind: a Pipeline is no step of another; list its steps here"}},
		"too many":          {pipelineHead + strings.Repeat("  - {kind: Doubling}\n", 1000), []string{"error: Pipeline all: spec.steps: has 1000 steps, and more than 100 are not run"}},
		"an unknown field":  {pipelineHead + "  - {kind: Doubling, name: x}\n", []string{"error: Pipeline all: spec.steps[0].name: unknown field"}},
		"no kind":           {pipelineHead + "  - {spec: {}}\n", []string{"error: Pipeline all: spec.steps[0].kind: is required"}},
		"no steps but text": {strings.TrimSuffix(pipelineHead, "\n") + " text\n", []string{"error: Pipeline all: spec.steps: is a string, but must be a list"}},
		"several configs": {pipelineHead + "  - {kind: Marking, spec: {too: b}}\n  - {kind: Doubling}\n  - {kind: Marking, spec: [1]}\n", []string{
			"error: Pipeline all: spec.steps[0].spec.too: step 1, Marking: unknown field",
			"error: Pipeline all: spec.steps[0].spec.to: step 1, Marking: is required",
			"error: Pipeline all: spec.steps[2].spec: step 3, Marking: is a list",
		}},
		"another kind":  {"apiVersion: v1\nkind: ConfigMap\ndata: {}\n", []string{`error: ConfigMap: the config is a v1 "ConfigMap"; suite takes a Pipeline of kurumi.dev/v1alpha1, with steps, or the config of one function: ` + kinds}},
		"another group": {"apiVersion: v1\nkind: Pipeline\n", []string{`error: Pipeline: the config is a v1 "Pipeline"; suite takes a Pipeline of kurumi.dev/v1alpha1`}},
	} {
		t.Run(name, func(t *testing.T) {
			out, results := pipe(t, tt.config, "kind: A\n")
			assert.Equal(t, "kind: A\n", out)
			require.Len(t, results, len(tt.want), "%v", results)
			for i, want := range tt.want {
				assert.Contains(t, results[i].String(), want)
			}
		})
	}
	var out bytes.Buffer
	_, err := suite.Process([]byte("apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems: []\n"), &out, Options{})
	require.NoError(t, err)
	assert.Contains(t, out.String(), "the config is missing; suite takes a Pipeline")
}
