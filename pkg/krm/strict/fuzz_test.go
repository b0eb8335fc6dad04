package strict_test

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"sigs.k8s.io/kustomize/kyaml/yaml"
	judge "sigs.k8s.io/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm/strict"
)

// stricter matches what Decode refuses on purpose although the judge,
// sigs.k8s.io/yaml.UnmarshalStrict, takes it.
var stricter = regexp.MustCompile(strings.Join([]string{
	`must be a string; put it in quotes$`,            // it turns numbers and booleans into strings
	`^[^:]*: is "?\S+"?, but must be true or false$`, // it reads yes, no, on and off as booleans
	`is empty; give it a value or remove it$`,        // it makes an empty string of a null item
	`must be one of `, `is required$`,                // it knows no such tags
	`has the tag `,                        // it ignores some, and decodes !!binary
	`expands to too much`, `levels deep$`, // its limits are wider
}, "|"))

// differCase matches an unknown field that differs only in case, which
// encoding/json takes.
var differCase = regexp.MustCompile(`unknown field "(.*)", did you mean "(.*)"\?$`)

// FuzzDecode holds Decode against another strict decoder: what that one takes,
// Decode takes too and reads the same, but for what is refused on purpose.
func FuzzDecode(f *testing.F) {
	for _, seed := range seeds {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, document string) { agree(t, document) })
}

// FuzzDecodeWritten does the same with documents that are YAML by construction
// and mostly right: each byte of the input is one choice of the writer.
func FuzzDecodeWritten(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte{9, 0, 0, 1, 1, 4, 2, 8, 3, 16, 4, 1, 5, 2, 6, 3, 7, 4})
	f.Fuzz(func(t *testing.T, choices []byte) {
		w := writer{choices: choices}
		w.mapping(topNames, 0)
		agree(t, w.String())
	})
}

func agree(t *testing.T, document string) {
	t.Helper()
	var node yaml.Node
	if yaml.Unmarshal([]byte(document), &node) != nil {
		t.Skip("no YAML")
	}
	strict.Decode(&node, "spec", &nodes{})
	var ours, theirs config
	problems := strict.Decode(&node, "spec", &ours)
	for i, p := range problems {
		require.NotEmpty(t, p.Path)
		require.Less(t, len(p.Message), 1500)
		require.NotContains(t, p.String(), "\n")
		require.True(t, i == 0 || problems[i-1].Line <= p.Line, "out of order")
	}
	if judge.UnmarshalStrict([]byte(document), &theirs) != nil {
		return
	}
	for _, p := range problems {
		require.True(t, deliberate(p), "only we refuse it: %s\n%s", p, document)
	}
	if len(problems) == 0 && sameScalars(&node) {
		require.Equal(t, normal(t, theirs), normal(t, ours), document)
	}
}

func deliberate(p strict.Problem) bool {
	if m := differCase.FindStringSubmatch(p.Message); m != nil {
		return strings.EqualFold(m[1], m[2])
	}
	return stricter.MatchString(p.String())
}

// sameScalars says whether the document is free of what YAML 1.1 and yaml.v3
// read differently, and of merge keys, where yaml.v2 lets the merged value win
// if the key stands before the merge.
func sameScalars(n *yaml.Node) bool {
	if n.Kind == yaml.ScalarNode && n.Style == 0 {
		switch strings.ToLower(n.Value) {
		case "y", "n", "yes", "no", "on", "off", "<<":
			return false
		}
	}
	for _, child := range n.Content {
		if !sameScalars(child) {
			return false
		}
	}
	return true
}

// normal turns all numbers in there into float64, as JSON has them.
func normal(t *testing.T, c config) (plain any) {
	t.Helper()
	text, err := json.Marshal(c)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(text, &plain))
	return plain
}
