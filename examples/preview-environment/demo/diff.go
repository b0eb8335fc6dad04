package main

import (
	"fmt"
	"slices"
	"strings"
)

// context is how many unchanged lines stand around a change.
const context = 1

// A line is one line of a diff; op is '-', '+' or ' '.
type line struct {
	op   byte
	text string
}

// diff finds a shortest way from a to b: a longest common subsequence, in time
// and space len(a) × len(b), which is nothing for the demo's 220 lines.
func diff(a, b []string) []line {
	common := make([][]int, len(a)+1) // of a[i:] and b[j:]
	for i := range common {
		common[i] = make([]int, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				common[i][j] = common[i+1][j+1] + 1
			} else {
				common[i][j] = max(common[i+1][j], common[i][j+1])
			}
		}
	}
	var lines []line
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			lines = append(lines, line{' ', a[i]})
			i, j = i+1, j+1
		case j == len(b) || i < len(a) && common[i+1][j] >= common[i][j+1]:
			lines = append(lines, line{'-', a[i]})
			i++
		default:
			lines = append(lines, line{'+', b[j]})
			j++
		}
	}
	return lines
}

// titles says for each line in which resource it stands, as in "Ingress shop".
func titles(lines []line) []string {
	of := make([]string, len(lines))
	start := 0
	for i := range lines {
		if i+1 < len(lines) && lines[i+1].text != "---\n" {
			continue
		}
		title := resource(lines[start : i+1])
		for ; start <= i; start++ {
			of[start] = title
		}
	}
	return of
}

// resource finds kind and name in one document, laid out as kustomize does.
func resource(lines []line) string {
	kind, name, top := "", "", ""
	for _, ln := range lines {
		key, value, _ := strings.Cut(strings.TrimSuffix(ln.text, "\n"), ":")
		switch {
		case key == "kind":
			kind = strings.TrimSpace(value)
		case top == "metadata" && key == "  name":
			name = strings.TrimSpace(value)
		}
		if !strings.HasPrefix(key, " ") {
			top = key
		}
	}
	return kind + " " + name
}

// unified writes the changes with some lines around them, as diff -u does. The
// resource of each hunk stands after its line numbers.
func unified(lines []line, titles []string) string {
	var out strings.Builder
	out.WriteString("--- before\n+++ after\n")
	for from := 0; ; {
		first := slices.IndexFunc(lines[from:], changed)
		if first < 0 {
			return out.String()
		}
		first += from
		last := first
		for i := first; i < len(lines) && i <= last+2*context+1 && titles[i] == titles[first]; i++ {
			if changed(lines[i]) {
				last = i
			}
		}
		start, end := max(first-context, from), min(last+context+1, len(lines))
		hunk := lines[start:end]
		fmt.Fprintf(&out, "@@ -%d,%d +%d,%d @@ %s\n",
			1+len(lines[:start])-count(lines[:start], '+'), len(hunk)-count(hunk, '+'),
			1+len(lines[:start])-count(lines[:start], '-'), len(hunk)-count(hunk, '-'), titles[first])
		for _, ln := range hunk {
			out.WriteByte(ln.op)
			out.WriteString(ln.text)
		}
		from = end
	}
}

func changed(ln line) bool { return ln.op != ' ' }

// count is how many of the lines have this op.
func count(lines []line, op byte) int {
	n := 0
	for _, ln := range lines {
		if ln.op == op {
			n++
		}
	}
	return n
}
