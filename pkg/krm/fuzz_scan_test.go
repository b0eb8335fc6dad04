package krm

import (
	"errors"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// allLists is every list of the tables that is short enough for a fuzzer.
func allLists() []string {
	var all []string
	for _, tc := range slices.Concat(identityCases, boundaryCases, scalarCases) {
		if len(tc.src) < 1000 {
			all = append(all, tc.src)
		}
	}
	for _, tc := range brokenCases {
		all = append(all, tc.src)
	}
	return all
}

// FuzzScan holds the line scanner against a full parse: where the scanner is
// sure of a list that can be parsed at all, both find the same.
func FuzzScan(f *testing.F) {
	for _, src := range allLists() {
		f.Add([]byte(src))
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

// FuzzScanLines does the same for texts that are composed of lines.
func FuzzScanLines(f *testing.F) {
	f.Add([]byte("\x18\x00\x1a\x01"))
	f.Fuzz(func(t *testing.T, choices []byte) {
		src := []byte(list(compose(choices)))
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
	if err != nil || root.Kind != yaml.MappingNode {
		return
	}
	require.NoError(t, checkKeys(root), "a field given twice went unnoticed")
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
		checkSpan(t, src, lay, s, items[i])
	}
}

// checkSpan compares one item.
func checkSpan(t *testing.T, src []byte, lay layout, s span, want *yaml.Node) {
	t.Helper()
	it := Item{text: src[s.start:s.end], dash: lay.dash}
	got, err := decode(it.document())
	if errors.Is(err, errEmpty) {
		require.Equal(t, yaml.NodeTagNull, want.ShortTag())
		return
	}
	require.NoError(t, err)
	require.True(t, sameValues(got, want), "an item reads differently on its own")
	if s.odd {
		return
	}
	if err := it.identify(); err != nil {
		assert.NotContains(t, err.Error(), "no object", "an item that is no object went unnoticed")
		assert.NotContains(t, err.Error(), "no kind", "an item without a kind went unnoticed")
		return
	}
	assert.Equal(t, identity{it.APIVersion, it.Kind, it.Name, it.Namespace}, s.id)
}
