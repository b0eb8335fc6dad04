package strict

import (
	"reflect"
	"slices"
	"strings"
)

// field is what the tags of a struct field say.
type field struct {
	name     string
	index    []int
	enum     []string
	required bool
	secret   bool
}

// fieldsOf lists the fields of a struct type, those of embedded structs in
// their place. Of two with one name the outer hides the inner, as in
// encoding/json.
func fieldsOf(t reflect.Type) []field {
	var all []field
	for i := range t.NumField() {
		sf := t.Field(i)
		name, _, _ := strings.Cut(sf.Tag.Get("json"), ",")
		switch inner := inlined(sf, name); {
		case inner != nil:
			for _, f := range fieldsOf(inner) {
				f.index = append([]int{i}, f.index...)
				all = append(all, f)
			}
		case name != "-" && sf.IsExported():
			all = append(all, newField(sf, name))
		}
	}
	return slices.DeleteFunc(slices.Clone(all), func(f field) bool {
		return slices.ContainsFunc(all, func(o field) bool {
			return o.name == f.name && len(o.index) < len(f.index)
		})
	})
}

func newField(sf reflect.StructField, name string) field {
	f := field{
		name:     name,
		index:    sf.Index,
		required: sf.Tag.Get("required") == "true",
		secret:   sf.Tag.Get("secret") == "true",
	}
	if name == "" {
		f.name = sf.Name
	}
	if enum := sf.Tag.Get("enum"); enum != "" {
		f.enum = strings.Split(enum, ",")
	}
	return f
}

// inlined gives the struct whose fields stand in this field's place. One that
// reads itself from a node or from text is a value, embedded or not.
func inlined(sf reflect.StructField, name string) reflect.Type {
	t := sf.Type
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if !sf.Anonymous || name != "" || t.Kind() != reflect.Struct || isNode(t) || readsText(t) {
		return nil
	}
	return t
}

func find(fields []field, name string) (field, bool) {
	i := slices.IndexFunc(fields, func(f field) bool { return f.name == name })
	if i < 0 {
		return field{}, false
	}
	return fields[i], true
}

func names(fields []field) []string {
	var names []string
	for _, f := range fields {
		names = append(names, f.name)
	}
	return names
}

// fieldAt is FieldByIndex that makes embedded pointers on the way.
func fieldAt(v reflect.Value, index []int) reflect.Value {
	for _, i := range index {
		if v.Kind() == reflect.Pointer {
			if v.IsNil() {
				v.Set(reflect.New(v.Type().Elem()))
			}
			v = v.Elem()
		}
		v = v.Field(i)
	}
	return v
}
