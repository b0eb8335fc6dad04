package sealedsecretrename

import (
	"cmp"
	"slices"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

// A target is a SealedSecret by one of the names by which others know it.
type target struct {
	*secret
	rank int // 0 is the name that people gave it, 1 one that it had before kustomize renamed it
}

// follow lets every reference to a renamed Secret follow, and warns of what only mentions its name.
func (r *renamer) follow() {
	known := map[string][]target{}
	for _, s := range r.chosen {
		for _, old := range s.old {
			rank := 1
			if old == r.moveName(s) || old == s.Name {
				rank = 0
			}
			known[old] = append(known[old], target{s, rank})
		}
	}
	for _, it := range r.Items() {
		if isSealedSecret(it) || !mentions(it.Text(), known) {
			continue
		}
		r.Edit(it, func(obj *yaml.RNode) error {
			f := follower{renamer: r, item: it, known: known}
			manifest.References(obj.YNode(), r.cfg.References, f.reference)
			f.mentions(obj.YNode())
			return nil
		})
	}
}

// mentions reports whether a text has one of the names in it, so that most items need not be parsed.
func mentions(text []byte, known map[string][]target) bool {
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
	*renamer
	item   *krm.Item
	known  map[string][]target
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
	switch len(found) {
	case 0:
	case 1:
		f.Changed(f.item, krm.Field{Path: ref.At, Current: ref.Name, Proposed: found[0].final})
		ref.Rename(found[0].final)
	default:
		f.Errorf(f.item, krm.Field{Path: ref.At, Current: ref.Name}, "may be %s; give the object its namespace, or write the name that is meant", alternatives(found))
	}
}

// meant is which of the SealedSecrets that go by a name is meant in a namespace. An unknown namespace, on either side, may
// be any. A name that people gave goes before one that kustomize keeps.
func meant(targets []target, namespace string) []target {
	var best []target
	score := func(t target) int {
		switch {
		case t.Namespace == namespace:
			return 2*t.rank + 0
		case namespace == "" || t.Namespace == "":
			return 2*t.rank + 1
		}
		return -1
	}
	for _, t := range targets {
		switch s := score(t); {
		case s < 0:
		case len(best) == 0 || s < score(best[0]):
			best = []target{t}
		case s == score(best[0]) && !slices.ContainsFunc(best, func(b target) bool { return b.final == t.final }):
			best = append(best, t)
		}
	}
	return best
}

func alternatives(targets []target) string {
	texts := make([]string, len(targets))
	for i, t := range targets {
		texts[i] = t.final + " in namespace " + cmp.Or(t.Namespace, "(none)")
	}
	slices.Sort(texts)
	return strings.Join(texts, " or ")
}

// mentions warns of a name that stands in the text of a variable, an argument or a ConfigMap: it may be the Secret's, and
// nobody changes it there.
func (f *follower) mentions(obj *yaml.Node) {
	for _, pod := range manifest.Pods(obj) {
		pod.Containers(func(c *yaml.Node, at string) {
			manifest.ParsePath("env/value").Each(c, f.text(at))
			for _, name := range []string{"args", "command"} {
				manifest.ParsePath(name).Each(c, f.texts(at))
			}
		})
	}
	if f.item.Kind == "ConfigMap" && f.item.Group() == "" {
		data := manifest.Field(obj, "data")
		for i := 0; data != nil && i+1 < len(data.Content); i += 2 {
			f.text("")(data.Content[i+1], manifest.Under("data", data.Content[i].Value))
		}
	}
}

func (f *follower) texts(below string) func(n *yaml.Node, at string) {
	return func(list *yaml.Node, at string) {
		for i, n := range list.Content {
			f.text(below)(n, manifest.At(at, i))
		}
	}
}

// text looks at one text, and warns once for an item.
func (f *follower) text(below string) func(n *yaml.Node, at string) {
	return func(n *yaml.Node, at string) {
		words(n.Value, func(word string) {
			if found := meant(f.known[word], f.item.Namespace); len(found) > 0 && !f.warned {
				f.warned = true
				path := strings.TrimPrefix(below+"."+at, ".")
				f.Warnf(f.item, krm.Field{Path: path}, "has the word %s in it, which stays; if it is the Secret's name, which is %s now, refer to it with a field of its own", word, found[0].final)
			}
		})
	}
}
