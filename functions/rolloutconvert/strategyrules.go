package rolloutconvert

import (
	"slices"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm/strict"
)

// within refuses numbers outside a range. What is no number is told as that, by shape.
func (j *judge) within(n *yaml.Node, least, most int64, at string) {
	if i, ok := wholeNumber(n); ok && (i < least || i > most) && i >= 0 {
		j.refuse(at, n, "is %d, but must be between %d and %d", i, least, most)
	}
}

// oneOf refuses words that Argo Rollouts does not know.
func (j *judge) oneOf(n *yaml.Node, words []string, at string) {
	if n == nil || !isText(n) || n.Value == "" || slices.Contains(words, n.Value) {
		return
	}
	message := "is " + quoted(n.Value) + ", but must be one of " + strings.Join(words, ", ")
	if near := strict.Closest(n.Value, words); near != "" {
		message += "; did you mean " + quoted(near) + "?"
	}
	j.refuse(at, n, "%s", message)
}

// exactlyOne refuses a mapping that has none or several of the fields.
func (j *judge) exactlyOne(n *yaml.Node, names []string, at string) {
	if n == nil || n.Kind != yaml.MappingNode {
		return
	}
	var has []string
	for _, name := range names {
		if value := given(n, name); value != nil && (value.Kind != yaml.ScalarNode || value.Value != "") {
			has = append(has, name)
		}
	}
	switch {
	case len(has) == 0:
		j.refuse(at, nil, "must have one of %s", strings.Join(names, ", "))
	case len(has) > 1:
		j.refuse(at, nil, "has %s; keep one of them", strings.Join(has, " and "))
	}
}
