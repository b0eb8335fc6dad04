package rolloutconvert

import (
	"fmt"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// isSet tells whether a field says something, and not the empty string.
func isSet(n *yaml.Node, name string) bool {
	value := given(n, name)
	return value != nil && (value.Kind != yaml.ScalarNode || value.Value != "")
}

// listed is what a list of texts says.
func listed(n *yaml.Node) []string {
	var all []string
	for _, e := range elements(n) {
		all = append(all, text(e))
	}
	return all
}

// namesOf lists objects in messages, as far as somebody would read.
func namesOf(objects []object) string {
	const most = 8
	var names []string
	for i, o := range objects {
		if i == most {
			names = append(names, fmt.Sprintf("and %d more", len(objects)-most))
			break
		}
		names = append(names, o.item.Name)
	}
	return strings.Join(names, ", ")
}

// orNone is a list in a message.
func orNone(list string) string {
	if list == "" {
		return "none"
	}
	return list
}

// named finds the object of a name among candidates. One that is missing is told
// at the path that names it.
func (t *traffic) named(name, path, kind string, candidates []object) *object {
	for i := range candidates {
		if candidates[i].item.Name == name {
			return &candidates[i]
		}
	}
	t.fail(nil, path, name, "names %s %s, and the input has none of that name%s; it has: %s",
		kind, name, t.inNamespace(), orNone(namesOf(candidates)))
	return nil
}

func (t *traffic) inNamespace() string {
	if t.d.namespace == "" {
		return " without a namespace, as the Deployment is"
	}
	return " in namespace " + t.d.namespace
}
