package build

import (
	"slices"
	"strings"
)

// toldWarnings is the warnings in what a function told on stderr, each in one line.
// They are Results, and so have nothing of a Secret in them.
func toldWarnings(said string) (all []string) {
	const mark = "warning: "
	others := true
	for line := range strings.Lines(said) {
		line = strings.TrimRight(line, "\n")
		switch text, found := strings.CutPrefix(line, mark); {
		case found:
			all, others = append(all, text), false
		case strings.HasPrefix(line, "error: "):
			others = true
		case !others: // a remedy of several lines
			all[len(all)-1] += " " + strings.TrimSpace(line)
		}
	}
	return all
}

// ran is the warnings of how functions were run, once each: a base can be built twice.
func ran(runs []*run) (all []string) {
	for _, r := range runs {
		for _, text := range r.Warnings {
			all = appendNew(all, "kurumi build: warning: "+text)
		}
	}
	return all
}

// allWarnings is the functions' own, too.
func allWarnings(runs []*run) []string {
	all := ran(runs)
	for _, r := range runs {
		for _, text := range r.Told {
			all = appendNew(all, r.Function+": warning: "+text)
		}
	}
	return all
}

func appendNew(all []string, text string) []string {
	if slices.Contains(all, text) {
		return all
	}
	return append(all, text)
}
