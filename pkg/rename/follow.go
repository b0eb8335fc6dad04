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

// A meaning is a target, by one of its names.
type meaning struct {
	Target
	rank int
}

// Follow lets every reference to a Secret in some items follow to its final name, and warns of what only mentions a name.
// Further places that hold a reference are the config's.
func Follow(p *krm.Pass, items []*krm.Item, targets []Target, further []manifest.FieldSpec) {
	known := map[string][]meaning{}
	for _, t := range targets {
		for name, rank := range t.Names {
			known[name] = append(known[name], meaning{t, rank})
		}
	}
	some := krm.Where(items, func(it *krm.Item) bool { return mentions(it.Text(), known) })
	p.EditEach(some, func(it *krm.Item, obj *yaml.RNode) error {
		f := follower{Pass: p, item: it, known: known}
		manifest.References(obj.YNode(), further, f.reference)
		f.mentions(obj.YNode())
		return nil
	})
}

// mentions reports whether a text has one of the names in it, so that most items need not be parsed.
func mentions(text []byte, known map[string][]meaning) bool {
	found := false
	words(text, func(word []byte) {
		if !found {
			_, found = known[string(word)]
		}
	})
	return found
}

// A follower looks at one item.
type follower struct {
	*krm.Pass
	item   *krm.Item
	known  map[string][]meaning
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
	found := meant(f.known[ref.Name], namespace)
	switch {
	case len(found) == 0 || len(found) == 1 && found[0].Final == ref.Name:
	case len(found) == 1:
		f.Changed(f.item, krm.Field{Path: ref.At, Current: ref.Name, Proposed: found[0].Final})
		ref.Rename(found[0].Final)
	default:
		f.Errorf(f.item, krm.Field{Path: ref.At, Current: ref.Name}, "may be %s; give the object its namespace, or write the name that is meant", alternatives(found))
	}
}

// meant is which of the Secrets that go by a name is meant in a namespace. An unknown namespace, on either side, may be
// any. A likelier name goes before a less likely one, and then the namespace that is known before one that is not.
func meant(all []meaning, namespace string) []meaning {
	var best []meaning
	score := func(m meaning) int {
		switch {
		case m.Namespace == namespace:
			return 2*m.rank + 0
		case namespace == "" || m.Namespace == "":
			return 2*m.rank + 1
		}
		return -1
	}
	for _, m := range all {
		switch s := score(m); {
		case s < 0:
		case len(best) == 0 || s < score(best[0]):
			best = []meaning{m}
		case s == score(best[0]) && !slices.ContainsFunc(best, func(b meaning) bool { return b.Final == m.Final }):
			best = append(best, m)
		}
	}
	return best
}

func alternatives(all []meaning) string {
	texts := make([]string, len(all))
	for i, m := range all {
		texts[i] = m.Final + " in namespace " + cmp.Or(m.Namespace, "(none)")
	}
	slices.Sort(texts)
	return strings.Join(texts, " or ")
}
