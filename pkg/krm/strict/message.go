package strict

// The wording of problems. A message follows the path, with no full stop, and
// says what is there, what must be there, and what to do where that is not
// plain. It never repeats what is below a secret field, and never much of
// anything: the text may be hostile.

import (
	"strconv"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"
)

const (
	maxShown  = 60 // bytes of a value or a key
	maxListed = 12 // names of fields; with more, nobody reads them
)

// mismatch reports a node of the wrong type.
func (d *decoder) mismatch(n *yaml.Node, want string, at *place) {
	switch {
	case n.Kind != yaml.ScalarNode || want == "a mapping" || want == "a list":
		d.report(at, n, "is %s, but must be %s", typeName(n), want)
	case want == "a string":
		d.report(at, n, "is %s, but must be a string; put it in quotes", typeName(n))
	case fitsUnquoted(n, want):
		d.report(at, n, "is a string, but must be %s; remove the quotes", want)
	default:
		d.report(at, n, "is %s, but must be %s", d.shown(n, at), want)
	}
}

// fitsUnquoted says whether quotes alone are wrong: replicas: "3".
func fitsUnquoted(n *yaml.Node, want string) bool {
	if n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) == 0 {
		return false
	}
	switch (&yaml.Node{Kind: yaml.ScalarNode, Value: n.Value}).ShortTag() {
	case yaml.NodeTagInt:
		return want == "a whole number" || want == "a number"
	case yaml.NodeTagFloat:
		return want == "a number"
	case yaml.NodeTagBool:
		return want == "true or false"
	}
	return false
}

func (d *decoder) notInEnum(n *yaml.Node, at *place) {
	message := "is " + d.shown(n, at) + ", but must be one of " + strings.Join(at.enum, ", ")
	if near := Closest(n.Value, at.enum); near != "" && !at.secret {
		message += "; did you mean " + quote(near) + "?"
	}
	d.report(at, n, "%s", message)
}

// unknown reports a field without its value: it may be a misspelt secret.
func (d *decoder) unknown(p pair, fields []field, at *place) {
	message := "unknown field " + quote(p.key)
	known := names(fields)
	near := Closest(p.key, known)
	switch {
	case at.secret:
		message = "unknown field"
	case near != "":
		message += ", did you mean " + quote(near) + "?"
	case len(known) > 0 && len(known) <= maxListed:
		message += "; known fields: " + strings.Join(known, ", ")
	}
	d.report(at.entry(p.key), &yaml.Node{Line: p.name.Line}, "%s", message)
}

// shown gives a scalar as it may stand in a message.
func (d *decoder) shown(n *yaml.Node, at *place) string {
	switch {
	case at.secret:
		return typeName(n)
	case n.ShortTag() == yaml.NodeTagString:
		return quote(n.Value)
	}
	return cut(n.Value)
}

func typeName(n *yaml.Node) string {
	switch n.Kind {
	case yaml.MappingNode:
		return "a mapping"
	case yaml.SequenceNode:
		return "a list"
	}
	switch n.ShortTag() {
	case yaml.NodeTagInt, yaml.NodeTagFloat:
		return "a number"
	case yaml.NodeTagBool:
		return "a boolean"
	case yaml.NodeTagNull:
		return "null"
	}
	return "a string"
}

func quote(s string) string { return strconv.Quote(cut(s)) }

func cut(s string) string { return cutAt(s, maxShown) }

// cutAt shortens a text, between runes.
func cutAt(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	return strings.ToValidUTF8(s[:limit], "") + "…"
}
