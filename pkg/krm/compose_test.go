package krm

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// fragments are what lines of YAML are made of, the ordinary and the odd.
var fragments = []string{
	"kind: A", "apiVersion: v1", "metadata:", "name: a", "namespace: b", "spec:", "a: b", "b:", "c", "kind:", "items:",
	"data: |", "e: |+", "f: >-", "g: |2", "|", ">", "h: | # c", "i: |-",
	"\"x", "x\"", "\"y\"", "'", "'z'", "j: \"k", "l\"", "'m': n", "\"kind\": B", "o: 'it''s'", "p: \"\\\"\"",
	"[", "]", "{", "}", "q: [", "[r, s]", "{t: u}", ",", "v: {w: [x,", "\"]\"", "y]}", "[]", "{}", "a]", "b: [c'd, \"e\"]",
	"# c", "", "f # g", "h#i", "j: k # l", "m: #n", "o:p", "q: r: s", "t:", ":", ": u", "? v", "?",
	"&a", "*a", "a1: &a 1", "a2: *a", "a3: [*a]", "a4: &b {x: *a}", "&b c: d", "*b : e", "<<: *a", "<<: {name: z}", "&a x", "a5: &a [*b]",
	"!!str x", "!t", "a6: !!str 1", "!!map", "a7:\tb", "\tc", "d\t# e", "a8: \tf", "-\tg",
	"- h", "-", "- - i", "- |", "- |+", "- kind: C", "- name: j", "- {kind: D}", "- 'k'", "- \"l", "- [m,", "- # n", "- *a", "- &a o", "-   kind: E", "- metadata:",
	"---", "...", "--- # c", "--- {kind: F}", "%p", "@q", "`r", "%YAML 1.2", "null", "~", "12", "true",
	"日本: 語", "é", "\u0085", "\u2028", "\r", "\ufeff", "{{ s }}", "t: {{ u }}", "items: []", "functionConfig:", "results:",
}

// compose makes a text out of a row of choices, two for each line: how it is
// indented and ended, and what stands there. A fuzzer that chooses lines finds
// more than one that chooses bytes.
func compose(choices []byte) string {
	var b strings.Builder
	for len(choices) >= 2 {
		how, what := choices[0], choices[1]
		choices = choices[2:]
		b.WriteString(strings.Repeat(" ", int(how&7)))
		b.WriteString(fragments[int(what)%len(fragments)])
		switch how >> 3 {
		case 0:
			b.WriteString("\r\n")
		case 1: // the next line goes on here
		case 2:
			b.WriteString(" \n")
		default:
			b.WriteString("\n")
		}
	}
	return b.String()
}

// FuzzQuickTreeLines is FuzzQuickTree for texts that are composed of lines.
func FuzzQuickTreeLines(f *testing.F) {
	f.Add([]byte("\x18\x00\x1a\x01"))
	f.Fuzz(func(t *testing.T, choices []byte) {
		text := []byte(compose(choices))
		got, ok := quickTree(text, -1, new(arena))
		if !ok {
			return
		}
		want, err := decode(text)
		if err != nil {
			t.Fatalf("quickTree read what yaml.v3 refuses: %v\n%q", err, text)
		}
		if diff := cmp.Diff(want, got, sameTree); diff != "" {
			t.Fatalf("%q:\n%s", text, diff)
		}
	})
}
