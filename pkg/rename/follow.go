package rename

import (
	"cmp"
	"slices"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

// A Target is a Secret that others refer to.
type Target struct {
	Namespace string         // empty if it is not known
	Final     string         // the name that it will have
	Names     map[string]int // by which others know it; one of a lower number is the likelier one
}

// A meaning is what a name means.
type meaning struct{ final, namespace string }

// Follow lets every reference to a Secret in some items follow to its final name, and warns of what only mentions a name.
// Further places that hold a reference are the config's.
func Follow(p *krm.Pass, items []*krm.Item, targets []Target, further []manifest.FieldSpec) {
	var known manifest.Names[meaning]
	names := map[string]bool{}
	for _, t := range targets {
		for name, rank := range t.Names {
			known.Add(name, t.Namespace, rank, meaning{t.Final, t.Namespace})
			names[name] = true
		}
	}
	some := krm.Where(items, func(it *krm.Item) bool { return mentions(it.Text(), names) })
	p.EditEach(some, func(it *krm.Item, obj *yaml.RNode) error {
		f := follower{Pass: p, item: it, known: &known}
		manifest.References(obj.YNode(), further, f.reference)
		f.mentions(obj.YNode())
		return nil
	})
}

// mentions reports whether a text has one of the names in it, so that most items need not be parsed.
func mentions(text []byte, names map[string]bool) bool {
	for word := range words(text) {
		if names[string(word)] {
			return true
		}
	}
	return false
}

// A follower looks at one item.
type follower struct {
	*krm.Pass
	item   *krm.Item
	known  *manifest.Names[meaning]
	warned bool
}

func (f *follower) reference(ref manifest.Reference) {
	if ref.Kind != "Secret" {
		return
	}
	namespace := cmp.Or(ref.Namespace, f.item.Namespace)
	if ref.Anywhere {
		namespace = ref.Namespace
	}
	found := f.meant(ref.Name, namespace)
	switch {
	case len(found) == 0 || len(found) == 1 && found[0].final == ref.Name:
	case len(found) == 1:
		f.Changed(f.item, krm.Field{Path: ref.At, Current: ref.Name, Proposed: found[0].final})
		ref.Rename(found[0].final)
	default:
		f.Errorf(f.item, krm.Field{Path: ref.At, Current: ref.Name}, "may be %s; give the object its namespace, or write the name that is meant", alternatives(found))
	}
}

// meant is which of the Secrets that go by a name is meant in a namespace.
func (f *follower) meant(name, namespace string) []meaning {
	var found []meaning
	for _, m := range f.known.Meant(name, namespace) {
		if !slices.ContainsFunc(found, func(o meaning) bool { return o.final == m.final }) {
			found = append(found, m)
		}
	}
	return found
}

func alternatives(all []meaning) string {
	texts := make([]string, len(all))
	for i, m := range all {
		texts[i] = m.final + " in namespace " + cmp.Or(m.namespace, "(none)")
	}
	slices.Sort(texts)
	return strings.Join(texts, " or ")
}
