package krm

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// removing takes away each Gone, and adds a New in its file where its name asks
// for one.
var removing = &Function{Name: "removing", Kind: "Removing", Run: Configured(func(p *Pass, _ struct{}) error {
	for _, it := range p.Items() {
		if it.Kind != "Gone" {
			continue
		}
		if it.Name == "replaced" {
			p.Add(it, yaml.MustParse("kind: New\n"))
		}
		p.Remove(it)
	}
	return nil
})}

func TestRemoveFromFiles(t *testing.T) {
	for name, tt := range map[string]struct{ in, want string }{
		"the only one":                  {"kind: Gone\n", ""},
		"the only one, behind a marker": {"---\nkind: Gone\n", ""},
		"the first":                     {"kind: Gone\n---\nkind: A\n", "kind: A\n"},
		"the first, behind a marker":    {"---\nkind: Gone\n---\nkind: A\n", "---\nkind: A\n"},
		"one in the middle":             {"kind: A\n---\nkind: Gone\n---\nkind: B\n", "kind: A\n---\nkind: B\n"},
		"the last":                      {"kind: A\n---\nkind: Gone\n", "kind: A\n"},
		"the first two":                 {"kind: Gone\n---\nkind: Gone\n---\nkind: A\n", "kind: A\n"},
		"the last two":                  {"kind: A\n---\nkind: Gone\n---\nkind: Gone\n", "kind: A\n"},
		"all":                           {"kind: Gone\n---\nkind: Gone\n", ""},
		"its comments":                  {"kind: A\n---\n# before\nkind: Gone # in\n# behind\n---\nkind: B\n", "kind: A\n---\nkind: B\n"},
		"the file's comment stays":      {"# of the file\n\n# before\nkind: Gone\n# behind\n---\n# of A\nkind: A\n", "# of the file\n\n# of A\nkind: A\n"},
		"on the line of its marker":     {"kind: A\n--- {kind: Gone}\n---\nkind: B\n", "kind: A\n---\nkind: B\n"},
		"first on its marker's line":    {"--- {kind: Gone}\n---\nkind: B\n", "---\nkind: B\n"},
		"document ends":                 {"kind: Gone\n...\n---\nkind: A\n...\n---\nkind: Gone\n...\n---\nkind: B\n", "kind: A\n...\n---\nkind: B\n"},
		"with another in its place":     {"kind: Gone\nmetadata: {name: replaced}\n---\nkind: A\n", "kind: A\n---\nkind: New\n"},
		"the last, with another":        {"kind: A\n---\nkind: Gone\nmetadata: {name: replaced}\n", "kind: A\n---\nkind: New\n"},
		"of a List":                     {"kind: List\nitems:\n- kind: A\n# of it\n- kind: Gone\n- kind: B\n", "kind: List\nitems:\n- kind: A\n- kind: B\n"},
		"all of a List":                 {"kind: List\nitems:\n# of it\n- kind: Gone\nmetadata: {}\n", "kind: List\nitems: []\nmetadata: {}\n"},
		"of a List in flow style":       {"{kind: List, items: [{kind: Gone}, {kind: A}]}\n", "kind: List\nitems:\n- kind: A\n"},
	} {
		t.Run(name, func(t *testing.T) {
			out, results, err := removing.ProcessFiles(nil, []Source{{Name: "a.yaml", Data: []byte(tt.in)}}, Options{})
			require.NoError(t, err)
			assert.Equal(t, tt.want, string(out[0].Data))
			assert.Contains(t, results[len(results)-1].String(), "in a.yaml: is removed")
		})
	}
}

func TestRemoveFromAList(t *testing.T) {
	const head = "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\n"
	for name, tt := range map[string]struct{ in, want string }{
		"one":  {"items:\n- kind: A\n# about it\n- kind: Gone\n# about B\n- kind: B\n", "items:\n- kind: A\n# about B\n- kind: B\n"},
		"all":  {"items:\n- kind: Gone\nfunctionConfig:\n", "items: []\nfunctionConfig:\n"},
		"flow": {"items: [{kind: Gone}]\n", "items: []\n"},
	} {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			results, err := removing.Process([]byte(head+tt.in), &out, Options{})
			require.NoError(t, err)
			require.Len(t, results, 1)
			got, told, _ := strings.Cut(out.String(), "results:\n")
			assert.Equal(t, head+tt.want, got)
			assert.Contains(t, told, `message: "is removed"`)
		})
	}
}

