package krmdoc

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// Schema writes the JSON schema (draft 2020-12) of a config of the given kind
// whose spec is of type t. The defaults are those of a value of that type, or
// nil. Fields keep the order of the source, so that equal sources give equal
// bytes. Schema panics if defaults is no value of the type that t describes.
//
// The schema is no laxer than package strict, and stricter in one thing: it
// has no null for an absent field, which editors should not propose.
func Schema(t *Type, kind string, defaults any) []byte {
	required := []string{"apiVersion", "kind"}
	if len(requiredOf(t)) > 0 {
		required = append(required, "spec")
	}
	root := object{
		{"$schema", "https://json-schema.org/draft/2020-12/schema"},
		{"title", kind},
		{"description", t.Doc},
		{"type", "object"},
		{"properties", object{
			{"apiVersion", object{{"const", apiVersion}}},
			{"kind", object{{"const", kind}}},
			{"metadata", object{{"type", "object"}}},
			{"spec", schemaOf(t, parseDefaults(defaults))},
		}},
		{"required", required},
		{"additionalProperties", false},
	}
	var out bytes.Buffer
	if err := json.Indent(&out, marshal(root), "", "  "); err != nil {
		panic("krmdoc: " + err.Error())
	}
	out.WriteByte('\n')
	return out.Bytes()
}

func schemaOf(t *Type, defaults given) object {
	switch t.Kind {
	case String, Text:
		return object{{"type", "string"}}
	case Boolean:
		return object{{"type", "boolean"}}
	case Integer:
		return object{{"type", "integer"}}
	case Number:
		return object{{"type", "number"}}
	case List:
		return object{{"type", "array"}, {"items", schemaOf(t.Elem, nil)}}
	case Map:
		return object{{"type", "object"}, {"additionalProperties", schemaOf(t.Elem, nil)}}
	case Struct:
		return structSchema(t, defaults)
	}
	return object{}
}

func structSchema(t *Type, defaults given) object {
	defaults.mustFit(t)
	properties := object{}
	for _, f := range t.Fields {
		properties = append(properties, member{f.Name, fieldSchema(f, defaults)})
	}
	schema := object{{"type", "object"}, {"properties", properties}}
	if required := requiredOf(t); len(required) > 0 {
		schema = append(schema, member{"required", required})
	}
	return append(schema, member{"additionalProperties", false})
}

func fieldSchema(f Field, defaults given) object {
	schema := schemaOf(f.Type, defaults.below(f))
	switch {
	case f.Enum != nil && f.Type.Kind == List:
		schema = schema.with("items", schemaOf(f.Type.Elem, nil).with("enum", f.Enum))
	case f.Enum != nil && f.Type.Kind == Struct:
		schema = object{{"anyOf", []object{{{"enum", f.Enum}}, schema}}}
	case f.Enum != nil:
		schema = schema.with("enum", f.Enum)
	}
	if f.Required {
		if least := emptiness[f.Type.Kind]; least != "" {
			schema = schema.with(least, 1)
		}
	}
	if value := defaults.of(f); value != nil {
		schema = schema.with("default", value)
	}
	if f.Doc != "" {
		schema = append(object{{"description", f.Doc}}, schema...)
	}
	return schema
}

// emptiness names the keyword that excludes an empty value, for required means
// not empty either.
var emptiness = map[Kind]string{
	String: "minLength", Text: "minLength", List: "minItems", Map: "minProperties", Struct: "minProperties",
}

func requiredOf(t *Type) []string {
	var names []string
	for _, f := range t.Fields {
		if f.Required {
			names = append(names, f.Name)
		}
	}
	return names
}

// object is a JSON object whose members stay in order.
type object []member

type member struct {
	key   string
	value any
}

func (o object) with(key string, value any) object {
	for i := range o {
		if o[i].key == key {
			o[i].value = value
			return o
		}
	}
	return append(o, member{key, value})
}

func (o object) MarshalJSON() ([]byte, error) {
	var out bytes.Buffer
	for i, m := range o {
		if i > 0 {
			out.WriteByte(',')
		}
		fmt.Fprintf(&out, "%s:%s", marshal(m.key), marshal(m.value))
	}
	return []byte("{" + out.String() + "}"), nil
}

// marshal leaves <, > and & readable. What it gets is ours, or the defaults of
// a function: that those cannot be marshalled is a mistake in the program.
func marshal(value any) []byte {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		panic("krmdoc: " + err.Error())
	}
	return bytes.TrimRight(out.Bytes(), "\n")
}
