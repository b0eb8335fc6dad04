package krm

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// A position that misleads must not be spliced at, whatever stands there.
func TestATokenIsOnlyWhatDecodesToTheOldValue(t *testing.T) {
	for name, tt := range map[string]struct {
		text  string
		start int
		old   yaml.Node
		flow  bool
		end   int
	}{
		"the value":                           {"host: foo # x", 6, yaml.Node{Value: "foo"}, false, 9},
		"the value at the end of the text":    {"host: foo", 6, yaml.Node{Value: "foo"}, false, 9},
		"a longer value":                      {"host: foobar", 6, yaml.Node{Value: "foo"}, false, -1},
		"more words":                          {"host: foo bar", 6, yaml.Node{Value: "foo"}, false, -1},
		"another value":                       {"host: bar", 6, yaml.Node{Value: "foo"}, false, -1},
		"a comma, which ends it in flow only": {"host: foo,bar", 6, yaml.Node{Value: "foo"}, false, -1},
		"a comma in flow":                     {"{host: foo,bar: 1}", 7, yaml.Node{Value: "foo"}, true, 10},
		"nothing":                             {"host: ", 6, yaml.Node{Value: "foo"}, false, -1},
		"an anchor":                           {"host: &a foo", 6, yaml.Node{Value: "foo"}, false, -1},
		"quotes where there should be none":   {"host: 'foo'", 6, yaml.Node{Value: "foo"}, false, -1},
		"no quotes where there should be":     {"host: foo", 6, yaml.Node{Value: "foo", Style: yaml.SingleQuotedStyle}, false, -1},
		"other quotes":                        {`host: "foo"`, 6, yaml.Node{Value: "foo", Style: yaml.SingleQuotedStyle}, false, -1},
		"an open quote":                       {"host: 'foo", 6, yaml.Node{Value: "foo", Style: yaml.SingleQuotedStyle}, false, -1},
		"no indicator of a literal":           {"host: foo", 6, yaml.Node{Value: "foo", Style: yaml.LiteralStyle}, false, -1},
		"a literal without lines":             {"host: |", 6, yaml.Node{Value: "foo", Style: yaml.LiteralStyle}, false, -1},
	} {
		t.Run(name, func(t *testing.T) {
			end, _ := token{text: []byte(tt.text), start: tt.start, old: &tt.old, flow: tt.flow}.end()
			assert.Equal(t, tt.end, end)
		})
	}
}

func TestOffsetsCountWhatYAMLCounts(t *testing.T) {
	text := []byte("a: 1\r\nä: 日本 x\rb\u0085c\u2028d\u2029e\nf")
	lines := lineOffsets(text)
	assert.Len(t, lines, 7)
	at := func(line, column int) string {
		if p := offset(text, lines, line, column); p >= 0 {
			return string(text[p : p+1])
		}
		return ""
	}
	assert.Equal(t, "x", at(2, 7), "a column counts runes")
	for i, want := range []string{"b", "c", "d", "e", "f"} {
		assert.Equal(t, want, at(3+i, 1))
	}
	assert.Empty(t, at(9, 1))
	assert.Empty(t, at(1, 100))
	assert.Empty(t, at(0, 1))
}
