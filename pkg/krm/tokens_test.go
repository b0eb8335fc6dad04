package krm_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestAScalarKeepsTheQuotingThatItHad(t *testing.T) {
	for name, tt := range map[string]struct{ spec, want string }{
		"plain":                             {"  host:   old.example.com   # why\n", "  host:   new.example.com   # why\n"},
		"in single quotes":                  {"  host: 'old.example.com' # why\n", "  host: 'new.example.com' # why\n"},
		"in double quotes":                  {"  host: \"old.example.com\"\n", "  host: \"new.example.com\"\n"},
		"in double quotes with an escape":   {"  host: \"old\\u002eexample.com\" # why\n  other:  [ a ]\n", "  host: \"new.example.com\" # why\n  other:  [ a ]\n"},
		"in single quotes with a quote":     {"  host: 'it''s' # why\n  other:  [ a ]\n", "  host: 'new.example.com' # why\n  other:  [ a ]\n"},
		"in quotes over two lines":          {"  host: \"old\n    host\" # why\n  other:  [ a ]\n", "  host: \"new.example.com\" # why\n  other:  [ a ]\n"},
		"plain over two lines":              {"  host: old\n    host # why\n  other:  [ a ]\n", "  host: new.example.com # why\n  other:  [ a ]\n"},
		"literal":                           {"  host: |-\n      old.example.com\n\n  other:  [ a ]\n", "  host: |-\n      new.example.com\n\n  other:  [ a ]\n"},
		"literal with an indicator":         {"  host: |2-\n    old.example.com\n  other:  [ a ]\n", "  host: |2-\n    new.example.com\n  other:  [ a ]\n"},
		"folded":                            {"  host: >-\n    old\n    host\n  other:  [ a ]\n", "  host: >-\n    new.example.com\n  other:  [ a ]\n"},
		"in flow style":                     {"  {host: old.example.com,  other: [ a ]}\n", "  {host: new.example.com,  other: [ a ]}\n"},
		"in JSON":                           {"  {\"host\":\"old.example.com\",\"other\":1}\n", "  {\"host\":\"new.example.com\",\"other\":1}\n"},
		"behind wide characters":            {"  {ключ: \"日本\", host: old.example.com, other: ü}\n", "  {ключ: \"日本\", host: new.example.com, other: ü}\n"},
		"behind a key in quotes":            {"  'host': old.example.com\n", "  'host': new.example.com\n"},
		"with an anchor that nobody uses":   {"  host: &h old.example.com\n  other: [ a ]\n", "  host: new.example.com\n  other: [a]\n"},
		"with a tag":                        {"  host: !!str old.example.com\n  other: [ a ]\n", "  host: !!str new.example.com\n  other: [a]\n"},
		"equal to another scalar beside it": {"  x: old.example.com\n  host: old.example.com\n  y: old.example.com\n", "  x: old.example.com\n  host: new.example.com\n  y: old.example.com\n"},
	} {
		t.Run(name, func(t *testing.T) {
			item := func(spec string) string {
				return "- kind: Site # one\n  metadata:   {name: a}\n  spec:\n" + strings.ReplaceAll("  "+strings.TrimSuffix(spec, "\n"), "\n", "\n  ") + "\n"
			}
			in := header + "items:\n" + strings.ReplaceAll(item(tt.spec), "\n  \n", "\n\n")
			out, _ := process(t, in+stampWith)
			want := header + "items:\n" + strings.ReplaceAll(item(tt.want), "\n  \n", "\n\n")
			if strings.Contains(want, "[a]") { // encoded anew
				want = strings.Replace(want, "metadata:   {", "metadata: {", 1)
			}
			assert.True(t, strings.HasPrefix(out, want), out)
		})
	}
}

func TestANewValueGetsTheQuotesThatItNeeds(t *testing.T) {
	for value, want := range map[string]string{
		"*.example.com":   `'*.example.com'`,
		"true":            `"true"`,
		"012":             `"012"`,
		"a:":              `'a:'`,
		"":                `""`,
		"it's":            `it's`,
		"a\nb":            `"a\nb"`,
		"new.example.com": `new.example.com`,
		"https://x:80/y":  `https://x:80/y`,
		"日本":              `日本`,
	} {
		in := header + "items:\n- kind: Site\n  metadata: {name: a}\n  spec:\n    host: old.example.com\n"
		escaped := strings.ReplaceAll(value, "\n", `\n`)
		out, told := process(t, in+"functionConfig: {apiVersion: kurumi.dev/v1alpha1, kind: Stamp, spec: {host: \""+escaped+"\"}}\n")
		assert.Len(t, told, 1, value)
		assert.Contains(t, out, "\n    host: "+want+"\n", "%q", value)
	}
}
