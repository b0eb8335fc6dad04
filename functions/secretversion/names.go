package secretversion

import (
	"slices"
	"strings"
)

// versionLength is how much of a version stands in a name, in characters.
const versionLength = 8

// suffixOfVersion is what stands of a version in names, if it can.
func suffixOfVersion(version string) (suffix string, ok bool) {
	suffix = version[:min(len(version), versionLength)]
	return suffix, suffix != "" && strings.Trim(suffix, "abcdefghijklmnopqrstuvwxyz0123456789") == ""
}

// withSuffix is a name with a suffix behind a hyphen, and what stands before these. A name that ends in them has them, and
// nothing stays as it is.
func withSuffix(name, suffix string) (base, final string) {
	if name == "" || suffix == "" {
		return name, name
	}
	if base, ok := strings.CutSuffix(name, "-"+suffix); ok && base != "" {
		return base, name
	}
	return name, name + "-" + suffix
}

// withoutSuffix is some names, and what stands in each before the suffix, each once. What is in front goes first.
func withoutSuffix(suffix string, names []string) []string {
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

// withPruneLast adds Argo CD's option to a list of such, unless it is there.
func withPruneLast(options string) string {
	if options == "" {
		return pruneLast
	}
	for o := range strings.SplitSeq(options, ",") {
		if strings.TrimSpace(o) == pruneLast {
			return options
		}
	}
	return options + "," + pruneLast
}
