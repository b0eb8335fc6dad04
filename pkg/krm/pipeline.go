package krm

import (
	"fmt"
	"slices"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm/strict"
)

// PipelineKind is the kind of a config with several steps.
const PipelineKind = "Pipeline"

// maxSteps is more than anyone writes by hand.
const maxSteps = 100

// Pipeline makes several functions one. Its config is a Pipeline, whose steps run
// one after the other over one reading of the input:
//
//	apiVersion: kurumi.dev/v1alpha1
//	kind: Pipeline
//	spec:
//	  steps:
//	  - kind: PreviewHost
//	    spec: {host: preview.example.com}
//	  - kind: SealedSecretRename
//
// or the config of one of the functions, which it then is. What comes out is byte
// for byte what the functions give one after the other. If a step fails, nothing
// is changed, and each error names the step.
func Pipeline(name string, functions ...*Function) *Function {
	pl := pipeline(functions)
	takesKeys := slices.ContainsFunc(functions, func(f *Function) bool { return f.Keys })
	return &Function{Name: name, Kind: PipelineKind, Type: Transformer, Keys: takesKeys, Run: pl.read}
}

// A pipeline is the functions that can be steps.
type pipeline []*Function

// pipelineConfig is the spec of a Pipeline.
type pipelineConfig struct {
	Steps []struct {
		Kind string    `json:"kind" required:"true"`
		Spec yaml.Node `json:"spec,omitzero"`
	} `json:"steps"`
}

// read reads the configs of all steps, so that mistakes in them are told in one go.
func (pl pipeline) read(p *Pass, config *yaml.Node) func(*Pass) error {
	if f := pl.of(stringField(config, "kind")); f != nil {
		p.fn = f
		p.opts = f.own(p.opts)
		return f.Run(p, config)
	}
	if stringField(config, "kind") != PipelineKind || stringField(config, "apiVersion") != APIVersion {
		p.Errorf(nil, Field{}, "the config is %s; %s takes a %s of %s, with steps, or the config of one function: %s",
			nameConfig(config), p.fn.Name, PipelineKind, APIVersion, strings.Join(pl.kinds(), ", "))
		return nil
	}
	var cfg pipelineConfig
	for _, problem := range decodeConfig(p, config, &cfg) {
		p.Errorf(nil, Field{Path: problem.Path, Current: problem.Value}, "%s", problem.Message)
	}
	switch n := len(cfg.Steps); {
	case p.Failed():
		return nil
	case n == 0:
		p.Errorf(nil, Field{Path: "spec.steps"}, "is empty; list at least one step: %s", strings.Join(pl.kinds(), ", "))
	case n > maxSteps:
		p.Errorf(nil, Field{Path: "spec.steps"}, "has %d steps, and more than %d are not run", n, maxSteps)
		return nil
	}
	var steps []step
	for i, s := range cfg.Steps {
		if f := pl.of(s.Kind); f != nil {
			steps = append(steps, readStep(p, f, i, &s.Spec))
			continue
		}
		p.Errorf(nil, Field{Path: fmt.Sprintf("spec.steps[%d].kind", i), Current: s.Kind}, "%s", pl.unknown(s.Kind))
	}
	return func(p *Pass) error { return runSteps(p, steps) }
}

// of is the function whose configs are of a kind, or nil.
func (pl pipeline) of(kind string) *Function {
	for _, f := range pl {
		if f.Kind == kind {
			return f
		}
	}
	return nil
}

func (pl pipeline) kinds() []string {
	kinds := make([]string, len(pl))
	for i, f := range pl {
		kinds[i] = f.Kind
	}
	return kinds
}

// unknown says what is wrong with the kind of a step.
func (pl pipeline) unknown(kind string) string {
	if kind == PipelineKind {
		return "a Pipeline is no step of another; list its steps here"
	}
	if near := strict.Closest(kind, pl.kinds()); near != "" {
		return fmt.Sprintf("no function has configs of this kind; is %s meant?", near)
	}
	return "no function has configs of this kind; there are " + strings.Join(pl.kinds(), ", ")
}

func nameConfig(config *yaml.Node) string {
	if kind := stringField(config, "kind"); kind != "" {
		return fmt.Sprintf("a %s %q", stringField(config, "apiVersion"), kind)
	}
	return "missing"
}
