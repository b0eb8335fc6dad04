package krm

import (
	"fmt"
	"slices"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// A step is a function that has read its config.
type step struct {
	*Function
	at  int
	run func(p *Pass) error
}

// readStep lets a function read the config that a step has for it.
func readStep(p *Pass, f *Function, at int, spec *yaml.Node) step {
	text := func(s string) *yaml.Node {
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: yaml.NodeTagString, Value: s}
	}
	config := &yaml.Node{Kind: yaml.MappingNode, Tag: yaml.NodeTagMap, Content: []*yaml.Node{
		text("apiVersion"), text(APIVersion), text("kind"), text(f.Kind),
	}}
	if !spec.IsZero() {
		config.Content = append(config.Content, text("spec"), spec)
	}
	s := step{Function: f, at: at}
	reading := &Pass{fn: f, config: p.config, opts: f.own(p.opts)}
	s.run = f.Run(reading, config)
	p.results = append(p.results, s.told(reading)...)
	return s
}

// own is the options without what the function does not take.
func (f *Function) own(opts Options) Options {
	if !f.Keys {
		opts.Keys = nil
	}
	return opts
}

// runSteps runs one step after the other, until one fails. As with functions of
// their own, what a step tells comes before what was told earlier.
func runSteps(p *Pass, steps []step) error {
	for _, s := range steps {
		sub := &Pass{fn: s.Function, config: p.config, texts: p.texts, opts: s.own(p.opts)}
		if err := s.run(sub); err != nil {
			return fmt.Errorf("step %d, %s: %w", s.at+1, s.Kind, err)
		}
		p.texts = sub.texts
		told := s.told(sub)
		if sub.Failed() {
			p.results = told
			p.earlier = slices.DeleteFunc(p.earlier, func(r Result) bool { return r.Severity == Info }) // undone
			return nil
		}
		p.earlier = append(told, p.earlier...)
		for _, t := range p.texts {
			t.settle()
		}
	}
	return nil
}

// told is what a step tells, with its place where it tells of its config.
func (s step) told(p *Pass) []Result {
	results := p.told()
	for i := range results {
		r := &results[i]
		if r.Severity == Error {
			r.Message = fmt.Sprintf("step %d, %s: %s", s.at+1, s.Kind, r.Message)
		}
		if r.ResourceRef == p.config && r.Field != nil {
			field := *r.Field
			field.Path = strings.TrimSuffix(fmt.Sprintf("spec.steps[%d].%s", s.at, field.Path), ".")
			r.Field = &field
		}
	}
	return results
}

// settle takes the items as they stand now for the input of a further step.
func (t *text) settle() {
	at := 0
	for _, it := range t.items {
		if it.gone {
			continue
		}
		if it.list != nil {
			it.list.settle()
		}
		it.read, it.beside = nil, nil
		if it.index = at; t.name != "" {
			it.file = &File{Path: t.name, Index: at}
		}
		at++
	}
}
