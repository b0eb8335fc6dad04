package krm

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// commented is an object with comments in every place where people put them.
const commented = `# c1
apiVersion: apps/v1 # c2
kind: Deployment
# c3
metadata: # c4
  # c5
  name: api # c6
  labels: {app: api} # c7
  # c8

spec:

  # c9
  # c9

  replicas: 3 # c10
  template:
    spec:
      # c11
      containers: # c12
      # c13
      - name: api # c14
        # c15
        image: "api:1" # c16
        args: # c17
        - --host # c18
        # c19
        - 'a # b'
        # c20
        env: [] # c21
        command: [sh, -c] # c22
      # c23
      - # c24
        name: proxy
        data: | # c25
          # no comment
          x
        # c26
      # c27
  # c28
  strategy: {} # c29
# c30
`

// collections is every mapping and sequence of a tree.
func collections(n *yaml.Node) []*yaml.Node {
	var all []*yaml.Node
	if n.Kind != yaml.ScalarNode {
		all = append(all, n)
	}
	for _, child := range n.Content {
		all = append(all, collections(child)...)
	}
	return all
}

func str(value string) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: yaml.NodeTagString, Value: value}
}

func newField(value *yaml.Node) *yaml.Node {
	return &yaml.Node{Kind: yaml.MappingNode, Tag: yaml.NodeTagMap, Content: []*yaml.Node{str("new"), value}}
}

// restructurings change a collection in ways that functions do, without taking
// anything away.
var restructurings = map[string]func(n *yaml.Node){
	"append": func(n *yaml.Node) {
		if n.Kind == yaml.SequenceNode {
			n.Content = append(n.Content, newField(str("x")))
		} else {
			n.Content = append(n.Content, str("new"), newField(str("x")))
		}
	},
	"prepend": func(n *yaml.Node) {
		if n.Kind == yaml.SequenceNode {
			n.Content = append([]*yaml.Node{str("new")}, n.Content...)
		} else {
			n.Content = append([]*yaml.Node{str("new"), str("x")}, n.Content...)
		}
	},
}

func comments(text string) []string {
	var all []string
	for part := range strings.SplitSeq(text, "# c") {
		word, _, _ := strings.Cut(part, "\n")
		all = append(all, "# c"+word)
	}
	return all[1:]
}

func TestAChangeOfStructureKeepsComments(t *testing.T) {
	indented := "- " + strings.ReplaceAll(strings.TrimSuffix(strings.TrimPrefix(commented, "# c1\n"), "\n"), "\n", "\n  ") + "\n"
	for name, src := range map[string]string{
		"an item":                    list(indented + "# end\n- kind: B\n"),
		"an item that is indented":   list("  " + strings.ReplaceAll(indented, "\n", "\n  ") + "\n"),
		"an item that yaml.v3 reads": list(strings.Replace(indented, "name: api #", "name: !!str api #", 1)),
	} {
		text, err := lists([]byte(src))
		require.NoError(t, err)
		root, _, err := text.items[0].parse(new(arena))
		require.NoError(t, err)
		for op, change := range restructurings {
			for i := range collections(root) {
				t.Run(fmt.Sprintf("%s/%s/%d", name, op, i), func(t *testing.T) {
					text, err := lists([]byte(src))
					require.NoError(t, err)
					require.NoError(t, editWith(text.items[0], func(root *yaml.Node) { change(collections(root)[i]) }))
					assert.ElementsMatch(t, comments(src), comments(string(text.bytes())), string(text.bytes()))
				})
			}
		}
	}
}

func TestAListThatIsWrittenAnewKeepsComments(t *testing.T) {
	src := "# c1\n\n# c2\nkind: ResourceList # c3\n# c4\nitems: # c5\n# c6\n- kind: A # c7\n  # c8\n  x: &x y # c9\n# c10\n- # c11\n  kind: B\n  x: *x # c12\n" +
		"  # c13\n# c14\nfunctionConfig: # c15\n  # c16\n  kind: X\n# c17\n\n# c18\n"
	text, err := lists([]byte(src))
	require.NoError(t, err)
	require.True(t, text.lay.anew)
	require.NoError(t, editWith(text.items[1], setField("x", "z")))
	assert.ElementsMatch(t, comments(src), comments(string(text.bytes())), string(text.bytes()))
}

// Kubernetes reads YAML 1.1, where on and y are booleans. What is new there is
// quoted; what the author wrote stays.
func TestNewTextsThatAreBooleansElsewhereAreQuoted(t *testing.T) {
	for _, in := range []string{"kind: A\nold: on\n", "kind: A\nold: on\nlist: [a]\n"} {
		docs, err := documents([]byte(in))
		require.NoError(t, err)
		require.NoError(t, editWith(docs.items[0], func(root *yaml.Node) {
			text := func(s string) *yaml.Node { return &yaml.Node{Kind: yaml.ScalarNode, Tag: yaml.NodeTagString, Value: s} }
			if list := field(root, "list"); list != nil {
				list.Content = append(list.Content, text("No"))
			}
			root.Content = append(root.Content, text("new"), text("on"), text("y"), text("plain"))
		}))
		got := string(docs.bytes())
		assert.Contains(t, got, "old: on\n")
		assert.Contains(t, got, "new: \"on\"\n\"y\": plain\n")
		if strings.Contains(in, "list") {
			assert.Contains(t, got, "list: [a, \"No\"]\n")
		}
	}
}
