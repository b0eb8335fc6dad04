package krm

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestScanList(t *testing.T) {
	for _, tc := range slices.Concat(identityCases, boundaryCases, scalarCases) {
		t.Run(tc.why, func(t *testing.T) {
			lay, ok := scanList([]byte(tc.src))
			assert.Equal(t, tc.lines, ok, "whether lines alone tell where the items are")
			if ok {
				checkScan(t, []byte(tc.src), lay)
			}
			list, err := readList([]byte(tc.src), "", 1)
			require.NoError(t, err)
			var got []string
			for _, it := range list.items {
				name := ""
				if it.Kind == "" {
					name = "~"
					require.NoError(t, it.identify())
				}
				got = append(got, name+it.String())
			}
			assert.Equal(t, tc.items, got)
		})
	}
}

func TestBrokenListsAreRefused(t *testing.T) {
	for _, tc := range brokenCases {
		t.Run(tc.why, func(t *testing.T) {
			list, err := readList([]byte(tc.src), "", 1)
			if err == nil {
				for _, it := range list.items {
					if it.Kind == "" && err == nil {
						err = it.identify()
					}
				}
			}
			assert.ErrorContains(t, err, tc.message)
		})
	}
}
