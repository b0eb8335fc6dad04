package manifest

import (
	"iter"
	"slices"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm/strict"
)

// Selector chooses objects of a kind. One that both lists choose is meant.
type Selector struct {
	// Their names; any if not given.
	Names []string `json:"names,omitempty"`
	// Their labels, as `kubectl --selector` takes it; any if not given.
	LabelSelector string `json:"labelSelector,omitempty"`
}

// Check says what is wrong with the label selector, if anything.
func (s Selector) Check() error {
	_, err := yaml.NewMapRNode(nil).MatchesLabelSelector(s.LabelSelector)
	return err
}

// Chooses reports whether an object that goes by any of some names is meant.
func (s Selector) Chooses(names []string, obj *yaml.RNode) bool {
	if s.LabelSelector != "" {
		if ok, err := obj.MatchesLabelSelector(s.LabelSelector); err != nil || !ok {
			return false
		}
	}
	return len(s.Names) == 0 || s.Named(names)
}

// Named reports whether any of some names is listed.
func (s Selector) Named(names []string) bool {
	return slices.ContainsFunc(s.Names, func(want string) bool { return slices.Contains(names, want) })
}

// Missing is those of the names that nothing has, each with a hint for a message: which
// of the names that there are was probably meant.
func (s Selector) Missing(known []string) iter.Seq2[string, string] {
	return func(yield func(name, hint string) bool) {
		for _, name := range s.Names {
			if slices.Contains(known, name) {
				continue
			}
			hint := ""
			if near := strict.Closest(name, known); near != "" {
				hint = "; is " + near + " meant?"
			}
			if !yield(name, hint) {
				return
			}
		}
	}
}
