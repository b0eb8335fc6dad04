package strict

import (
	"encoding"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// value sets v, whatever its type, from a node.
func (d *decoder) value(n *yaml.Node, v reflect.Value, at *place) {
	n, ok := d.open(n, at)
	switch {
	case !ok:
	case isNull(n):
		if v.Kind() != reflect.Interface && (at.isItem || at.isEntry) {
			d.report(at, n, "is empty; give it a value or remove it")
		}
	case v.Kind() == reflect.Pointer:
		if v.IsNil() {
			v.Set(reflect.New(v.Type().Elem()))
		}
		d.opened(n, v.Elem(), at)
	default:
		d.opened(n, v, at)
	}
}

// opened is value for a node that is neither alias nor null.
func (d *decoder) opened(n *yaml.Node, v reflect.Value, at *place) {
	switch t := v.Type(); {
	case t == nodeType:
		v.Set(reflect.ValueOf(*d.node(n, at)))
	case t == rnodeType:
		v.Set(reflect.ValueOf(*yaml.NewRNode(d.node(n, at))))
	case readsText(t):
		d.text(n, v.Addr().Interface().(encoding.TextUnmarshaler), at)
	case t.Kind() == reflect.Interface && t.NumMethod() == 0:
		if plain := d.plain(n, at); plain != nil {
			v.Set(reflect.ValueOf(plain))
		}
	case t.Kind() == reflect.Struct:
		d.structure(n, v, at)
	case t.Kind() == reflect.Slice:
		d.list(n, v, at)
	case t.Kind() == reflect.Map && t.Key().Kind() == reflect.String:
		d.dictionary(n, v, at)
	default:
		d.scalar(n, v, at)
	}
}

var (
	nodeType  = reflect.TypeFor[yaml.Node]()
	rnodeType = reflect.TypeFor[yaml.RNode]()
	textType  = reflect.TypeFor[encoding.TextUnmarshaler]()
)

func isNode(t reflect.Type) bool { return t == nodeType || t == rnodeType }

func readsText(t reflect.Type) bool { return reflect.PointerTo(t).Implements(textType) }

func (d *decoder) structure(n *yaml.Node, v reflect.Value, at *place) {
	if n.Kind != yaml.MappingNode {
		switch {
		case at.enum == nil:
			d.mismatch(n, "a mapping", at)
		case n.Kind != yaml.ScalarNode || !slices.Contains(at.enum, n.Value):
			d.mismatch(n, strings.Join(at.enum, ", ")+" or a mapping", at)
		}
		return
	}
	fields := fieldsOf(v.Type())
	given := map[string]bool{}
	for _, p := range d.pairs(n, at) {
		f, ok := find(fields, p.key)
		if !ok {
			d.unknown(p, fields, at)
			continue
		}
		given[f.name] = true
		if f.required && isEmpty(p.node) {
			d.report(at.field(f), p.name, "is required")
			continue
		}
		d.value(p.node, fieldAt(v, f.index), at.field(f))
	}
	for _, f := range fields {
		if f.required && !given[f.name] {
			d.report(at.field(f), &yaml.Node{Line: n.Line}, "is required")
		}
	}
}

// isEmpty says whether a node counts as missing. It looks through an alias
// without spending budget: that is one step, whatever it leads to.
func isEmpty(n *yaml.Node) bool {
	for n != nil && n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	if n == nil || isNull(n) {
		return true
	}
	return n.Kind == yaml.ScalarNode && n.Value == "" || n.Kind != yaml.ScalarNode && len(n.Content) == 0
}

func (d *decoder) list(n *yaml.Node, v reflect.Value, at *place) {
	if n.Kind != yaml.SequenceNode {
		d.mismatch(n, "a list", at)
		return
	}
	items := reflect.MakeSlice(v.Type(), len(n.Content), len(n.Content))
	for i, item := range n.Content {
		d.value(item, items.Index(i), at.item(i))
	}
	v.Set(items)
}

func (d *decoder) dictionary(n *yaml.Node, v reflect.Value, at *place) {
	if n.Kind != yaml.MappingNode {
		d.mismatch(n, "a mapping", at)
		return
	}
	entries := reflect.MakeMap(v.Type())
	for _, p := range d.pairs(n, at) {
		if !d.isString(p, at) {
			continue
		}
		entry := reflect.New(v.Type().Elem()).Elem()
		d.value(p.node, entry, at.entry(p.key))
		entries.SetMapIndex(reflect.ValueOf(p.key).Convert(v.Type().Key()), entry)
	}
	v.Set(entries)
}

func (d *decoder) text(n *yaml.Node, into encoding.TextUnmarshaler, at *place) {
	if n.Kind != yaml.ScalarNode {
		d.mismatch(n, "a string", at)
		return
	}
	switch err := into.UnmarshalText([]byte(n.Value)); {
	case err == nil:
	case at.secret:
		d.report(at, n, "is not valid")
	default:
		d.report(at, n, "%s", cutAt(err.Error(), 10*maxShown))
	}
}

func unsupported(v reflect.Value, at *place) string {
	return fmt.Sprintf("strict: %s has the type %s, which YAML cannot express", at.path(), v.Type())
}
