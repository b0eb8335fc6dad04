package sealedsecret_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestMovedFrom(t *testing.T) {
	const moves = `
- {from: sample-app, to: "sample-app-pr-*", names: [db, tls.api]}
- {from: base, to: "*-pr-*", names: [db]}
- {from: sample-app, to: "sample-*-7", names: [db, smtp]}
- {from: shop, to: shop-test, names: [db]}
- {from: shop-pr-1, to: "shop*", names: [db]}
`
	keys, problems := keyFiles{"tls.key": pkcs8(keyPairs()[0]), "moves.yaml": moves}.load()
	require.Empty(t, problems)
	for name, tc := range map[string]struct{ namespace, name, want string }{
		"in the order of the file, each once":            {"sample-app-pr-7", "db", "sample-app base"},
		"by the names of each move":                      {"sample-app-pr-7", "smtp", "sample-app"},
		"a name with a dot is one name":                  {"sample-app-pr-1", "tls.api", "sample-app"},
		"and the dot is no wildcard":                     {"sample-app-pr-1", "tls-api", ""},
		"a name is whole":                                {"sample-app-pr-1", "db2", ""},
		"a star stands for nothing, too":                 {"sample-app-pr-", "db", "sample-app base"},
		"a star does not pass a slash":                   {"sample-app-pr-1/x", "db", ""},
		"the glob is for the whole name, at its end":     {"shop-test2", "db", "shop-pr-1"},
		"and at its beginning":                           {"my-sample-app-test", "db", ""},
		"a namespace without a star is one":              {"shop-test", "db", "shop shop-pr-1"},
		"the item's own namespace needs no move":         {"shop-pr-1", "db", "base"},
		"what is not named does not move":                {"elsewhere", "db", ""},
		"an item with no namespace, or no name, neither": {"", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, tc.want, strings.Join(keys.MovedFrom(tc.namespace, tc.name), " "))
		})
	}
}

