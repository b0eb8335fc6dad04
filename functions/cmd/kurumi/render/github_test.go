package render

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAnnotationsStayOnTheirLine(t *testing.T) {
	var out strings.Builder
	require.NoError(t, writeGitHub(&out, []finding{
		{File: "a,b:c%/x.yaml", State: missing, Diff: "100%\r\n::stop-commands::x\n"},
		{File: "y.yaml", State: changed, Line: 7, Diff: strings.Repeat("é", maxAnnotation)},
	}))
	lines := strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
	require.Len(t, lines, 2)
	assert.Equal(t, `::error file=a%2Cb%3Ac%25/x.yaml,line=1,title=kurumi render::a,b:c%25/x.yaml is missing; run kurumi render and commit it%0A100%25\r%0A::stop-commands::x%0A`, lines[0])
	assert.True(t, strings.HasPrefix(lines[1], "::error file=y.yaml,line=7,title=kurumi render::y.yaml is not up to date; "))
	assert.True(t, strings.HasSuffix(lines[1], "é%0A(cut; kurumi render --check shows all of it)"))
	assert.Less(t, len(lines[1]), maxAnnotation+300)
}

func TestFirstDifference(t *testing.T) {
	for _, tc := range []struct {
		was, is string
		line    int
	}{
		{"a\nb\nc\n", "a\nx\nc\n", 2},
		{"a\n", "a\nb\n", 2},
		{"a", "b", 1},
		{"", "a\n", 1},
		{"a\nbcd\n", "a\nbce\n", 2},
	} {
		assert.Equal(t, tc.line, firstDifference([]byte(tc.was), []byte(tc.is)), "%q %q", tc.was, tc.is)
	}
}