func TestWhatWasRemovedIsBackWithAnError(t *testing.T) {
	failing := &Function{Name: "failing", Kind: "Failing", Run: Configured(func(p *Pass, _ struct{}) error {
		it := p.Items()[0]
		p.Remove(it)
		p.Remove(it) // says nothing
		p.Errorf(it, Field{}, "fails")
		return nil
	})}
	in := "# first\nkind: A\n---\nkind: B\n"
	out, results, err := failing.ProcessFiles(nil, []Source{{Name: "a.yaml", Data: []byte(in)}}, Options{})
	require.NoError(t, err)
	assert.Equal(t, in, string(out[0].Data))
	require.Len(t, results, 1)
	assert.Equal(t, "error: A in a.yaml: fails", results[0].String())
}

// Whichever go, and whatever stands between them: what is left parses to the rest.
func TestRemoveAnyOfMany(t *testing.T) {
	between := []string{"---\n", "---\n# a comment\n", "# a comment\n---\n", "...\n---\n", "\n---\n\n", "--- # a comment\n"}
	for seed := range uint64(2000) {
		rnd := rand.New(rand.NewPCG(seed, 1))
		var in strings.Builder
		var want []string
		if rnd.IntN(3) == 0 {
			in.WriteString("---\n")
		}
		for i := range 1 + rnd.IntN(5) {
			if i > 0 {
				in.WriteString(between[rnd.IntN(len(between))])
			}
			name, kind := fmt.Sprint("x", i), "Gone"
			if rnd.IntN(2) == 0 {
				kind = "A"
				want = append(want, name)
			}
			fmt.Fprintf(&in, "kind: %s\nname: %s\n", kind, name)
		}
		out, _, err := removing.ProcessFiles(nil, []Source{{Name: "a.yaml", Data: []byte(in.String())}}, Options{})
		require.NoError(t, err)
		assert.Equal(t, want, namesOf(t, out[0].Data), "%q\nbecame %q", in.String(), out[0].Data)
	}
}

// namesOf is the name of each document, none of which may be empty.
func namesOf(t *testing.T, stream []byte) []string {
	t.Helper()
	var names []string
	for dec := yaml.NewDecoder(bytes.NewReader(stream)); ; {
		var doc struct{ Name string }
		if dec.Decode(&doc) != nil {
			break
		}
		names = append(names, doc.Name)
	}
	assert.False(t, slices.Contains(names, ""), "%q has an empty document", stream)
	return names
}

// generating adds two objects to whatever there is.
var generating = &Function{Name: "generating", Kind: "Generating", Type: Generator, Run: Configured(func(p *Pass, _ struct{}) error {
	p.Add(nil, yaml.MustParse("kind: B\n"))
	p.Add(nil, yaml.MustParse("kind: C\n"))
	return nil
})}

func TestGenerate(t *testing.T) {
	const head = "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\n"
	for name, tt := range map[string]struct{ in, want string }{
		"into an empty list":  {"items: []\nfunctionConfig:\n", "items:\n- kind: B\n- kind: C\nfunctionConfig:\n"},
		"without items":       {"functionConfig:\n", "functionConfig:\nitems:\n- kind: B\n- kind: C\n"},
		"items that are null": {"items:\nfunctionConfig:\n", "items:\n- kind: B\n- kind: C\nfunctionConfig:\n"},
		"behind others": {
			"items:\n- kind: A\n  metadata:\n    annotations:\n      internal.config.kubernetes.io/path: a.yaml\n",
			"items:\n- kind: A\n  metadata:\n    annotations:\n      internal.config.kubernetes.io/path: a.yaml\n- kind: B\n- kind: C\n",
		},
	} {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			results, err := generating.Process([]byte(head+tt.in), &out, Options{})
			require.NoError(t, err)
			require.Len(t, results, 2)
			got, _, _ := strings.Cut(out.String(), "results:\n")
			assert.Equal(t, head+tt.want, got)
		})
	}
	out, _, err := generating.ProcessFiles(nil, nil, Options{})
	require.NoError(t, err)
	require.Len(t, out, 1)
	assert.Equal(t, "kind: B\n---\nkind: C\n", string(out[0].Data))
	out, _, err = generating.ProcessFiles(nil, []Source{{Name: "a.yaml", Data: []byte("kind: A\n")}, {Name: "none.yaml"}}, Options{})
	require.NoError(t, err)
	require.Len(t, out, 2)
	assert.Equal(t, "kind: B\n---\nkind: C\n", string(out[1].Data), "in the last file, though that was empty")
}
