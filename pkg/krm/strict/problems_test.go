package strict_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// Each case is a whole document and the whole list of its problems.
func TestDecodeProblems(t *testing.T) {
	for _, tc := range []struct{ name, document, want string }{{
		"unknown fields name the near one, and never their value, for it may be a misspelt secret",
		"hots: a\nHost: b\nIgnored: c\nprop: [env]\nrules:\n- from: a\n  too: hunter2\n",
		`1 spec.hots: unknown field "hots", did you mean "host"?
2 spec.Host: unknown field "Host", did you mean "host"?
3 spec.Ignored: unknown field "Ignored"
4 spec.prop: unknown field "prop", did you mean "propagate"?
7 spec.rules[0].too: unknown field "too", did you mean "to"?
`,
	}, {
		"where no field is near, the few that there are get listed, and many do not",
		"zzzzzz: 1\nselector:\n  zzzzzz: 1\n  names: [a]\n",
		`1 spec.zzzzzz: unknown field "zzzzzz"
3 spec.selector.zzzzzz: unknown field "zzzzzz"; known fields: names, labelSelector
`,
	}, {
		"a field given twice is a mistake even with the same value, since the reader sees only one of them",
		"host: a\nhost: a\nlabels: {a: b, a: c}\ncanary:\n  x: 1\n  x: 2\n",
		`2 spec.host: is given twice; the first is in line 1
3 spec.labels.a: is given twice; the first is in line 3
6 spec.canary.x: is given twice; the first is in line 5
`,
	}, {
		"a word in the place of a mapping has to be one of those that may stand there",
		"retain: non\n", "1 spec.retain: is \"non\", but must be none or a mapping\n",
	}, {
		"nor may a list", "retain: [none]\n", "1 spec.retain: is a list, but must be none or a mapping\n",
	}, {
		"the word, and the mapping", "retain: none\n", "",
	}, {
		"in the mapping all is as ever", "retain: {keep: x}\n", "1 spec.retain.keep: is \"x\", but must be a whole number\n",
	}, {
		"an unquoted scalar is no string, because 1.10 would not survive as it is",
		"host: 1.10\nwhenMissing: false\nnames: [a, 0755]\nlabels: {a: true}\n",
		`1 spec.host: is a number, but must be a string; put it in quotes
2 spec.whenMissing: is a boolean, but must be a string; put it in quotes
3 spec.names[1]: is a number, but must be a string; put it in quotes
4 spec.labels.a: is a boolean, but must be a string; put it in quotes
`,
	}, {
		"numbers and booleans say what they must be, and when the quotes alone are wrong",
		"replicas: '3'\nsmall: 300\nport: -1\nweight: heavy\ndebug: yes\noptional: \"true\"\n" +
			"auth: {tries: 1.5}\ncanary: {a: .inf, b: !!int x}\n",
		`1 spec.replicas: is a string, but must be a whole number; remove the quotes
2 spec.small: is 300, which is out of range
3 spec.port: is -1, which is out of range
4 spec.weight: is "heavy", but must be a number
5 spec.debug: is "yes", but must be true or false
6 spec.optional: is a string, but must be true or false; remove the quotes
7 spec.auth.tries: is a number, but must be a whole number
8 spec.canary.a: must be a finite number
8 spec.canary.b: has the tag "!!int", which its text does not fit; remove it
`,
	}, {
		"a wrong shape is told for every kind, and the rest of the document is still read",
		"host: [a]\nrules: {from: a}\nlabels: [a]\nselector: api\nmaxAge: {d: 1}\nreplicas: {}\nnames: a\nnamed: {a: [b]}\nhots: a\n",
		`1 spec.host: is a list, but must be a string
2 spec.rules: is a mapping, but must be a list
3 spec.labels: is a list, but must be a mapping
4 spec.selector: is a string, but must be a mapping
5 spec.maxAge: is a mapping, but must be a string
6 spec.replicas: is a mapping, but must be a whole number
7 spec.names: is a string, but must be a list
8 spec.named.a: is a list, but must be a mapping
9 spec.hots: unknown field "hots", did you mean "host"?
`,
	}, {
		"a value that is none of those allowed suggests the near one",
		"whenMissing: eror\npropagate: [env, Args, probes]\n",
		`1 spec.whenMissing: is "eror", but must be one of error, leave; did you mean "error"?
2 spec.propagate[1]: is "Args", but must be one of annotations, env, args; did you mean "args"?
2 spec.propagate[2]: is "probes", but must be one of annotations, env, args
`,
	}, {
		"required means there and not empty; a missing field is told at its mapping's line",
		"rules:\n- to: a\n  toes: b\n- from: ''\n- from: ~\nselector: {names: []}\n",
		`2 spec.rules[0].from: is required
3 spec.rules[0].toes: unknown field "toes"; known fields: from, to
4 spec.rules[1].from: is required
5 spec.rules[2].from: is required
6 spec.selector.names: is required
`,
	}, {
		"a null is an absent field, but an item or an entry cannot be absent",
		"host:\nrules:\nnames: [a, ~]\nlabels: {a: }\nnamed: {a: ~}\nsteps: [~]\n",
		`3 spec.names[1]: is empty; give it a value or remove it
4 spec.labels.a: is empty; give it a value or remove it
5 spec.named.a: is empty; give it a value or remove it
`,
	}, {
		"a type that reads itself gives its own message",
		"maxAge: 2 weeks\n",
		`1 spec.maxAge: is "2 weeks", but must be a number of days such as 14d
`,
	}, {
		"nothing below a secret field is repeated, be it a value or a key",
		"auth:\n  mode: hunter1\n  tries: hunter2\n  age: hunter3\n  hunter4: a\n  tokens: {hunter5: 5, 6: hunter6, a.b: ~}\n",
		`2 spec.auth.mode: is a string, but must be one of basic, token
3 spec.auth.tries: is a string, but must be a whole number
4 spec.auth.age: is not valid
5 spec.auth[*]: unknown field
6 spec.auth.tokens[*]: is a number, but must be a string; put it in quotes
6 spec.auth.tokens[*]: the key is a number, but must be a string; put it in quotes
6 spec.auth.tokens[*]: is empty; give it a value or remove it
`,
	}, {
		"a key must be a string, for what 1.10 becomes depends on who reads it next",
		"labels: {1.10: a, app.kubernetes.io/name: 1}\ncanary: {true: a}\n[a]: b\n",
		`1 spec.labels["1.10"]: the key is a number, but must be a string; put it in quotes
1 spec.labels["app.kubernetes.io/name"]: is a number, but must be a string; put it in quotes
2 spec.canary.true: the key is a boolean, but must be a string; put it in quotes
3 spec: has a key that is a list; a key must be a string
`,
	}, {
		"a tag of somebody's own has no meaning here",
		"host: !secret a\nextra: !!binary aGk=\nlabels: !!set {a}\n",
		`1 spec.host: has the tag "!secret", which is not supported; remove it
2 spec.extra: has the tag "!!binary", which is not supported; remove it
3 spec.labels: has the tag "!!set", which is not supported; remove it
`,
	}, {
		"a merge key that brings in a wrong field or no mapping is told where that stands",
		"canary: &c {hots: a}\nselector:\n  names: [a]\n  <<: *c\nextra: {<<: [a]}\n",
		`1 spec.selector.hots: unknown field "hots"; known fields: names, labelSelector
5 spec.extra["<<"]["<<"]: is a string, but must be a mapping
`,
	}, {
		"the settings themselves must be a mapping",
		"- host: a\n",
		"1 spec: is a list, but must be a mapping\n",
	}} {
		t.Run(tc.name, func(t *testing.T) {
			assert.Equal(t, tc.want, decode(tc.document, &config{}))
		})
	}
}
