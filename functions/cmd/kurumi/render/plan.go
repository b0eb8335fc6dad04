package render

import (
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
)

// A state is what a file of the output folder is, against what the build gives.
type state string

const (
	missing  state = "missing"
	changed  state = "changed"
	leftover state = "leftover"
)

// A change is a file that is not as the build gives it.
type change struct {
	environment string // empty for an index
	path        string // in the output folder
	state       state
	was, is     []byte
}

// A plan is the whole output folder as it is to be.
type plan struct {
	files   map[string][]byte      // by their paths; nil for one that stays as it is
	modes   map[string]fs.FileMode // of those that are there
	changes []change               // in the order of paths
}

// plan compares what is there with what was built. names are the environments that
// were asked for, all if there are none: those of others stay as they are.
func (r *report) plan(p *place, built map[string][]byte, kept versions, names []string) *plan {
	is, err := p.scan(p.name)
	if err != nil {
		r.Errorf("%s: %v", p.out, err)
		return nil
	}
	known, err := p.index(p.name)
	if err != nil {
		r.Errorf("%s: %v", path.Join(p.out, indexName), err)
		return nil
	}
	next := &plan{files: maps.Clone(built), modes: is.files}
	var foreign []string
	for _, at := range slices.Sorted(maps.Keys(is.files)) {
		if isIndex(at) {
			continue
		}
		was, err := p.root.ReadFile(path.Join(p.name, at))
		if err != nil {
			r.Errorf("%s: %v", path.Join(p.out, at), cause(err))
			continue
		}
		text, wanted := built[at]
		environment, _, _ := strings.Cut(at, "/")
		switch {
		case wanted && bytes.Equal(text, was):
			next.files[at] = nil
		case !known[at]:
			foreign = append(foreign, at)
		case wanted:
			next.changes = append(next.changes, change{environment, at, changed, was, text})
		case len(names) == 0 || slices.Contains(names, environment):
			next.changes = append(next.changes, change{environment, at, leftover, was, nil})
		default:
			next.files[at] = nil
		}
	}
	for at, text := range built {
		if _, there := is.files[at]; !there {
			environment, _, _ := strings.Cut(at, "/")
			next.changes = append(next.changes, change{environment, at, missing, nil, text})
		}
	}
	r.refuseForeign(p, foreign, is)
	index := writeIndex(next.files)
	r.addIndex(p, next, versionsName, kept.text())
	r.addIndex(p, next, indexName, index)
	slices.SortFunc(next.changes, func(a, b change) int { return strings.Compare(a.path, b.path) })
	return next
}

// refuseForeign names what render did not write.
func (r *report) refuseForeign(p *place, foreign []string, is tree) {
	remedy := "move it, or give another --out"
	if _, there := is.files[indexName]; !there {
		remedy += fmt.Sprintf("; %s, which lists what kurumi render wrote, is not there: was it not committed?", path.Join(p.out, indexName))
	}
	for _, at := range append(foreign, is.odd...) {
		r.Errorf("%s was not written by kurumi render, which replaces %s as a whole: %s", path.Join(p.out, at), p.out, remedy)
	}
}

// addIndex adds one of the indexes to a plan. Without a text it is not to be there.
func (r *report) addIndex(p *place, next *plan, name string, text []byte) {
	c := change{"", name, missing, nil, text}
	if _, there := next.modes[name]; there {
		was, err := p.root.ReadFile(path.Join(p.name, name))
		if err != nil {
			r.Errorf("%s: %v", path.Join(p.out, name), cause(err))
			return
		}
		c.state, c.was = changed, was
	}
	switch {
	case text == nil && c.state == missing:
		return
	case text == nil:
		c.state = leftover
	case c.state == changed && bytes.Equal(c.was, text):
		next.files[name] = nil
		return
	default:
		next.files[name] = text
	}
	next.changes = append(next.changes, c)
}

// resources is how many files there are besides the indexes.
func (next *plan) resources() (n int) {
	for at := range next.files {
		if !isIndex(at) {
			n++
		}
	}
	return n
}
