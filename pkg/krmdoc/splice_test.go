package krmdoc_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kurumi-krm/kurumi/pkg/krmdoc"
)

func TestSpliceReplacesOnlyItsPart(t *testing.T) {
	const readme = "# a\n\n<!-- generated:usage -->\nkeep\n<!-- /generated -->\n\n" +
		"<!-- generated:reference --><!-- /generated -->\n\nlast\n"
	const want = "# a\n\n<!-- generated:usage -->\nkeep\n<!-- /generated -->\n\n" +
		"<!-- generated:reference -->\n\n| a |\n\n<!-- /generated -->\n\nlast\n"
	got, err := krmdoc.Splice(readme, "reference", "| a |\n")
	require.NoError(t, err)
	assert.Equal(t, want, got)
	again, err := krmdoc.Splice(got, "reference", "| a |\n")
	require.NoError(t, err)
	assert.Equal(t, want, again)
}

func TestSpliceRefusesWhenItIsNotSureWhatMayGo(t *testing.T) {
	const begin, end = "<!-- generated:reference -->\n", "<!-- /generated -->\n"
	for _, tc := range []struct{ name, readme, generated, want string }{
		{"no markers", "# a\n", "b", "there is no line <!-- generated:reference -->"},
		{"only another part's", "<!-- generated:usage -->\n" + end, "b", "there is no line"},
		{"two beginnings", begin + end + begin + end, "b", "more than one line <!-- generated:reference -->"},
		{"no end", end + begin + "text", "b", "there is no line <!-- /generated -->"},
		{"two ends", begin + end + "text" + end, "b", "more than one line <!-- /generated -->"},
		{"the end is another part's", begin + "text\n<!-- generated:usage -->\n" + end, "b", "another generated part begins"},
		{"a marker in what is generated", begin + end, end, "marker of its own"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, err := krmdoc.Splice(tc.readme, "reference", tc.generated)
			require.ErrorContains(t, err, tc.want)
			assert.Empty(t, got)
		})
	}
}
