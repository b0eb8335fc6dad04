package krm

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// edited is what becomes of files when a function edits every object in one of the two ways.
func edited(t *testing.T, files []Source, each bool, fn func(obj *yaml.RNode) error) []Source {
	t.Helper()
	f := &Function{Name: "edit", Kind: "Edit", Run: Unconfigured(func(p *Pass) error {
		if each {
			p.EditEach(p.Items(), func(_ *Item, obj *yaml.RNode) error { return fn(obj) })
			return nil
		}
		for _, it := range p.Items() {
			p.Edit(it, fn)
		}
		return nil
	})}
	out, _, err := f.ProcessFiles(nil, files, Options{})
	require.NoError(t, err)
	return out
}

func TestEditEachIsEditOfEach(t *testing.T) {
	names, err := filepath.Glob("../../functions/*/testdata/*/input/*.yaml")
	require.NoError(t, err)
	var files []Source
	for _, name := range names {
		data, err := os.ReadFile(name)
		require.NoError(t, err)
		files = append(files, Source{Name: name, Data: data})
	}
	require.Greater(t, len(files), 300)
	for what, fn := range map[string]func(obj *yaml.RNode) error{
		"scalars": func(obj *yaml.RNode) error {
			return obj.PipeE(yaml.Lookup("metadata"), yaml.SetField("name", yaml.NewStringRNode("edited")))
		},
		"fields": func(obj *yaml.RNode) error {
			return obj.PipeE(yaml.SetAnnotation("example.com/edited", "true"))
		},
		"the order of fields, which encodes the object anew": func(obj *yaml.RNode) error {
			content := obj.YNode().Content
			content[0], content[1], content[2], content[3] = content[2], content[3], content[0], content[1]
			return nil
		},
	} {
		t.Run(what, func(t *testing.T) {
			for _, file := range files {
				one, other := edited(t, []Source{file}, true, fn), edited(t, []Source{file}, false, fn)
				require.Equal(t, string(other[0].Data), string(one[0].Data), file.Name)
			}
		})
	}
}

func TestATreeOfEditEachGoesWhenItIsDone(t *testing.T) {
	files := []Source{{Name: "a.yaml", Data: []byte("kind: A\nmetadata:\n  name: a\n---\nkind: B\nmetadata:\n  name: b\n")}}
	for _, each := range []bool{false, true} {
		var kept []*yaml.Node
		var kinds []string
		edited(t, files, each, func(obj *yaml.RNode) error {
			kept = append(kept, obj.YNode())
			kinds = append(kinds, obj.GetKind())
			return nil
		})
		require.Len(t, kept, 2)
		assert.Equal(t, []string{"A", "B"}, kinds, "strings stay")
		for _, n := range kept {
			assert.Equal(t, each, n.IsZero(), "rather empty than another object")
		}
	}
}

func TestAnotherObjectMayBeEditedMeanwhile(t *testing.T) {
	object := func(name string) string {
		return fmt.Sprintf("kind: A\nmetadata:\n  name: %s\nspec:\n  text: old\n", name)
	}
	f := &Function{Name: "edit", Kind: "Edit", Run: Unconfigured(func(p *Pass) error {
		p.EditEach(p.Items()[:1], func(_ *Item, obj *yaml.RNode) error {
			p.EditEach(p.Items()[1:], func(_ *Item, other *yaml.RNode) error {
				return other.PipeE(yaml.Lookup("spec"), yaml.SetField("text", yaml.NewStringRNode("inner")))
			})
			return obj.PipeE(yaml.Lookup("spec"), yaml.SetField("text", yaml.NewStringRNode("outer")))
		})
		return nil
	})}
	out, _, err := f.ProcessFiles(nil, []Source{{Name: "a.yaml", Data: []byte(object("a") + "---\n" + object("b"))}}, Options{})
	require.NoError(t, err)
	assert.Equal(t, strings.Replace(object("a"), "old", "outer", 1)+"---\n"+strings.Replace(object("b"), "old", "inner", 1), string(out[0].Data))
}

func TestMemoryOfAHugeObjectIsNotKept(t *testing.T) {
	huge := []byte("kind: A\nlist:\n" + strings.Repeat("- x\n", 2*maxKept))
	for range 100 { // what is kept is handed out again, though not for sure
		a := arenas.Get().(*arena)
		require.LessOrEqual(t, a.nodes.size, maxKept)
		require.LessOrEqual(t, cap(a.before), maxKept)
		root, bare, err := parseTree(huge, -1, a)
		require.NoError(t, err)
		require.True(t, bare)
		a.before.take(root)
		a.done()
	}
}
