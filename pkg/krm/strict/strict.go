// Package strict reads the settings of a function out of a YAML node, and
// refuses what it does not know.
//
// A setting that is misspelt and silently ignored is worse than none, because
// the author believes that it works. So Decode reports every unknown field
// (with the near one), every field given twice, every value of a wrong type,
// and it reports all of them at once. Names are compared exactly: a field that
// differs only in case is a mistake too.
//
// A target struct describes its fields by tags:
//
//	json:"name"        the field's name; embedded structs are inline
//	enum:"error,leave" the values that a string, or each string of a list, may have;
//	                   or a word that may stand in the place of a struct
//	required:"true"    the field must be there and not be empty
//	secret:"true"      nothing below this field is ever repeated in a problem
//
// Fields can be strings, booleans, numbers, structs, pointers, lists, maps with
// string keys, types with an UnmarshalText method, any (plain Go values: string,
// bool, int, uint64, float64, []any, map[string]any), and yaml.Node or
// yaml.RNode, which take a copy of the sub-tree, with its comments.
//
// How scalars are read: as yaml.v3 does, so "on" and "yes" are strings and 0755
// is octal, with four differences. A string has to be one: 8080 or true in
// its place is refused, because 1.10 and 0755 would not survive. Only a
// timestamp is taken as the text that it is. A boolean is true or false, never
// "yes". A whole number may be written as 1e6, but 1.5 is not cut to 1. There
// are no infinities. A null stands for a field that is absent; in a list, or
// as a value in a map, it is refused unless the target is any.
//
// Limits: a document may be nested 100 levels deep, aliases may bring in 10,000
// nodes, and tags other than YAML's own for strings, numbers, booleans, lists
// and mappings are refused.
package strict

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"

	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// Problem is one mistake in the settings. Its message reads as a sentence
// about the field at Path: `is a list, but must be a mapping`.
type Problem struct {
	Path    string // such as spec.rules[1].to
	Value   string // the scalar that is wrong, cut when long; empty if it is secret or there is none
	Message string
	Line    int // in the document that the node was read from; 0 if not known
}

// String is the problem on one line.
func (p Problem) String() string { return p.Path + ": " + p.Message }

const (
	maxDepth    = 100    // levels; deeper than anyone writes, shallow enough for every reader after us
	aliasBudget = 10_000 // nodes that aliases may repeat, in all; an honest document has a few
)

// Decode sets the fields of the struct that into points to from a mapping, and
// returns all mistakes in the order of the document's lines. A nil or null node
// counts as an empty mapping. Fields that the node does not mention keep their
// values. When there are problems, into holds what could be read.
//
// It panics if into is no pointer to a struct, or if the struct has a field of
// a type that YAML cannot express: that is a mistake in the program.
func Decode(node *yaml.Node, path string, into any) []Problem {
	d := &decoder{budget: aliasBudget}
	at := &place{key: path}
	if n, ok := d.open(node, at); ok {
		if isNull(n) {
			n = &yaml.Node{Kind: yaml.MappingNode, Line: n.Line}
		}
		d.structure(n, target(into), at)
	}
	return d.inOrder()
}

func target(into any) reflect.Value {
	v := reflect.ValueOf(into)
	if v.Kind() != reflect.Pointer || v.IsNil() || v.Elem().Kind() != reflect.Struct {
		panic(fmt.Sprintf("strict: cannot decode into %T: not a pointer to a struct", into))
	}
	return v.Elem()
}

// decoder collects the problems of one document.
type decoder struct {
	problems []Problem
	budget   int  // nodes that aliases may still bring in
	stopped  bool // beyond a limit, further problems would be repetitions
}

func (d *decoder) report(at *place, n *yaml.Node, format string, args ...any) {
	if d.stopped {
		return
	}
	p := Problem{Path: at.path(), Message: fmt.Sprintf(format, args...)}
	if n != nil {
		p.Line = n.Line
		if n.Kind == yaml.ScalarNode && !at.secret {
			p.Value = cut(n.Value)
		}
	}
	d.problems = append(d.problems, p)
}

// inOrder sorts by line, for a missing field is only known after those that
// are there, and merged fields come after a mapping's own.
func (d *decoder) inOrder() []Problem {
	slices.SortStableFunc(d.problems, func(a, b Problem) int { return cmp.Compare(a.Line, b.Line) })
	return d.problems
}
