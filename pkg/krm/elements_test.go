package krm

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// What comes and goes in a list is whole lines; the others keep every byte.
func TestElementsThatComeAndGo(t *testing.T) {
	insert := func(at int, values ...*yaml.Node) func(n *yaml.Node) {
		return func(n *yaml.Node) { n.Content = slices.Insert(n.Content, at, values...) }
	}
	remove := func(from, to int) func(n *yaml.Node) {
		return func(n *yaml.Node) { n.Content = slices.Delete(n.Content, from, to) }
	}
	const odd = "kind: A\nlist:\n   -   name:  'a'   # of a\n       x: {y:   1}\n\n   # of b\n   - name: b\n     text: |\n       # no comment\n\n   # of c\n   - c # at the end\n# end\nlast: z\n"
	for name, tt := range map[string]struct {
		in, want string
		change   func(n *yaml.Node)
	}{
		"the first goes":     {odd, "kind: A\nlist:\n\n   # of b\n   - name: b\n     text: |\n       # no comment\n\n   # of c\n   - c # at the end\n# end\nlast: z\n", remove(0, 1)},
		"one goes":           {odd, "kind: A\nlist:\n   -   name:  'a'   # of a\n       x: {y:   1}\n\n\n   # of c\n   - c # at the end\n# end\nlast: z\n", remove(1, 2)},
		"the last goes":      {odd, "kind: A\nlist:\n   -   name:  'a'   # of a\n       x: {y:   1}\n\n   # of b\n   - name: b\n     text: |\n       # no comment\n\n# end\nlast: z\n", remove(2, 3)},
		"one comes first":    {odd, "kind: A\nlist:\n   - new\n   -   name:  'a'   # of a\n       x: {y:   1}\n\n   # of b\n   - name: b\n     text: |\n       # no comment\n\n   # of c\n   - c # at the end\n# end\nlast: z\n", insert(0, str("new"))},
		"one comes last":     {"kind: A\na:\n- b\n- c: 1 # c\nlast: z\n", "kind: A\na:\n- b\n- c: 1 # c\n- new: x\nlast: z\n", insert(2, newField(str("x")))},
		"at the text's end":  {"kind: A\na:\n- b\n- c", "kind: A\na:\n- b\n- c\n- new", insert(2, str("new"))},
		"inside of another":  {"kind: A\na:\n- b: [1,  2]\n  c:\n  - d # d\n  - e\n", "kind: A\na:\n- b: [1,  2]\n  c:\n  - d # d\n  - e\n  - new\n", func(n *yaml.Node) { insert(2, str("new"))(field(n.Content[0], "c")) }},
		"a list on its dash": {"kind: A\na:\n- - b # b\n  - c\n", "kind: A\na:\n- - c\n", func(n *yaml.Node) { remove(0, 1)(n.Content[0]) }},
		"dashes on lines of their own are written anew": {"kind: A\na:\n-\n  b: 1\n-\n  c:   2\n- d\n", "kind: A\na:\n- b: 1\n- d\n", remove(1, 2)},
	} {
		t.Run(name, func(t *testing.T) {
			docs, err := documents([]byte(tt.in))
			require.NoError(t, err)
			require.NoError(t, editWith(docs.items[0], func(root *yaml.Node) {
				for _, n := range root.Content {
					if n.Kind == yaml.SequenceNode {
						tt.change(n)
					}
				}
			}))
			assert.Equal(t, tt.want, string(docs.bytes()))
		})
	}
}
