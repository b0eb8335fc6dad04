package build

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/filesys"
	"sigs.k8s.io/kustomize/kyaml/kio"
	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// A tree is the file system that kustomize reads from. It looks at each
// kustomization as it is read, and at the configs of functions that it lists, and
// it keeps what kustomize writes until all is known to be well.
type tree struct {
	filesys.FileSystem

	here     string // the folder that the user is in
	adopt    func(config *yaml.RNode) (changed bool, err error)
	refuse   func() error    // called when there is a problem
	configs  map[string]bool // files that some kustomization lists
	problems []string
	folders  map[string]bool   // that kustomize builds
	linked   map[string]string // kustomizations by the name of the file, and by the name in the folder

	// The folders of guards, which are made in a private one, and what kustomize is told
	// of a path in their stead: by the path that it asks for, and by where they are.
	private      string
	roots, homes map[string]filesys.ConfirmedDir
	words        []string // of kustomize's messages, and what to say in their stead

	changed map[string][]byte // texts that are read in the place of files
	written []file
}

type file struct {
	path string
	data []byte
}

func newTree(fs filesys.FileSystem) *tree {
	return &tree{
		FileSystem: fs,
		configs:    map[string]bool{},
		folders:    map[string]bool{},
		linked:     map[string]string{},
		roots:      map[string]filesys.ConfirmedDir{},
		homes:      map[string]filesys.ConfirmedDir{},
	}
}

// WriteFile keeps the file.
func (t *tree) WriteFile(path string, data []byte) error {
	t.written = append(t.written, file{path, bytes.Clone(data)})
	return nil
}

// commit writes what was kept.
func (t *tree) commit() error {
	var all []error
	for _, f := range t.written {
		all = append(all, t.FileSystem.WriteFile(f.path, f.data))
	}
	return errors.Join(all...)
}

// ReadFile reads a file. A mistake in it is kept: kustomize would take a
// kustomization that cannot be read for one that is not there.
func (t *tree) ReadFile(path string) ([]byte, error) {
	data, err := t.read(path)
	if err != nil {
		return nil, err
	}
	if link, ok := t.linked[path]; ok || t.isKustomization(path) {
		return t.kustomization(cmp.Or(link, path), data), nil
	}
	if t.configs[t.canonical(path)] {
		data, _ = t.adoptText(path, data)
	}
	return data, nil
}

// canonical is one name for each file, whatever links lead to it.
func (t *tree) canonical(path string) string {
	dir, name, err := t.FileSystem.CleanedAbs(path)
	if err != nil {
		return path
	}
	return dir.Join(name)
}

// kustomization looks at the entries that are configs, and is the text that
// kustomize gets.
func (t *tree) kustomization(path string, data []byte) []byte {
	whole := parse(data)
	if len(whole) != 1 || whole[0].YNode().Kind != yaml.MappingNode {
		return data // kustomize will say why not
	}
	changed := false
	fields := whole[0].YNode().Content
	for i := 0; i+1 < len(fields); i += 2 {
		if !listsConfigs(fields[i].Value) {
			continue
		}
		for _, entry := range fields[i+1].Content {
			text := t.entry(path, entry.Value)
			changed = changed || text != entry.Value
			entry.SetString(text)
		}
	}
	if !changed {
		return data
	}
	return t.render(path, data, whole)
}

// listsConfigs reports whether a field of a kustomization is a list of configs.
// kustomize reads it as JSON, in which the case of a name does not count.
func listsConfigs(name string) bool {
	return strings.EqualFold(name, "generators") || strings.EqualFold(name, "transformers") || strings.EqualFold(name, "validators")
}

// entry is what takes the place of an entry in a list of configs: a file, an
// inline config, or what kustomize has to build first.
func (t *tree) entry(kustomization, text string) string {
	if out, inline := t.adoptText(kustomization, []byte(text)); inline {
		return string(out)
	}
	folder := filepath.Dir(kustomization)
	path := text
	if !filepath.IsAbs(path) {
		path = filepath.Join(folder, text)
	}
	switch {
	case t.Exists(path) && !t.IsDir(path) && !isURL(text):
		t.configs[t.canonical(path)] = true
	case t.Exists(path) && !filepath.IsAbs(text), isRemote(text):
		guarded, err := t.guarded(folder, text)
		if err != nil {
			t.problem(err)
		}
		return guarded
	}
	return text // what is not there, kustomize will say
}

// adoptText adopts the configs in a text, if there are objects in it.
func (t *tree) adoptText(path string, text []byte) (out []byte, objects bool) {
	configs := parse(text)
	if len(configs) == 0 || slices.ContainsFunc(configs, func(n *yaml.RNode) bool { return n.YNode().Kind != yaml.MappingNode }) {
		return text, false
	}
	changed, problems := adoptAll(configs, t.adopt)
	for _, problem := range problems {
		t.problem(fmt.Errorf("%s: %w", short(t.here, path), problem))
	}
	if !changed {
		return text, true
	}
	return t.render(path, text, configs), true
}

// problem keeps a mistake. kustomize goes on, so that all are told.
func (t *tree) problem(err error) {
	t.problems = appendNew(t.problems, err.Error())
	if err := t.refuse(); err != nil {
		t.problems = appendNew(t.problems, err.Error())
	}
}

// render is objects as text.
func (t *tree) render(path string, before []byte, objs []*yaml.RNode) []byte {
	text, err := kio.StringAll(objs)
	if err != nil {
		t.problem(fmt.Errorf("%s: %w", short(t.here, path), err))
		return before
	}
	return []byte(text)
}

// parse is the objects in a text, or none if it cannot be read.
func parse(text []byte) []*yaml.RNode {
	objs, err := (&kio.ByteReader{Reader: bytes.NewReader(text), OmitReaderAnnotations: true, AnchorsAweigh: true}).Read()
	if err != nil {
		return nil
	}
	return objs
}
