package krm

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// touching parses every item, and edits those that have a field x.
var touching = &Function{Name: "touch", Kind: "Touch", Run: Configured(func(p *Pass, _ struct{}) error {
	for _, it := range p.Items() {
		p.Edit(it, func(obj *yaml.RNode) error {
			if n := field(obj.YNode(), "x"); n != nil && n.Kind == yaml.ScalarNode && n.Tag == yaml.NodeTagString && n.Value != "new" {
				n.Value = "new"
				p.Changed(it, Field{Path: "x"})
			}
			return nil
		})
	}
	return nil
})}

// FuzzProcess checks what holds for every input: no panic, an output that can be
// read and has as many items, nothing more to do in it, and unchanged items
// where there was a mistake.
func FuzzProcess(f *testing.F) {
	for _, src := range allLists() {
		f.Add([]byte(src))
		f.Add([]byte(src + "results:\n- message: x\n"))
		f.Add([]byte(strings.ReplaceAll(src, "data:", "x:")))
	}
	f.Add([]byte("functionConfig: {x: y}\napiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:")) // results, and no line to put them behind
	f.Fuzz(func(t *testing.T, in []byte) { checkProcess(t, in) })
}

// FuzzProcessLines does the same for lists that are composed of lines.
func FuzzProcessLines(f *testing.F) {
	f.Add([]byte("\x18\x00\x1a\x01"))
	f.Fuzz(func(t *testing.T, choices []byte) { checkProcess(t, []byte(list(compose(choices)))) })
}

func checkProcess(t *testing.T, in []byte) {
	t.Helper()
	var out bytes.Buffer
	results, err := touching.Process(in, &out, Options{})
	if err != nil {
		require.Empty(t, out.Bytes())
		return
	}
	failed := slices.ContainsFunc(results, func(r Result) bool { return r.Severity == Error })
	before, unread := readResourceList(in)
	if unread != nil {
		require.True(t, failed)
		require.Contains(t, out.String(), "\nitems: []\nresults:\n- ")
		return
	}
	if _, err := stream(before.src); err != nil {
		return // what nobody asks for passes, even if it is no YAML
	}
	after, err := readResourceList(out.Bytes())
	require.NoError(t, err, "%q", out.Bytes())
	whole, err := decode(out.Bytes())
	require.NoError(t, err, "%q", out.Bytes())
	require.NotNil(t, field(whole, "items"), "items are missing")
	require.Len(t, after.items, len(before.items))
	if len(results) > 0 {
		n, err := after.section("results")
		require.NoError(t, err)
		require.GreaterOrEqual(t, len(n.Content), len(results))
	}
	if !failed && !before.lay.anew {
		var again bytes.Buffer
		more, err := touching.Process(out.Bytes(), &again, Options{})
		require.NoError(t, err)
		require.Empty(t, more, "there was more to do in %q", out.Bytes())
		require.Equal(t, out.String(), again.String())
	}
	for i, it := range before.items {
		if failed && !before.lay.anew {
			require.Contains(t, out.String(), string(it.text), "item %d is not what it was", i)
		}
	}
}

// FuzzNoLeak breaks a Secret around its value in every way, and looks for the
// value in what is told.
func FuzzNoLeak(f *testing.F) {
	for _, broken := range []struct{ before, after string }{
		{"", ""}, {"*", ""}, {"&", ""}, {"!!int ", ""}, {"!", " x"}, {"\"", ""}, {"'", ""}, {"[", ""}, {"{", ""}, {"%", ""}, {"@", ""}, {"`", ""}, {"|", ""}, {">\n", ""},
		{"", ": x"}, {"x: ", ""}, {"\n   ", ""}, {"\n\t", ""}, {"\n", ""}, {"\n- ", ""}, {"\"\\q", "\""}, {"a\n    password: ", ""}, {"", "\x00"}, {"", "\xff"}, {"\x01", ""},
		{"{<<: ", "}"}, {"\n    <<: ", ""}, {"!!binary ", ""}, {"!!float ", ""}, {"? ", ""}, {"\n---\n", ""}, {"\n...\n", ""}, {"&a [*a, ", "]"}, {"\n  ? [", "]\n  : x"},
	} {
		f.Add(broken.before, broken.after)
	}
	f.Fuzz(func(t *testing.T, before, after string) {
		const marker = "Zm9vYmFy"
		if strings.Contains(before+after, marker[:4]) {
			return
		}
		item := "- kind: Secret\n  metadata: {name: a}\n  stringData:\n    password: " + before + marker + after + "\n"
		for _, in := range []string{list(item), list(item + "- kind: B\n"), strings.ReplaceAll(item[2:], "\n  ", "\n")} {
			checkNoLeak(t, in, marker)
		}
	})
}

func checkNoLeak(t *testing.T, in, marker string) {
	t.Helper()
	var out bytes.Buffer
	results, err := touching.Process([]byte(in), &out, Options{})
	if err != nil {
		require.NotContains(t, err.Error(), marker)
	}
	_, more, err := touching.ProcessFiles(nil, []Source{{"a.yaml", []byte(in)}}, Options{})
	if err != nil {
		require.NotContains(t, err.Error(), marker)
	}
	for _, r := range append(results, more...) {
		if ref := r.ResourceRef; ref != nil && strings.Contains(ref.APIVersion+ref.Kind+ref.Name+ref.Namespace, marker) {
			continue // it was made the name of something
		}
		if strings.Contains(in, "functionConfig") {
			continue // or a setting
		}
		require.NotContains(t, r.String(), marker, "%q", in)
	}
}
