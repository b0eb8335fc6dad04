package main

import (
	"regexp"
	"strconv"
	"strings"
)

// hunk is the head of a hunk, with the line at which its first change stands:
// one line of context comes before it.
var hunk = regexp.MustCompile(`(?m)^@@ -(\d+),.* @@$`)

// titled puts after the head of each hunk the resource that it is about.
func titled(diff, before string) string {
	lines := strings.Split(before, "\n")
	return hunk.ReplaceAllStringFunc(diff, func(head string) string {
		at, err := strconv.Atoi(hunk.FindStringSubmatch(head)[1])
		if err != nil || at >= len(lines) {
			return head
		}
		return head + " " + resource(lines, at)
	})
}

// resource is the kind and name of what stands at a line, in the layout that
// kustomize gives its output: "Ingress shop".
func resource(lines []string, at int) string {
	for at > 0 && lines[at] != "---" {
		at--
	}
	kind, name, top := "", "", ""
	for i, ln := range lines[at:] {
		key, value, _ := strings.Cut(ln, ": ")
		switch {
		case i > 0 && ln == "---":
			return kind + " " + name
		case key == "kind":
			kind = value
		case key == "  name" && top == "metadata:":
			name = value
		}
		if !strings.HasPrefix(ln, " ") {
			top = ln
		}
	}
	return kind + " " + name
}
