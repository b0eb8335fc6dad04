package krm

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// renaming renames every item, and says then what it thinks of it.
func renaming(say func(p *Pass, it *Item)) *Function {
	return &Function{Name: "rename", Kind: "Rename", Run: Configured(func(p *Pass, _ struct{}) error {
		for _, it := range p.Items() {
			p.Edit(it, func(obj *yaml.RNode) error { return obj.SetName("new") })
			say(p, it)
		}
		return nil
	})}
}

const oneService = "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n- apiVersion: v1\n  kind: Service\n  metadata:\n    name: old\n"

func TestResultsNameAnObjectAsTheInputDoes(t *testing.T) {
	f := renaming(func(p *Pass, it *Item) {
		assert.Equal(t, "new", it.Name, "the item has its new name")
		assert.Equal(t, "Service old", it.String())
		p.Warnf(it, Field{}, "look at it")
	})
	var out bytes.Buffer
	results, err := f.Process([]byte(oneService), &out, Options{})
	require.NoError(t, err)
	assert.Equal(t, "warning: Service old: look at it", results[0].String())
	assert.Contains(t, out.String(), "    name: new\n")
}

func TestAFailedRunChangesNothing(t *testing.T) {
	f := renaming(func(p *Pass, it *Item) { p.Errorf(it, Field{}, "refused") })
	var out bytes.Buffer
	_, err := f.Process([]byte(oneService), &out, Options{})
	require.NoError(t, err)
	assert.Contains(t, out.String(), oneService)
}

func TestAByteOrderMarkStaysWhereItWas(t *testing.T) {
	f := renaming(func(*Pass, *Item) {})
	const marked = "\ufeffkind: Service\nmetadata: {name: old}\n"
	files, _, err := f.ProcessFiles(nil, []Source{{"a.yaml", []byte(marked)}}, Options{})
	require.NoError(t, err)
	assert.Equal(t, "\ufeffkind: Service\nmetadata: {name: new}\n", string(files[0].Data))
	var stream bytes.Buffer
	require.NoError(t, writeSources(&stream, append(files, files[0])))
	assert.Equal(t, "\ufeffkind: Service\nmetadata: {name: new}\n---\nkind: Service\nmetadata: {name: new}\n", stream.String())
}
