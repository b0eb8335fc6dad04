package strict_test

import (
	"fmt"
	"strings"
)

// writer makes a document in flow style out of a row of choices.
type writer struct {
	strings.Builder
	choices []byte
	anchors int
}

func (w *writer) choose(n int) int {
	if len(w.choices) == 0 {
		return 0
	}
	c := int(w.choices[0])
	w.choices = w.choices[1:]
	return c % n
}

var (
	topNames = []string{
		"names", "host", "whenMissing", "replicas", "small", "port", "weight", "debug", "optional", "rules", "propagate",
		"labels", "named", "steps", "canary", "extra", "maxAge", "selector", "auth", "raw", "values", "list", "hots",
	}
	// fitting has values that are right for a name, for a document of random
	// ones is seldom right as a whole.
	fitting = map[string][]string{
		"names": {"[]", "[api, 'shop']"}, "whenMissing": {"error", "'leave'"}, "replicas": {"3", "0x1F", "1e3"},
		"small": {"-128", "0b11"}, "port": {"65535", "8_080"}, "weight": {"1", "0.5", "-.5", "1e-3"},
		"debug": {"true", "False", "TRUE"}, "optional": {"false", "~"}, "propagate": {"[env, args]", "[]"},
		"rules": {"[{from: a, to: b}]", "[{from: 2027-01-31}]"}, "labels": {"{a: b, 'c': d}", "{}"},
		"named": {"{a: {from: a}}"}, "steps": {"[{setWeight: 10}, ~, a, 1]"}, "maxAge": {"14d", "'3d'"},
		"selector": {"{names: [a]}", "~"}, "auth": {"{mode: token, age: 1d}"}, "raw": {"{a: [1, b]}"},
		"mode": {"basic"}, "tries": {"7"}, "age": {"2d"}, "tokens": {"{a: b}"}, "from": {"a"}, "to": {"b"},
	}
	innerNames = []string{"from", "to", "names", "labelSelector", "mode", "tries", "age", "tokens", "a", "'1'", "2", "a.b", "<<"}
	scalars    = []string{
		"a", "'a'", "api", "error", "leave", "env", "args", "basic", "14d", "1", "-1", "300", "1e3", "1.5", "0755", "0x1F",
		"1_0", ".inf", "true", "false", "yes", "~", "''", "2027-01-31", "'3'", "'true'", "!!str 1", "!!int '1'", "!x a",
	}
)

func (w *writer) mapping(names []string, depth int) {
	w.WriteString("{")
	for range w.choose(5) {
		name := names[w.choose(len(names))]
		w.WriteString(name + ": ")
		if right, ok := fitting[name]; ok && w.choose(4) > 0 {
			w.WriteString(right[w.choose(len(right))])
		} else {
			w.node(depth + 1)
		}
		w.WriteString(", ")
	}
	w.WriteString("}")
}

func (w *writer) node(depth int) {
	kind := w.choose(8)
	switch {
	case kind == 0 && w.anchors > 0:
		fmt.Fprintf(w, "*a%d ", w.choose(w.anchors))
		return
	case kind == 1:
		// Named before its content is written, so that it can hold itself.
		fmt.Fprintf(w, "&a%d ", w.anchors)
		w.anchors++
	}
	if kind == 1 {
		kind = w.choose(8)
	}
	switch {
	case depth > 6 || kind < 4:
		w.WriteString(scalars[w.choose(len(scalars))])
	case kind < 6:
		w.mapping(innerNames, depth)
	default:
		w.WriteString("[")
		for range w.choose(4) {
			w.node(depth + 1)
			w.WriteString(", ")
		}
		w.WriteString("]")
	}
}

var seeds = []string{
	"",
	"host: shop.example.com\nwhenMissing: leave\nreplicas: 1e3\nsmall: -128\nport: 0x1F90\nweight: 12.5\ndebug: true\n",
	"optional: false\nrules:\n- {from: '*.example.com', to: \"{host}\"}\n- from: 2027-01-31\npropagate: [env]\n",
	"labels: {app: api, '8080': http}\nnamed: {a: &a {from: x}, c: *a}\nsteps: [{setWeight: 10}, {pause: {}}, null]\n",
	"canary: {maxSurge: 25%, weight: 0.5, big: 18446744073709551615, ok: yes}\nextra: [1, two, ~, {<<: {a: b}}]\nmaxAge: 14d\n",
	"selector: {names: [api]}\nauth: {mode: basic, tokens: {a: b}}\nnames: [api, shop]\n",
	"Host: a\nhots: b\nhost: 1\nhost: 2\nlabels: {1: 2}\nextra: !!binary aGk=\nrules: ~\n",
	"raw: &r {a: [1]}\npointer: *r\nvalues: |\n  text\nlist: [*r, >-\n  folded]\n",
	"extra: &a [*a]\ncanary: &b {<<: *b}\n? [a]\n: b\n",
	"small: !!int '3'\nweight: .inf\nreplicas: 0755\nport: 1_000\nextra: [0o17, 0b11, -.5, 1e400, 12:30:45]\n",
}
