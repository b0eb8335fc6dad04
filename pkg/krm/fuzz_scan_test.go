package krm

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// FuzzScan holds the line scanner against a full parse: where the scanner is
// sure of a list that can be parsed at all, both find the same.
func FuzzScan(f *testing.F) {
	for _, tc := range slices.Concat(identityCases, boundaryCases, scalarCases) {
		f.Add([]byte(tc.src))
	}
	for _, tc := range brokenCases {
		f.Add([]byte(tc.src))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		src, err := checkEncoding(in)
		if err != nil {
			return
		}
		if lay, ok := scanList(src); ok {
			checkScan(t, src, lay)
		}
	})
}

// checkScan compares what the scanner found with what the parser says. The
// scanner may take what the parser refuses: an item that nobody asks for is
// passed on as it is.
func checkScan(t *testing.T, src []byte, lay layout) {
	t.Helper()
	root, err := decode(src)
	if err != nil || root.Kind != yaml.MappingNode || onlyDocument(src) != nil {
		return
	}
	require.NoError(t, uniqueKeys(root), "a field given twice went unnoticed")
	require.Len(t, lay.sections, len(root.Content)/2, "number of fields")
	for i := 0; i < len(root.Content); i += 2 {
		sec, ok := lay.sections[root.Content[i].Value]
		require.True(t, ok, "a field of the list was not found")
		got, err := decode(src[sec.start:sec.end])
		require.NoError(t, err)
		require.True(t, sameValues(field(got, root.Content[i].Value), root.Content[i+1]), "a field reads differently on its own")
	}
	var items []*yaml.Node
	if n := field(root, "items"); n != nil {
		items = n.Content
	}
	require.Len(t, lay.items, len(items), "number of items")
	for i, s := range lay.items {
		it := Item{text: src[s.start:s.end], dash: lay.dash}
		got, err := decode(it.document())
		require.NoError(t, err)
		require.True(t, sameValues(got, items[i]), "item %d reads differently on its own", i)
		if s.odd {
			continue
		}
		if err := it.identify(); err == nil {
			assert.Equal(t, identity{it.APIVersion, it.Kind, it.Name, it.Namespace}, s.id)
		} else {
			assert.NotContains(t, err.Error(), "no object", "an item that is no object went unnoticed")
			assert.NotContains(t, err.Error(), "no kind", "an item without a kind went unnoticed")
		}
	}
}