func TestMovesProblems(t *testing.T) {
	long, longer := strings.Repeat("a", 64), strings.Repeat("a", 254)
	cut := strings.Repeat("a", 60) + "…"
	for name, tc := range map[string]struct{ text, want string }{
		"none is fine":                          {"[]\n", ""},
		"JSON is fine":                          {`[{"from": "a", "to": "b", "names": ["c"]}]`, ""},
		"all that names and globs may be":       {"[{from: 0-a, to: '*a-*-z9*', names: [a.b-c.0]}]", ""},
		"an empty file may be a mistake":        {" \n", "is empty; write a list of {from, to, names}, or [] for none, or remove the file"},
		"null, too":                             {"# none\n~", "is empty; write a list of {from, to, names}, or [] for none, or remove the file"},
		"a mapping":                             {"moves: []", "moves: is a mapping, but must be a list"},
		"broken YAML":                           {"- {from: a\n- b: [", "is broken YAML near line 1; write a list of {from, to, names}"},
		"two documents":                         {"[]\n---\n[]\n", "has 2 documents, but must have one; write a list of {from, to, names}"},
		"a key that landed here":                {pkcs8(keyPairs()[0]), "holds PEM, but must hold moves; write a list of {from, to, names}, and keep keys in files of their own"},
		"a key inside of it":                    {"- from: '" + pkcs8(keyPairs()[0]) + "'", "holds PEM, but must hold moves; write a list of {from, to, names}, and keep keys in files of their own"},
		"fields that are missing, each":         {"- {}\n- {from: '', to: , names: []}", "moves[0].from: is required|moves[0].to: is required|moves[0].names: is required|moves[1].from: is required|moves[1].to: is required|moves[1].names: is required"},
		"an unknown field":                      {"- {from: a, to: b, names: [c], form: d}", `moves[0].form: unknown field "form", did you mean "from"?`},
		"a field given twice":                   {"- {from: a, from: a, to: b, names: [c]}", `moves[0].from: is given twice; the first is in line 1`},
		"wrong types are told once":             {"- {from: [a], to: 1, names: [2, ~, c]}\n- x\n- ~", "moves[0].from: is a list, but must be a string|moves[0].to: is a number, but must be a string; put it in quotes|moves[0].names[0]: is a number, but must be a string; put it in quotes|moves[0].names[1]: is empty; give it a value or remove it|moves[1]: is a string, but must be a mapping|moves[2]: is empty; give it a value or remove it"},
		"a glob where a name must be":           {"- {from: 'a*', to: b, names: ['c*', '*']}", `moves[0].from: is "a*", but must be the name of one namespace, with no * in it|moves[0].names[0]: is "c*", but must be the name of one SealedSecret, with no * in it|moves[0].names[1]: is "*", but must be the name of one SealedSecret, with no * in it`},
		"every namespace":                       {"- {from: a, to: '*', names: [c]}\n- {from: a, to: '***', names: [c]}", `moves[0].to: is "*", but that is every namespace; name those that are meant, such as sample-app-pr-*|moves[1].to: is "***", but that is every namespace; name those that are meant, such as sample-app-pr-*`},
		"the namespace itself":                  {"- {from: a, to: a, names: [c]}", `moves[0].to: is "a", but that is where the values come from; name another namespace, or remove the move`},
		"names that are none":                   {"- {from: A, to: b, names: [c_d]}\n- {from: a.b, to: c, names: ['', a..b, a., -a, a/b]}", `moves[0].from: is "A", but must be the name of one namespace, with no * in it|moves[0].names[0]: is "c_d", but must be the name of one SealedSecret, with no * in it|moves[1].from: is "a.b", but must be the name of one namespace, with no * in it|moves[1].names[0]: is "", but must be the name of one SealedSecret, with no * in it|moves[1].names[1]: is "a..b", but must be the name of one SealedSecret, with no * in it|moves[1].names[2]: is "a.", but must be the name of one SealedSecret, with no * in it|moves[1].names[3]: is "-a", but must be the name of one SealedSecret, with no * in it|moves[1].names[4]: is "a/b", but must be the name of one SealedSecret, with no * in it`},
		"globs that no namespace can match":     {"- {from: a, to: '-*', names: [c]}\n- {from: a, to: 'B*', names: [c]}\n- {from: a, to: 'a.*', names: [c]}", `moves[0].to: is "-*", but must be the name of a namespace, in which only * is special|moves[1].to: is "B*", but must be the name of a namespace, in which only * is special|moves[2].to: is "a.*", but must be the name of a namespace, in which only * is special`},
		"other wildcards":                       {"- {from: a, to: 'b?', names: [c]}\n- {from: a, to: 'b[a-z]', names: [c]}\n- {from: a, to: 'b\\*', names: [c]}", `moves[0].to: is "b?", but must be the name of a namespace, in which only * is special|moves[1].to: is "b[a-z]", but must be the name of a namespace, in which only * is special|moves[2].to: is "b\\*", but must be the name of a namespace, in which only * is special`},
		"names that are too long, cut":          {"- {from: " + long + ", to: '" + long + "*', names: [" + longer + "]}", `moves[0].from: is "` + cut + `", but must be the name of one namespace, with no * in it|moves[0].to: is "` + cut + `", but must be the name of a namespace, in which only * is special|moves[0].names[0]: is "` + cut + `", but must be the name of one SealedSecret, with no * in it`},
		"a line break is no end of a good name": {"- {from: \"a\\n\", to: \"b*\\n\", names: [\"c\\n\"]}", `moves[0].from: is "a\n", but must be the name of one namespace, with no * in it|moves[0].to: is "b*\n", but must be the name of a namespace, in which only * is special|moves[0].names[0]: is "c\n", but must be the name of one SealedSecret, with no * in it`},
	} {
		t.Run(name, func(t *testing.T) {
			want := ""
			if tc.want != "" {
				want = "moves.yaml: " + strings.ReplaceAll(tc.want, "|", "\nmoves.yaml: ") + "\n"
			}
			keys, problems := keyFiles{"tls.key": pkcs8(keyPairs()[0]), "moves.yaml": tc.text}.load()
			assert.Equal(t, want, problems)
			assert.Equal(t, tc.want == "", keys != nil)
		})
	}
}
