package krmdoc

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// given is a value of a Struct, marshalled, by field. It may be nil.
type given map[string]json.RawMessage

func parseDefaults(value any) given {
	if value == nil {
		return nil
	}
	return parse(marshal(value))
}

func parse(text json.RawMessage) given {
	var g given
	if len(text) > 0 {
		if err := json.Unmarshal(text, &g); err != nil {
			panic("krmdoc: a struct's default is no JSON object: " + err.Error())
		}
	}
	return g
}

// below gives the defaults inside of a field that is a struct.
func (g given) below(f Field) given {
	if f.Type.Kind != Struct || f.Secret {
		return nil
	}
	return parse(g[f.Name])
}

// of gives a field's own default, or nil. A struct has none: its fields have.
func (g given) of(f Field) json.RawMessage {
	value := g[f.Name]
	if f.Secret || f.Type.Kind == Struct || slices.Contains(empty, string(value)) {
		return nil
	}
	return value
}

var empty = []string{"", "null", `""`, "false", "0", "[]", "{}"}

// mustFit panics for a default of a field that the type does not have: the
// value is of another type, or its tags and ours are read differently.
func (g given) mustFit(t *Type) {
	for _, name := range slices.Sorted(maps.Keys(g)) {
		if !slices.ContainsFunc(t.Fields, func(f Field) bool { return f.Name == name }) {
			panic(fmt.Sprintf("krmdoc: there is a default for %s, but %s has no such field", name, t.Name))
		}
	}
}
