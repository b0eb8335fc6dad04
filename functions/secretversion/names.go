package secretversion

import "strings"

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
