// Package krmdoc writes a function's JSON schema and the reference part of its
// README from the one place where its settings are described: the Go source of
// its config type, with its comments and tags.
//
// The comment on a field is what users read, so it is written for them: it says
// what the setting does, not that "Host is a string". Markdown passes through;
// line breaks do not count. The tags are those of package strict, and so are
// the rules by which a field gets its name:
//
//	// The values that are left alone; globs too.
//	Keep []string `json:"keep,omitempty"`
//	// What to do with a resource that has none.
//	WhenMissing string `json:"whenMissing,omitempty" enum:"error,leave"`
//
// Defaults come from a value of the type, as its Default method leaves it. They
// are marshalled, and whatever is not empty in the JSON is a default; so fields
// need omitempty, or omitzero where a type's empty text is not "".
//
// The package is for generators, which are tests that also tell when what they
// generated is stale. No binary links it.
//
// Limits: a type that holds itself cannot be described, nor can one from a
// package outside the module, except yaml.Node, yaml.RNode and time.Time.
package krmdoc

// Kind says how a value looks in YAML.
type Kind int

// The kinds. What needs no comment is what JSON schema calls so.
const (
	Any     Kind = iota // any value
	String              //
	Boolean             //
	Integer             //
	Number              //
	Text                // a string that a type of its own reads: a duration, a share
	List                // of Elem
	Map                 // of Elem, under keys that the user chooses
	Struct              // of Fields
)

// Type is the type of a value.
type Type struct {
	Kind   Kind
	Name   string // its Go name; empty for a type without one
	Doc    string // its comment, on one line
	Elem   *Type  // of a List or Map
	Fields []Field
}

// Field is one setting of a Struct.
type Field struct {
	Name     string // as in YAML
	Doc      string // its comment, on one line
	Type     *Type
	Enum     []string // the values that it may have, or the items of a list
	Required bool
	Secret   bool // its default is not shown
}

// apiVersion is that of every config kind.
const apiVersion = "kurumi.dev/v1alpha1"
