package krm

import (
	"bytes"
	"strconv"
	"strings"
)

// formatResults writes results as items of a sequence whose dashes stand in the
// given column. There can be one for every item of a large input, so this does
// not go through a YAML encoder.
func formatResults(results []Result, dash int) []byte {
	w := resultWriter{pad: strings.Repeat(" ", dash)}
	for _, r := range results {
		w.line("- message: ", quote(r.Message))
		w.line("  severity: ", string(r.Severity))
		if ref := r.ResourceRef; ref != nil && *ref != (ResourceRef{}) {
			w.line("  resourceRef:")
			w.field("apiVersion", ref.APIVersion)
			w.field("kind", ref.Kind)
			w.field("name", ref.Name)
			w.field("namespace", ref.Namespace)
		}
		if f := r.Field; f != nil && *f != (Field{}) {
			w.line("  field:")
			w.field("path", f.Path)
			w.field("currentValue", f.Current)
			w.field("proposedValue", f.Proposed)
		}
		if f := r.File; f != nil {
			w.line("  file:")
			w.field("path", f.Path)
			if f.Index > 0 {
				w.line("    index: ", strconv.Itoa(f.Index))
			}
		}
	}
	return w.Bytes()
}

type resultWriter struct {
	bytes.Buffer
	pad string
}

func (w *resultWriter) line(pieces ...string) {
	w.WriteString(w.pad)
	for _, piece := range pieces {
		w.WriteString(piece)
	}
	w.WriteByte('\n')
}

func (w *resultWriter) field(key, value string) {
	if value != "" {
		w.line("    ", key, ": ", quote(value))
	}
}

// quote writes a string as a YAML scalar on one line.
func quote(s string) string {
	if plainString(s) {
		return s
	}
	return doubleQuoted(s)
}
