package krmdoc

import (
	"encoding/json"
	"fmt"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// Reference writes the part of a README that lists every setting: a table in
// markdown, in the order of the source, nested fields after the one that they
// are in. Type, kind and defaults are those of Schema.
func Reference(t *Type, kind string, defaults any) string {
	var out strings.Builder
	fmt.Fprintf(&out, "The settings of a `%s` (`%s`), all under `spec`:\n\n", kind, apiVersion)
	out.WriteString("| field | type | default | what it does |\n|---|---|---|---|\n")
	rows(&out, t, "", parseDefaults(defaults))
	return out.String()
}

func rows(out *strings.Builder, t *Type, prefix string, defaults given) {
	defaults.mustFit(t)
	for _, f := range t.Fields {
		name := prefix + f.Name
		fmt.Fprintf(out, "| %s | %s | %s | %s |\n", code(name), typeText(f), defaultText(f, defaults), cell(f.Doc))
		inner, steps := nested(f.Type)
		if inner.Kind == Struct {
			rows(out, inner, name+steps+".", defaults.below(f))
		}
	}
}

// nested gives the type inside of lists and maps, and the steps that lead there.
func nested(t *Type) (inner *Type, steps string) {
	for ; t.Elem != nil; t = t.Elem {
		if t.Kind == List {
			steps += "[]"
		} else {
			steps += ".*"
		}
	}
	return t, steps
}

func typeText(f Field) string {
	if f.Enum == nil {
		return typeName(f.Type)
	}
	values := code(strings.Join(f.Enum, " | "))
	if f.Type.Kind == List {
		return "list of " + values
	}
	if f.Type.Kind == Struct {
		return values + ", or mapping"
	}
	return values
}

func typeName(t *Type) string {
	switch t.Kind {
	case String:
		return "string"
	case Boolean:
		return "boolean"
	case Integer:
		return "integer"
	case Number:
		return "number"
	case Text:
		return strings.ToLower(t.Name)
	case List:
		return "list" + plural(t.Elem)
	case Map:
		return "mapping" + plural(t.Elem)
	case Struct:
		return "mapping"
	}
	return "any"
}

func plural(t *Type) string {
	if t.Kind == Any {
		return ""
	}
	if one, of, nested := strings.Cut(typeName(t), " "); nested {
		return " of " + one + "s " + of
	}
	return " of " + typeName(t) + "s"
}

func defaultText(f Field, defaults given) string {
	if f.Required {
		return "*required*"
	}
	value := defaults.of(f)
	if value == nil {
		return ""
	}
	return code(flow(value))
}

// flow turns JSON into the YAML that people write on one line.
func flow(text json.RawMessage) string {
	var node yaml.Node
	if err := yaml.Unmarshal(text, &node); err != nil {
		panic("krmdoc: " + err.Error())
	}
	plain(&node)
	out, err := yaml.Marshal(&node)
	if err != nil {
		panic("krmdoc: " + err.Error())
	}
	return strings.TrimSpace(string(out))
}

// plain removes the quotes of JSON; the encoder puts back those that YAML needs.
func plain(n *yaml.Node) {
	n.Style &^= yaml.DoubleQuotedStyle
	for _, child := range n.Content {
		plain(child)
	}
}

// code makes a code span. A bar needs its backslash even there, for the table
// is cut into cells first.
func code(s string) string {
	quotes := "`"
	for strings.Contains(s, quotes) {
		quotes += "`"
	}
	if len(quotes) > 1 {
		s = " " + s + " "
	}
	return quotes + cell(s) + quotes
}

func cell(s string) string {
	return strings.ReplaceAll(strings.ReplaceAll(s, "\n", " "), "|", `\|`)
}
