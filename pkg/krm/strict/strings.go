package strict

import (
	"maps"
	"reflect"
	"slices"

	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// DecodeStrings sets the scalar fields of the struct that into points to from
// a ConfigMap's data, as `kpt fn eval -- host=preview.example.com` passes it.
// Values are read as Decode would read them, where the target decides what is
// meant: for a string 8080 is a string, for a number it is one. A field that is
// no scalar needs a config of the given kind, and the problem says so. Problems
// come in the order of the keys, missing fields last, without line numbers.
func DecodeStrings(data map[string]string, path, kind string, into any) []Problem {
	v := target(into)
	fields := fieldsOf(v.Type())
	d := &decoder{budget: aliasBudget}
	at := &place{key: path}
	for _, key := range slices.Sorted(maps.Keys(data)) {
		name := &yaml.Node{Kind: yaml.ScalarNode, Tag: yaml.NodeTagString, Value: key}
		f, ok := find(fields, key)
		switch {
		case !ok:
			d.unknown(pair{key: key, name: name}, fields, at)
		case data[key] != "" || !f.required:
			d.fromText(data[key], fieldAt(v, f.index), kind, at.field(f))
		}
	}
	for _, f := range fields {
		if f.required && data[f.name] == "" {
			d.report(at.field(f), nil, "is required")
		}
	}
	return d.problems
}

func (d *decoder) fromText(text string, v reflect.Value, kind string, at *place) {
	t := v.Type()
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	n := &yaml.Node{Kind: yaml.ScalarNode, Value: text}
	switch {
	case readsText(t) || t.Kind() == reflect.String:
		n.Tag = yaml.NodeTagString
	case t.Kind() == reflect.Bool:
	case reflect.Zero(t).CanInt() || reflect.Zero(t).CanUint() || reflect.Zero(t).CanFloat():
	default:
		d.report(at, nil, "cannot be set from a ConfigMap; write a %s with spec.%s", kind, at.key)
		return
	}
	d.value(n, v, at)
}
