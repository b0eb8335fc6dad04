package krmtest

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestDiff(t *testing.T) {
	tests := []struct{ name, before, after, want string }{
		{"equal texts have none", "a\nb\n", "a\nb\n", ""},
		{"a replaced line, with what stands around it", "a\nb\nc\nd\n", "a\nb\nC\nd\n", "@@ -2,3 +2,3 @@\n b\n-c\n+C\n d\n"},
		{"what comes after the end", "a\n", "a\nb\n", "@@ -1,1 +1,2 @@\n a\n+b\n"},
		{"from nothing", "", "a\n", "@@ -1,0 +1,1 @@\n+a\n"},
		{"a newline that went", "a\n", "a", "@@ -1,1 +1,1 @@\n-a\n+a\n\\ no newline at the end\n"},
		{
			"changes that are far apart are told apart", "a\n1\n2\n3\nb\n", "A\n1\n2\n3\nB\n",
			"@@ -1,2 +1,2 @@\n-a\n+A\n 1\n@@ -4,2 +4,2 @@\n 3\n-b\n+B\n",
		},
		{"changes that are near are one", "a\n1\n2\nb\n", "A\n1\n2\nB\n", "@@ -1,4 +1,4 @@\n-a\n+A\n 1\n 2\n-b\n+B\n"},
		{"lines that moved cost the fewest", "a\nb\nc\n", "b\nc\na\n", "@@ -1,3 +1,3 @@\n-a\n b\n c\n+a\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, hunks, _ := strings.Cut(Diff("x", "y", tt.before, tt.after, 1), "+++ y\n")
			assert.Equal(t, tt.want, hunks)
		})
	}
}

func TestDiffOfHugeTextsIsNoLCS(t *testing.T) {
	before, after := strings.Repeat("a\n", 10_000), strings.Repeat("b\n", 10_000)
	assert.Contains(t, Diff("x", "y", before, after, 1), "@@ -1,10000 +1,10000 @@")
}
