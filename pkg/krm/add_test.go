package krm

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// doubling adds a copy of each A, as B, and a second one as C.
var doubling = &Function{Name: "doubling", Kind: "Doubling", Run: Configured(func(p *Pass, _ struct{}) error {
	for _, it := range p.Items() {
		if it.Kind == "A" {
			p.Add(it, yaml.MustParse("kind: B\nmetadata:\n  name: "+it.Name+"\n"))
			p.Add(it, yaml.MustParse("kind: C\nmetadata:\n  name: "+it.Name+"\n"))
		}
	}
	return nil
})}

func TestAddToFiles(t *testing.T) {
	for name, tt := range map[string]struct{ in, want string }{
		"a file of one":                    {"kind: A\nmetadata: {name: x}\n", "kind: A\nmetadata: {name: x}\n---\nkind: B\nmetadata:\n  name: x\n---\nkind: C\nmetadata:\n  name: x\n"},
		"at the end of the file":           {"kind: A\n---\nkind: Z\n# end\n", "kind: A\n---\nkind: Z\n---\nkind: B\nmetadata:\n  name:\n---\nkind: C\nmetadata:\n  name:\n# end\n"},
		"a file without a last line break": {"kind: A\nmetadata: {name: x}", "kind: A\nmetadata: {name: x}\n---\nkind: B\nmetadata:\n  name: x\n---\nkind: C\nmetadata:\n  name: x"},
		"a List": {
			"kind: List\napiVersion: v1\nitems:\n- kind: A\n  metadata:\n    name: x\n# end\n",
			"kind: List\napiVersion: v1\nitems:\n- kind: A\n  metadata:\n    name: x\n- kind: B\n  metadata:\n    name: x\n- kind: C\n  metadata:\n    name: x\n# end\n",
		},
	} {
		t.Run(name, func(t *testing.T) {
			out, results, err := doubling.ProcessFiles(nil, []Source{{Name: "a.yaml", Data: []byte(tt.in)}}, Options{})
			require.NoError(t, err)
			assert.Equal(t, tt.want, string(out[0].Data))
			require.Len(t, results, 2)
			assert.Contains(t, results[0].String(), "in a.yaml: is new")
		})
	}
}

func TestAddToAList(t *testing.T) {
	note := func(path, index string) string {
		return "  metadata:\n    name: x\n    annotations:\n      internal.config.kubernetes.io/path: " + path + "\n      internal.config.kubernetes.io/index: '" + index + "'\n"
	}
	in := "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n- kind: A\n" + note("a.yaml", "0") + "- kind: Z\n" + note("a.yaml", "1") + "- kind: Z\n" + note("b.yaml", "0")
	var out bytes.Buffer
	results, err := doubling.Process([]byte(in), &out, Options{})
	require.NoError(t, err)
	before, after, ok := strings.Cut(out.String(), "- kind: B\n")
	require.True(t, ok, out.String())
	assert.True(t, strings.HasSuffix(before, "index: '1'\n"), "behind the last one of its file:\n%s", out.String())
	assert.Contains(t, after, "path: 'a.yaml'\n")
	assert.Contains(t, after, "index: '2'\n")
	assert.Contains(t, after, "index: '3'\n")
	require.Len(t, results, 2)
	assert.Equal(t, "info: B x in a.yaml: is new", results[0].String())

	out.Reset()
	_, err = doubling.Process([]byte("apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n- kind: A\n  metadata:\n    name: x\n- kind: Z\n"), &out, Options{})
	require.NoError(t, err)
	assert.Contains(t, out.String(), "    name: x\n- kind: B\n  metadata:\n    name: x\n- kind: C\n  metadata:\n    name: x\n- kind: Z\n", "right behind it, where no file is known, in their order")
	assert.NotContains(t, out.String(), "annotations")
}

func TestWhatWasAddedGoesWithAnError(t *testing.T) {
	failing := &Function{Name: "failing", Kind: "Failing", Run: Configured(func(p *Pass, _ struct{}) error {
		p.Add(p.Items()[0], yaml.MustParse("kind: B\n"))
		p.Errorf(p.Items()[0], Field{}, "fails")
		return nil
	})}
	in := "kind: A\n"
	out, results, err := failing.ProcessFiles(nil, []Source{{Name: "a.yaml", Data: []byte(in)}}, Options{})
	require.NoError(t, err)
	assert.Equal(t, in, string(out[0].Data))
	assert.Len(t, results, 1)

	var buf bytes.Buffer
	list := "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n- kind: A\n"
	_, err = failing.Process([]byte(list), &buf, Options{})
	require.NoError(t, err)
	assert.NotContains(t, buf.String(), "kind: B")
}

func TestWhatIsNoObjectIsNotAdded(t *testing.T) {
	p := &Pass{}
	it := &Item{dash: -1}
	p.Add(it, yaml.MustParse("[a]"))
	require.Len(t, p.results, 1)
	assert.Contains(t, p.results[0].Message, "an object to add is no object")
}
