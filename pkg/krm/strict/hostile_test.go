package strict_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm/strict"
)

// bomb is nine levels of aliases, each nine times the one before.
func bomb(first, level string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "canary:\n  x0: &x0 %s\n", first)
	for i := range 9 {
		alias := fmt.Sprintf("*x%d", i)
		fmt.Fprintf(&b, "  x%d: &x%d %s\n", i+1, i+1, strings.ReplaceAll(level, "@", alias))
	}
	return b.String()
}

func TestDecodeStopsAtWhatExpandsWithoutEnd(t *testing.T) {
	const tooMuch = "expands to too much: write out what the aliases (*name) stand for"
	nine := strings.TrimSuffix(strings.Repeat("@, ", 9), ", ")
	for name, document := range map[string]string{
		"a bomb of lists":    bomb("[a]", "["+nine+"]"),
		"a bomb of mappings": bomb("{a: b}", "{a: @, b: @, c: @, d: @, e: @, f: @, g: @}"),
		"a bomb of merges":   bomb("{z: z}", "{a: {<<: @}, b: {<<: @}, c: {<<: @}, d: {<<: @}, e: {<<: @}, f: {<<: @}}"),
		"a list of merges":   bomb("{z: z}", "{<<: ["+nine+"]}"),
	} {
		t.Run(name, func(t *testing.T) {
			problems := decode(document, &config{})
			assert.Equal(t, 1, strings.Count(problems, "\n"), problems)
			assert.Contains(t, problems, tooMuch)
			assert.Equal(t, 1, strings.Count(decode(strings.Replace(document, "canary", "raw", 1), &nodes{}), tooMuch))
		})
	}
}

func TestDecodeStopsAtCycles(t *testing.T) {
	for name, document := range map[string]string{
		"a list in itself":              "extra: &a [*a]",
		"a list twice in itself":        "extra: &a [*a, *a]",
		"a mapping in itself":           "canary: &a {a: *a}",
		"a mapping merged into itself":  "canary: &a {<<: *a}",
		"a mapping merged twice":        "canary: &a {<<: [*a, *a]}",
		"a merge list in itself":        "canary: {<<: &a [*a, *a]}",
		"the document in its own field": "&a\nextra: *a",
	} {
		t.Run(name, func(t *testing.T) {
			problems := decode(document, &config{})
			assert.Equal(t, 1, strings.Count(problems, "\n"), problems)
			assert.Regexp(t, `expands to too much|more than 100 levels`, problems)
		})
	}
}

func TestDecodeBoundsWhatItRepeats(t *testing.T) {
	long := strings.Repeat("é", 5000)
	key := long[:1000] // more is no key for yaml.v3
	problems := decode(key+": a\nwhenMissing: "+long+"\nmaxAge: "+long+"\nlabels: {"+key+": 1}\nextra: "+
		strings.Repeat("[", 200)+strings.Repeat("]", 200)+"\n", &config{})
	assert.Equal(t, 5, strings.Count(problems, "\n"))
	assert.Less(t, len(problems), 2000)
	assert.Contains(t, problems, "é…")
	assert.Contains(t, problems, "is nested more than 100 levels deep")
}

func TestDecodeQuotesWhatCouldForgeALine(t *testing.T) {
	assert.Equal(t,
		"1 spec[\"a\\nerror: b\"]: unknown field \"a\\nerror: b\"\n2 spec.whenMissing: is \"a\\x1b[2J\\n\", but must be one of error, leave\n",
		decode("\"a\\nerror: b\": 1\nwhenMissing: \"a\\e[2J\\n\"\n", &config{}))
}

func TestDecodeTakesNodesThatNoParserMade(t *testing.T) {
	scalar := func(value string) *yaml.Node { return &yaml.Node{Kind: yaml.ScalarNode, Value: value} }
	got := config{}
	assert.Empty(t, strict.Decode(&yaml.Node{Kind: yaml.MappingNode, Content: []*yaml.Node{
		scalar("replicas"), scalar("3"), scalar("host"), {}, scalar("debug"), nil, scalar("dangling"),
	}}, "spec", &got))
	assert.Equal(t, config{Replicas: 3}, got)
}
