package rolloutconvert

import (
	"math"
	"slices"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm/strict"
	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

// shape holds a node against one of Argo Rollouts' types. What a field may say is judged
// elsewhere.
func (j *judge) shape(n *yaml.Node, typ, at string) {
	if n == nil { // could not be read in the first place, which is told already
		return
	}
	if isNull(n) {
		j.refuse(at, nil, "%s", emptyRemedy(typ))
		return
	}
	if item, ok := strings.CutPrefix(typ, "[]"); ok {
		if j.mustBe(n, yaml.SequenceNode, "a list", at) {
			for i, child := range n.Content {
				j.shape(child, item, manifest.At(at, i))
			}
		}
		return
	}
	if item, ok := strings.CutPrefix(typ, "{}"); ok {
		if j.mustBe(n, yaml.MappingNode, "a mapping", at) {
			for i := 0; i+1 < len(n.Content); i += 2 {
				j.shape(n.Content[i+1], item, manifest.Under(at, cut(n.Content[i].Value)))
			}
		}
		return
	}
	switch typ {
	case "raw":
		j.mustBe(n, yaml.MappingNode, "a mapping", at)
	case "string", "bool", "int", "long", "intOrString":
		j.scalar(n, typ, at)
	default:
		if j.mustBe(n, yaml.MappingNode, "a mapping", at) {
			j.fields(n, typ, at)
		}
	}
}

func emptyRemedy(typ string) string {
	if typ == "pause" {
		return "is empty; write {} to wait for a person, or for instance {duration: 10m}"
	}
	return "is empty; give it a value or remove it"
}

func (j *judge) mustBe(n *yaml.Node, kind yaml.Kind, want, at string) bool {
	if n.Kind != kind {
		j.refuse(at, n, "is %s, but must be %s", kindName(n), want)
	}
	return n.Kind == kind
}

// fields judges the names of a mapping's fields, and their values.
func (j *judge) fields(n *yaml.Node, typ, at string) {
	known := argoTypes()[typ]
	for i := 0; i+1 < len(n.Content); i += 2 {
		name := n.Content[i].Value
		k := slices.IndexFunc(known, func(f argoField) bool { return f.name == name })
		if k < 0 {
			j.refuse(manifest.Under(at, cut(name)), nil, "%s", unknownField(name, typ))
			continue
		}
		if name == "previewService" && isNull(n.Content[i+1]) {
			continue // asks for one to be made
		}
		j.shape(n.Content[i+1], known[k].typ, manifest.Under(at, name))
	}
	for _, f := range known {
		if f.required && isMissing(n, f.name) {
			j.refuse(manifest.Under(at, f.name), nil, "is required")
		}
	}
}

// isMissing tells whether a required field is not there or says nothing. A null is
// told as that.
func isMissing(n *yaml.Node, name string) bool {
	value := manifest.Field(n, name)
	switch {
	case value == nil:
		return !slices.ContainsFunc(n.Content, func(key *yaml.Node) bool { return key != nil && key.Value == name })
	case value.Kind == yaml.ScalarNode:
		return value.Value == "" && !isNull(value)
	}
	return value.Kind == yaml.SequenceNode && len(value.Content) == 0
}

// unknownField names the near field, or where a field of that name is at home. The
// value is not told.
func unknownField(name, typ string) string {
	const most = 12 // names that somebody would read
	known := fieldsHere(typ)
	message := "unknown field " + quoted(name)
	if home := homeOf(name, typ); home != "" {
		return message + "; it is a field of " + home
	}
	if near := strict.Closest(name, known); near != "" {
		return message + ", did you mean " + quoted(near) + "?"
	}
	if len(known) > 0 && len(known) <= most {
		message += "; known fields: " + strings.Join(known, ", ")
	}
	return message
}

// homeOf is where a field is known that stands in the wrong one of the places that
// people take for each other.
func homeOf(name, typ string) string {
	homes := []struct{ typ, name string }{{"canary", "canary"}, {"blueGreen", "blueGreen"}, {"trafficRouting", "trafficRouting"}, {"step", "a step"}}
	isConfused, home := false, ""
	for _, h := range homes {
		if h.typ == typ {
			isConfused = true
		} else if home == "" && slices.Contains(fieldsHere(h.typ), name) {
			home = h.name
		}
	}
	if !isConfused {
		return ""
	}
	return home
}

// fieldsHere lists the fields of a type, ours among them.
func fieldsHere(typ string) []string {
	names := argoNames(typ)
	if typ == "canary" {
		names = append(names, "soak")
	}
	return names
}

// isText tells whether a scalar is a string; a date counts as one.
func isText(n *yaml.Node) bool {
	return n.Kind == yaml.ScalarNode && !isNull(n) &&
		!slices.Contains([]string{yaml.NodeTagInt, yaml.NodeTagFloat, yaml.NodeTagBool}, n.ShortTag())
}

func (j *judge) scalar(n *yaml.Node, typ, at string) {
	switch {
	case n.Kind != yaml.ScalarNode:
		j.refuse(at, n, "is %s, but must be %s", kindName(n), scalarNames[typ])
	case typ == "string" && !isText(n):
		j.refuse(at, n, "is %s, but must be a string; put it in quotes", kindName(n))
	case typ == "bool" && n.ShortTag() != yaml.NodeTagBool:
		j.refuse(at, n, "is %s, but must be true or false", kindName(n))
	case typ == "int" || typ == "long" || typ == "intOrString" && !isText(n):
		j.number(n, typ, at)
	}
}

var scalarNames = map[string]string{
	"string": "a string", "bool": "true or false", "int": "a whole number", "long": "a whole number",
	"intOrString": "a whole number or a string",
}

// number refuses negative numbers everywhere: no field of Argo Rollouts has a
// meaning for them.
func (j *judge) number(n *yaml.Node, typ, at string) {
	i, ok := wholeNumber(n)
	switch {
	case !ok:
		j.refuse(at, n, "is %s, but must be %s, in plain decimal digits without quotes", quoted(n.Value), scalarNames[typ])
	case i < 0:
		j.refuse(at, n, "is %d, but must not be negative", i)
	case typ != "long" && i > math.MaxInt32:
		j.refuse(at, n, "is %d, but must not be above %d", i, math.MaxInt32)
	}
}
