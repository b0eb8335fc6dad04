package krm

import (
	"fmt"
	"slices"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm/strict"
)

// APIVersion is the API version of every function's config.
const APIVersion = "kurumi.dev/v1alpha1"

// Type says what a function does to its input.
type Type string

// A Transformer changes items, a Validator only judges them, a Generator adds some.
const (
	Transformer Type = "transformer"
	Validator   Type = "validator"
	Generator   Type = "generator"
)

// A Function is one KRM function. It is a plain value: a program that runs it
// passes it to Main, a suite lists it.
type Function struct {
	Name   string // of its image and binary, as in preview-host
	Kind   string // of its config, as in PreviewHost
	Type   Type
	Doc    string // what it does: its package comment, which is also its help text
	Schema []byte // JSON schema of the config
	Keys   bool   // it takes private keys from the operator
	Run    Runner // made by Configured
}

// A Runner reads the config that the input carries, which may be nil, and returns
// what runs the function with it. Mistakes in the config are recorded in the
// pass; then nothing is run. An error of the run means that the run itself broke;
// mistakes of the input are recorded in its pass.
type Runner func(p *Pass, config *yaml.Node) (run func(p *Pass) error)

// Configured makes a Runner of a function that takes its settings as a struct.
//
// The config's spec is decoded strictly into a C, after C's method Default() has
// filled in what is not given; then C's method Validate(*Pass) judges what the
// types cannot. Both are optional. A ConfigMap sets the scalar fields of spec.
// Where the config has mistakes, all of them are recorded and run is not called.
func Configured[C any](run func(p *Pass, cfg C) error) Runner {
	return func(p *Pass, config *yaml.Node) func(*Pass) error {
		var cfg C
		if d, ok := any(&cfg).(interface{ Default() }); ok {
			d.Default()
		}
		problems := decodeConfig(p, config, &cfg)
		for _, problem := range problems {
			p.Errorf(nil, Field{Path: problem.Path, Current: problem.Value}, "%s", problem.Message)
		}
		if v, ok := any(&cfg).(interface{ Validate(p *Pass) }); ok {
			judged := &Pass{fn: p.fn, config: p.config, opts: p.opts}
			v.Validate(judged)
			p.results = append(p.results, slices.DeleteFunc(judged.results, func(r Result) bool { return follows(r, problems) })...)
		}
		return func(p *Pass) error { return run(p, cfg) }
	}
}

// Unconfigured makes a Runner of what has no settings, and looks at no config.
func Unconfigured(run func(p *Pass) error) Runner {
	return func(*Pass, *yaml.Node) func(*Pass) error { return run }
}

// follows reports whether a mistake is about a field that could not be read in
// the first place, or about what holds that field.
func follows(r Result, problems []strict.Problem) bool {
	return slices.ContainsFunc(problems, func(pr strict.Problem) bool {
		return r.Field == nil || strings.HasPrefix(r.Field.Path, pr.Path) || strings.HasPrefix(pr.Path, r.Field.Path)
	})
}

// decodeConfig decodes the settings that a config carries.
func decodeConfig(p *Pass, config *yaml.Node, into any) []strict.Problem {
	if config == nil {
		return strict.Decode(nil, "spec", into)
	}
	apiVersion, kind := stringField(config, "apiVersion"), stringField(config, "kind")
	switch {
	case kind == "ConfigMap" && apiVersion == "v1":
		var settings struct {
			Data map[string]string `json:"data"`
		}
		only := &yaml.Node{Kind: yaml.MappingNode, Tag: yaml.NodeTagMap}
		if data := field(config, "data"); data != nil {
			only.Content = []*yaml.Node{{Kind: yaml.ScalarNode, Tag: yaml.NodeTagString, Value: "data"}, data}
		}
		if problems := strict.Decode(only, "", &settings); len(problems) > 0 {
			return problems
		}
		return strict.DecodeStrings(settings.Data, "data", p.fn.Kind, into)
	case kind != p.fn.Kind || apiVersion != APIVersion:
		return []strict.Problem{{Message: fmt.Sprintf(
			"the config is a %s %q, but %s takes a %s of %s, or a ConfigMap of v1", apiVersion, kind, p.fn.Name, p.fn.Kind, APIVersion)}}
	}
	problems := strict.Decode(field(config, "spec"), "spec", into)
	for i := 0; i < len(config.Content); i += 2 {
		switch key := config.Content[i].Value; key {
		case "apiVersion", "kind", "metadata", "spec":
		default:
			problems = append(problems, strict.Problem{Path: key, Message: "unknown field; settings stand under spec"})
		}
	}
	return problems
}

// Summary is what the first sentence of the function's documentation says that it
// does, empty if there is none.
func (f *Function) Summary() string {
	words := strings.Fields(f.Doc)
	if len(words) < 3 {
		return ""
	}
	sentence, _, _ := strings.Cut(strings.Join(words[2:], " "), ". ") // behind "Package name"
	return strings.ToUpper(sentence[:1]) + strings.TrimSuffix(sentence[1:], ".") + "."
}

// DocText is the text of a doc.go: its package comment, without the slashes.
func DocText(source string) string {
	var b strings.Builder
	for ln := range strings.Lines(source) {
		text, ok := strings.CutPrefix(ln, "//")
		if !ok {
			break
		}
		b.WriteString(strings.TrimPrefix(text, " "))
	}
	return b.String()
}
