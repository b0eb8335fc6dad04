package krmtest

import (
	"fmt"
	"slices"
	"strings"
)

// maxTable bounds the table of the diff. Beyond it a text counts as replaced.
const maxTable = 16 << 20

// A diffLine is a line of a diff: ' ' is in both texts, '-' in the old one only,
// '+' in the new one only.
type diffLine struct {
	mark byte
	text string
}

// Diff is a unified diff of two texts with some lines of context, and empty if
// they are equal.
func Diff(oldName, newName, oldText, newText string, context int) string {
	if oldText == newText {
		return ""
	}
	lines := diffLines(oldText, newText)
	var b strings.Builder
	fmt.Fprintf(&b, "--- %s\n+++ %s\n", oldName, newName)
	oldLine, newLine := 1, 1
	for i := 0; i < len(lines); {
		end := hunkEnd(lines, i, context)
		if end == i {
			oldLine, newLine, i = oldLine+1, newLine+1, i+1
			continue
		}
		var body strings.Builder
		oldCount, newCount := 0, 0
		for ; i < end; i++ {
			writeDiffLine(&body, lines[i])
			if lines[i].mark != '+' {
				oldCount++
			}
			if lines[i].mark != '-' {
				newCount++
			}
		}
		fmt.Fprintf(&b, "@@ -%d,%d +%d,%d @@\n%s", oldLine, oldCount, newLine, newCount, body.String())
		oldLine, newLine = oldLine+oldCount, newLine+newCount
	}
	return b.String()
}

// hunkEnd is the end of the hunk that begins with line i, or i if none does.
func hunkEnd(lines []diffLine, i, context int) int {
	end, reach := i, i+context // reach: a change up to there belongs to the hunk
	for j := i; j < len(lines) && j <= reach; j++ {
		if lines[j].mark != ' ' {
			end = min(j+1+context, len(lines))
			reach = j + 2*context + 1
		}
	}
	return end
}

func writeDiffLine(b *strings.Builder, l diffLine) {
	b.WriteByte(l.mark)
	b.WriteString(l.text)
	if !strings.HasSuffix(l.text, "\n") {
		b.WriteString("\n\\ no newline at the end\n")
	}
}

// diffLines marks the lines of two texts, by a longest common subsequence of
// what stands between their common start and end.
func diffLines(oldText, newText string) []diffLine {
	a, b := splitLines(oldText), splitLines(newText)
	var head, tail []diffLine
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		head = append(head, diffLine{' ', a[0]})
		a, b = a[1:], b[1:]
	}
	end := 0
	for end < len(a) && end < len(b) && a[len(a)-1-end] == b[len(b)-1-end] {
		end++
	}
	for _, line := range a[len(a)-end:] {
		tail = append(tail, diffLine{' ', line})
	}
	return append(append(head, middle(a[:len(a)-end], b[:len(b)-end])...), tail...)
}

func middle(a, b []string) []diffLine {
	var out []diffLine
	common := commonLengths(a, b)
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case common != nil && i < len(a) && j < len(b) && a[i] == b[j]:
			out = append(out, diffLine{' ', a[i]})
			i, j = i+1, j+1
		case i < len(a) && (common == nil || j == len(b) || common[i+1][j] >= common[i][j+1]):
			out = append(out, diffLine{'-', a[i]})
			i++
		default:
			out = append(out, diffLine{'+', b[j]})
			j++
		}
	}
	return out
}

// commonLengths is the length of the longest common subsequence of a[i:] and
// b[j:], for all i and j; nil if that is too much to ask for.
func commonLengths(a, b []string) [][]int32 {
	if (len(a)+1)*(len(b)+1) > maxTable {
		return nil
	}
	table := make([][]int32, len(a)+1)
	for i := range table {
		table[i] = make([]int32, len(b)+1)
	}
	for i, line := range slices.Backward(a) {
		for j, other := range slices.Backward(b) {
			if line == other {
				table[i][j] = table[i+1][j+1] + 1
			} else {
				table[i][j] = max(table[i+1][j], table[i][j+1])
			}
		}
	}
	return table
}

func splitLines(s string) []string {
	var lines []string
	for line := range strings.Lines(s) {
		lines = append(lines, line)
	}
	return lines
}
