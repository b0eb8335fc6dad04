package krm

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"time"

	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// Options is what the operator of a run decides, never its input.
type Options struct {
	Files fs.FS     // what Open may open, nil for nothing
	Dir   string    // where that is, if it is a folder: by this absolute names are understood
	Keys  fs.FS     // private keys, for a function that takes them, nil for none
	Now   time.Time // what the function takes for the current time
	Keeps bool      // earlier versions of objects are kept by whoever runs it, who knows them
}

// Process runs the function over the ResourceList in, and writes the
// ResourceList that it makes of it to w. If a result has severity error, the
// items that it writes are the unchanged ones. An error means that nothing
// useful could be written.
func (f *Function) Process(in []byte, w io.Writer, opts Options) ([]Result, error) {
	list, err := readResourceList(in)
	p := f.pass(opts)
	if err != nil {
		p.Errorf(nil, Field{}, "the input %v", err)
		list = &resourceList{text: &text{}}
	} else if err := f.run(p, list.config, []*text{list.text}, list.problems); err != nil {
		return nil, err
	}
	buf := bufio.NewWriterSize(w, 1<<16)
	results := p.told()
	if err := list.write(buf, results); err != nil {
		return nil, err
	}
	return results, buf.Flush()
}

// A Source is one file of plain manifests.
type Source struct {
	Name string
	Data []byte
}

// ProcessFiles runs the function over plain manifests, with the given config
// (nil for none), and returns each file as it stands afterwards, and where there is
// none, one with the objects that were added. If a result has severity error, the
// files are unchanged.
func (f *Function) ProcessFiles(config *Source, files []Source, opts Options) ([]Source, []Result, error) {
	p := f.pass(opts)
	var node *yaml.Node
	if config != nil {
		var err error
		if node, err = readConfig(config.Data); err != nil {
			p.Errorf(nil, Field{}, "%s %v", config.Name, err)
		}
	}
	texts := make([]*text, len(files))
	var problems []problem
	for i, file := range files {
		data, err := checkEncoding(file.Data)
		if err != nil && !errors.Is(err, errEmpty) {
			p.Errorf(nil, Field{}, "%s %v", file.Name, err)
		}
		var more []problem
		texts[i], more = readDocuments(data, file.Name)
		problems = append(problems, more...)
	}
	if err := f.run(p, node, texts, problems); err != nil {
		return nil, nil, err
	}
	results := p.told()
	out := make([]Source, 0, len(p.texts))
	for i, t := range p.texts {
		file := Source{Name: f.Name + ".yaml"} // of objects that were added where there was no file
		var mark []byte
		if i < len(files) {
			file = files[i]
			mark = file.Data[:len(file.Data)-len(t.src)] // a byte order mark
		}
		if !p.Failed() && len(t.items) > 0 {
			file.Data = slices.Concat(mark, t.bytes())
		}
		out = append(out, file)
	}
	return out, results, nil
}

func (f *Function) pass(opts Options) *Pass { return &Pass{fn: f, opts: opts} }

// run runs the function over the items of some texts, and undoes its changes if
// it fails.
func (f *Function) run(p *Pass, config *yaml.Node, texts []*text, problems []problem) error {
	p.texts = texts
	if config != nil {
		p.config = &ResourceRef{APIVersion: stringField(config, "apiVersion"), Kind: stringField(config, "kind")}
		meta := field(config, "metadata")
		p.config.Name, p.config.Namespace = stringField(meta, "name"), stringField(meta, "namespace")
	}
	for _, pr := range problems {
		p.Errorf(pr.item, Field{}, "%v", pr)
	}
	if !p.Failed() {
		run := f.Run(p, config)
		if !p.Failed() {
			if err := run(p); err != nil {
				return fmt.Errorf("%s: %w", p.fn.Name, err)
			}
		}
	}
	if p.Failed() {
		for _, t := range texts {
			t.undo()
		}
	}
	return nil
}

// readConfig reads a config from a file of its own.
func readConfig(data []byte) (*yaml.Node, error) {
	data, err := checkEncoding(data)
	if err != nil {
		return nil, err
	}
	root, _, err := parseTree(data, -1, new(arena))
	if err != nil {
		return nil, explain(err, 1)
	}
	if root.Kind != yaml.MappingNode {
		return nil, fmt.Errorf("holds no config but %s", describe(root))
	}
	return root, nil
}
