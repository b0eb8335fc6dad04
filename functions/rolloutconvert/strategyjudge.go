package rolloutconvert

import (
	"fmt"
	"strconv"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// A judge collects what is wrong with a strategy.
type judge struct {
	problems []problem
}

func (j *judge) refuse(at string, n *yaml.Node, format string, args ...any) {
	j.problems = append(j.problems, problem{path: at, current: textOf(n), message: fmt.Sprintf(format, args...)})
}

func (j *judge) warn(at string, n *yaml.Node, format string, args ...any) {
	j.refuse(at, n, format, args...)
	j.problems[len(j.problems)-1].warning = true
}

// elements of a list; none if it is anything else.
func elements(n *yaml.Node) []*yaml.Node {
	if n == nil || n.Kind != yaml.SequenceNode {
		return nil
	}
	return n.Content
}

// hasEntries tells whether a mapping or list has any.
func hasEntries(n *yaml.Node) bool { return n != nil && len(n.Content) > 0 }

// textOf is a scalar's text as messages have it; empty for others.
func textOf(n *yaml.Node) string {
	if n == nil || n.Kind != yaml.ScalarNode {
		return ""
	}
	return cut(n.Value)
}

// cut shortens a text where nobody would read on.
func cut(s string) string {
	const most = 60
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}

func quoted(s string) string { return strconv.Quote(cut(s)) }

func isTrue(n *yaml.Node) bool {
	var b bool
	return n != nil && n.ShortTag() == yaml.NodeTagBool && n.Decode(&b) == nil && b
}

// wholeNumber reads a number as every reader of YAML reads it: neither 0x10 nor
// 010 nor 1_000.
func wholeNumber(n *yaml.Node) (int64, bool) {
	if n == nil || n.Kind != yaml.ScalarNode || n.ShortTag() != yaml.NodeTagInt {
		return 0, false
	}
	i, err := strconv.ParseInt(n.Value, 10, 64)
	return i, err == nil && strconv.FormatInt(i, 10) == n.Value
}

// kindName is what stands there, as messages call it.
func kindName(n *yaml.Node) string {
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
	}
	return quoted(n.Value)
}
