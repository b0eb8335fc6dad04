package krm

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// slowEncode is what yaml.v3 writes.
func slowEncode(t *testing.T, root *yaml.Node, wide bool) string {
	style := yaml.CompactSequenceStyle
	if wide {
		style = yaml.WideSequenceStyle
	}
	var buf bytes.Buffer
	enc := yaml.NewEncoderWithOptions(&buf, &yaml.EncoderOptions{SeqIndent: style})
	require.NoError(t, enc.Encode(root))
	require.NoError(t, enc.Close())
	return buf.String()
}

func TestQuickEncodeWritesWhatYAMLWrites(t *testing.T) {
	for name, text := range map[string]string{
		"scalars":                    "a: x\nb: 1\n\"c\": \"2\"\nd: \"true\"\ne: http://example.com/x\n",
		"mappings in mappings":       "a:\n  b:\n    c: x\n  d: z\n",
		"sequences":                  "a:\n- x\n- b: 1\n  c:\n  - p\n  - d: z\n",
		"a sequence of mappings":     "- name: A\n  valueFrom:\n    secretKeyRef:\n      name: db\n      key: a\n- name: B\n",
		"a key of a hundred letters": "a" + string(bytes.Repeat([]byte("b"), 99)) + ": x\n",
	} {
		t.Run(name, func(t *testing.T) {
			root, err := decode([]byte(text))
			require.NoError(t, err)
			for _, wide := range []bool{false, true} {
				got, ok := quickEncode(root, wide)
				require.True(t, ok)
				assert.Equal(t, slowEncode(t, root, wide), string(got))
			}
		})
	}
}

func TestQuickEncodeGivesUp(t *testing.T) {
	for name, text := range map[string]string{
		"a comment":                "a: 1 # x\n",
		"flow style":               "a: [x]\n",
		"an empty collection":      "a: {}\n",
		"a sequence in a sequence": "a:\n- - x\n",
		"a value with spaces":      "a: x y\n",
		"an escape":                "a: \"x\\ny\"\n",
		"an anchor":                "a: &x b\n",
		"null":                     "a:\n",
		"a literal":                "a: |\n  x\n",
		"a long key":               "a" + string(bytes.Repeat([]byte("b"), 100)) + ": x\n",
	} {
		t.Run(name, func(t *testing.T) {
			root, err := decode([]byte(text))
			require.NoError(t, err)
			_, ok := quickEncode(root, false)
			assert.False(t, ok)
		})
	}
}

// TestQuickEncodeOfRandomTrees compares with yaml.v3 whatever quickEncode dares to write.
func TestQuickEncodeOfRandomTrees(t *testing.T) {
	values := []string{"x", "y", "yes", "on", "1", "01", "0x1", "1e3", "a b", "a:b", "a: b", "-", "~", "null", "", "http://x/y", "a#b", "a #b", "é", "2024-01-01", "a\nb", "*x", "k=v", "100%", "A", "2h", "/x", "1.5", "a=b/c.d", "0", "1_000", ".5", "12e", "+1", "1:30", "=", "x:/y"}
	tags := []string{yaml.NodeTagString, yaml.NodeTagInt, yaml.NodeTagBool, yaml.NodeTagNull, yaml.NodeTagFloat, ""}
	styles := []yaml.Style{0, 0, 0, yaml.DoubleQuotedStyle, yaml.SingleQuotedStyle, yaml.FlowStyle}
	rnd := rand.New(rand.NewPCG(1, 2))
	var tree func(depth int) *yaml.Node
	scalar := func() *yaml.Node {
		n := &yaml.Node{Kind: yaml.ScalarNode, Value: values[rnd.IntN(len(values))], Style: styles[rnd.IntN(5)]}
		if n.Tag = n.ShortTag(); rnd.IntN(4) == 0 {
			n.Tag = tags[rnd.IntN(len(tags))]
		}
		if rnd.IntN(40) == 0 {
			n.LineComment = "# c"
		}
		return n
	}
	tree = func(depth int) *yaml.Node {
		kind := rnd.IntN(3)
		if depth == 0 {
			kind = rnd.IntN(2)
		}
		n := &yaml.Node{Kind: yaml.MappingNode, Tag: yaml.NodeTagMap}
		switch {
		case kind == 2 || depth > 3:
			return scalar()
		case kind == 1:
			n.Kind, n.Tag = yaml.SequenceNode, yaml.NodeTagSeq
		}
		if rnd.IntN(30) == 0 {
			n.Style = yaml.FlowStyle
		}
		for range rnd.IntN(4) {
			if kind == 0 {
				n.Content = append(n.Content, scalar())
			}
			n.Content = append(n.Content, tree(depth+1))
		}
		return n
	}
	written := 0
	for range 100_000 {
		root := tree(0)
		wide := rnd.IntN(2) == 0
		settle(root, false)
		got, ok := quickEncode(root, wide)
		if !ok {
			continue
		}
		written++
		require.Equal(t, slowEncode(t, root, wide), string(got))
	}
	assert.Greater(t, written, 1000)
}

// TestQuickEncodeOfTheGoldens does so with whole objects, and with the parts that they have.
func TestQuickEncodeOfTheGoldens(t *testing.T) {
	files, err := filepath.Glob("../../functions/*/testdata/*/expected/*.yaml")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	written := 0
	for _, name := range files {
		data, err := os.ReadFile(name)
		require.NoError(t, err)
		doc, _ := readDocuments(data, name)
		for _, it := range present([]*text{doc}) {
			root, _, err := it.parse(new(arena))
			if err != nil {
				continue
			}
			for _, part := range append([]*yaml.Node{root}, root.Content...) {
				settle(part, false)
				if got, ok := quickEncode(part, written%2 == 0); ok {
					require.Equal(t, slowEncode(t, part, written%2 == 0), string(got), name)
					written++
				}
			}
		}
	}
	assert.Greater(t, written, 100)
}
