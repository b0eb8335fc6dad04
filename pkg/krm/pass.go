package krm

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// A Pass is one run of one function over one input. It is all that the function
// sees of the world.
type Pass struct {
	fn      *Function
	config  *ResourceRef // what results about the config refer to
	texts   []*text      // in which the items stand
	items   []*Item      // nil if they have to be collected from there anew
	ends    map[string]fileEnd
	opts    Options
	results []Result
	changes map[*Item]*change
	removed []*Item
	earlier []Result // what the steps of a pipeline told
}

// A change counts what a function says it changed in one item.
type change struct {
	first Field
	more  int
	does  string // what became of the item as a whole, if anything did
}

func (c *change) String() string {
	if c.does != "" {
		return c.does
	}
	message := oneLine(c.first.Current) + " becomes " + oneLine(c.first.Proposed)
	if c.first.Current == "" {
		message = "is set to " + oneLine(c.first.Proposed)
	}
	if c.more > 0 {
		message += fmt.Sprintf(", and %d more", c.more)
	}
	return message
}

// Items is every object of the input, in its order.
func (p *Pass) Items() []*Item {
	if p.items == nil {
		p.items = present(p.texts)
	}
	return p.items
}

// Edit parses an item and calls fn, which may change the tree as any kustomize
// filter does. What it changes is written back into the item's text, and no
// other byte. Aliases and merge keys are resolved in the tree. An item that
// cannot be parsed, and an error of fn, become error results of that item.
func (p *Pass) Edit(it *Item, fn func(obj *yaml.RNode) error) {
	a := arenas.Get().(*arena)
	p.edit(it, a, fn)
	a.leave()
}

// EditEach is Edit of one item after the other, for many. Of the trees nothing is to
// be kept: their memory is used for those that follow. Copy what counts, or take Edit.
// Strings may be kept.
func (p *Pass) EditEach(items []*Item, fn func(it *Item, obj *yaml.RNode) error) {
	a := arenas.Get().(*arena)
	defer a.done()
	for _, it := range items {
		p.edit(it, a, func(obj *yaml.RNode) error { return fn(it, obj) })
		a.reset()
	}
}

// Where is those of some items that answer to a condition.
func Where(items []*Item, is func(it *Item) bool) []*Item {
	var some []*Item
	for _, it := range items {
		if is(it) {
			some = append(some, it)
		}
	}
	return some
}

func (p *Pass) edit(it *Item, a *arena, fn func(obj *yaml.RNode) error) {
	if err := it.edit(a, fn); err != nil {
		p.Errorf(it, Field{}, "%v", err)
	}
}

// Errorf records a mistake of the input: in an item, or with a nil item in the
// config. The run goes on, so that all mistakes are told in one go, and fails in
// the end.
func (p *Pass) Errorf(it *Item, f Field, format string, args ...any) {
	p.add(Error, it, f, fmt.Sprintf(format, args...))
}

// Warnf records what somebody should look at.
func (p *Pass) Warnf(it *Item, f Field, format string, args ...any) {
	p.add(Warning, it, f, fmt.Sprintf(format, args...))
}

// Changed records that a field of an item was changed. Each changed item is told
// as one info result, with its first field and the number of the others.
func (p *Pass) Changed(it *Item, f Field) {
	if c, ok := p.changes[it]; ok {
		c.more++ // of one that is new, nobody counts
		return
	}
	if p.changes == nil {
		p.changes = map[*Item]*change{}
	}
	// Values come from a tree that need not be kept in memory for them.
	f = Field{Path: f.Path, Current: strings.Clone(f.Current), Proposed: strings.Clone(f.Proposed)}
	p.changes[it] = &change{first: f}
}

// Open opens a file by its name within the folder that the operator allows.
// Symbolic links that lead out of it are refused.
func (p *Pass) Open(name string) (fs.File, error) {
	if p.opts.Files == nil {
		return nil, errors.New("no folder to read files from")
	}
	rel := name
	if path.IsAbs(name) {
		if rel = p.opts.within(name); rel == "" {
			return nil, fmt.Errorf("cannot read %q: it is outside of %s, and a config cannot reach out of there", name, cmp.Or(p.opts.Dir, "the folder of the run"))
		}
	}
	file, err := p.opts.Files.Open(rel)
	return file, cannotRead(name, err)
}

// ReadFile reads a file that Open opens.
func (p *Pass) ReadFile(name string) ([]byte, error) {
	file, err := p.Open(name)
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(file)
	return data, errors.Join(cannotRead(name, err), file.Close())
}

// cannotRead says of which file an error is, by the name that the config has.
func cannotRead(name string, err error) error {
	if of, ok := errors.AsType[*fs.PathError](err); ok {
		return fmt.Errorf("cannot read %q: %w", name, of.Err)
	}
	return err
}

// within is an absolute name from the folder on, or empty if it is not in there.
func (o Options) within(name string) string {
	rel, ok := strings.CutPrefix(path.Clean(name), strings.TrimSuffix(o.Dir, "/")+"/")
	if o.Dir == "" || !ok || rel == "" {
		return ""
	}
	return rel
}

// Keys is the folder of private keys that the operator gave, or nil. Nothing in
// the input or the config has a part in it.
func (p *Pass) Keys() fs.FS { return p.opts.Keys }

// Keeps reports whether whoever runs the function keeps earlier versions of objects,
// as rendered manifests can, whose history is there. Nothing in the input or the
// config has a part in it.
func (p *Pass) Keeps() bool { return p.opts.Keeps }

// Now is the current time.
func (p *Pass) Now() time.Time { return p.opts.Now }

// Failed reports whether a mistake was recorded.
func (p *Pass) Failed() bool {
	return slices.ContainsFunc(p.results, func(r Result) bool { return r.Severity == Error })
}

func (p *Pass) add(s Severity, it *Item, f Field, message string) {
	r := Result{Message: message, Severity: s, ResourceRef: p.config}
	if f != (Field{}) {
		r.Field = &f
	}
	if it != nil {
		r.ResourceRef = it.ref()
		r.File = it.origin()
	}
	p.results = append(p.results, r)
}

// told is every result of the pass: errors first, then warnings, then what was
// changed, unless an error undid it.
func (p *Pass) told() []Result {
	if !p.Failed() {
		for _, it := range slices.Concat(p.Items(), p.removed) {
			if c, ok := p.changes[it]; ok {
				p.add(Info, it, c.first, c.String())
			}
		}
		p.changes = nil
	}
	rank := map[Severity]int{Error: 0, Warning: 1, Info: 2}
	slices.SortStableFunc(p.results, func(a, b Result) int { return cmp.Compare(rank[a.Severity], rank[b.Severity]) })
	return append(p.results, p.earlier...)
}
