package krm

import (
	"strconv"
	"strings"
	"unicode"
)

// Severity says what a result means for the run.
type Severity string

// An error fails the run, a warning wants a look, an info tells what was done.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
	Info    Severity = "info"
)

// A Result is one thing that a function tells, in the form of the KRM functions
// specification.
type Result struct {
	Message     string       `yaml:"message"`
	Severity    Severity     `yaml:"severity"`
	ResourceRef *ResourceRef `yaml:"resourceRef,omitempty"`
	Field       *Field       `yaml:"field,omitempty"`
	File        *File        `yaml:"file,omitempty"`
}

// A ResourceRef names the object that a result is about.
type ResourceRef struct {
	APIVersion string `yaml:"apiVersion,omitempty"`
	Kind       string `yaml:"kind,omitempty"`
	Name       string `yaml:"name,omitempty"`
	Namespace  string `yaml:"namespace,omitempty"`
}

// String is the kind, the namespace and the name.
func (r *ResourceRef) String() string {
	return strings.TrimSpace(r.Kind + " " + strings.TrimPrefix(r.Namespace+"/"+r.Name, "/"))
}

// A Field names a field, as in spec.rules[0].host, and what it says and should
// say. Neither value may be a secret, nor more of a text than the word that
// matters.
type Field struct {
	Path     string `yaml:"path,omitempty"`
	Current  string `yaml:"currentValue,omitempty"`
	Proposed string `yaml:"proposedValue,omitempty"`
}

// A File says where the object was read: a path, and its place in that file.
type File struct {
	Path  string `yaml:"path"`
	Index int    `yaml:"index,omitempty"`
}

// String is the result as one line for people: its severity, object, file and
// field, as far as they are known, and its message, which may go on with a
// remedy of several lines. What else comes from the input cannot break the line,
// and nothing can steer a terminal.
func (r Result) String() string {
	var where []string
	if ref := r.ResourceRef; ref != nil {
		where = append(where, oneLine(ref.String()))
	}
	if r.File != nil {
		where = append(where, "in "+oneLine(r.File.Path))
	}
	var line strings.Builder
	line.WriteString(string(r.Severity) + ": ")
	if at := strings.TrimSpace(strings.Join(where, " ")); at != "" {
		line.WriteString(at + ": ")
	}
	if r.Field != nil && r.Field.Path != "" {
		line.WriteString(oneLine(r.Field.Path) + ": ")
	}
	for i, part := range strings.Split(r.Message, "\n") {
		if i > 0 {
			line.WriteString("\n")
		}
		line.WriteString(oneLine(part))
	}
	return line.String()
}

// oneLine escapes what would break a line or steer a terminal.
func oneLine(s string) string {
	if strings.IndexFunc(s, unicode.IsControl) < 0 {
		return s
	}
	quoted := strconv.Quote(s)
	return quoted[1 : len(quoted)-1]
}
