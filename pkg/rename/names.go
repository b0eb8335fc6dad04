package rename

import (
	"slices"
	"strings"
)

// MaxName is the longest name that an object may have, in bytes.
const MaxName = 253

// WithoutSuffix is some names, and what stands in each before the suffix, each once. What is in front goes first.
func WithoutSuffix(suffix string, names []string) []string {
	var all []string
	for _, name := range names {
		for _, n := range []string{name, strings.TrimSuffix(name, suffix)} {
			if n != "" && !slices.Contains(all, n) {
				all = append(all, n)
			}
		}
	}
	return all
}
