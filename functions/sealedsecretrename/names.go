package sealedsecretrename

import (
	"slices"
	"strings"
)

// withoutSuffix is the names by which others may refer to what is called final: some names, and what stands in them
// before the suffix. final itself is none of them.
func withoutSuffix(base, final string, names []string) []string {
	suffix := final[len(base):]
	var old []string
	for _, name := range names {
		for _, n := range []string{strings.TrimSuffix(name, suffix), name} {
			if n != "" && n != final && !slices.Contains(old, n) {
				old = append(old, n)
			}
		}
	}
	return old
}

// words calls fn for every word of a text that may be a name: letters, digits, hyphens and dots, none of the latter two at
// its ends.
func words[T string | []byte](text T, fn func(word T)) {
	for i := 0; i < len(text); i++ {
		start := i
		for i < len(text) && isNameByte(text[i]) {
			i++
		}
		end := i
		for start < end && isPunctuation(text[start]) {
			start++
		}
		for start < end && isPunctuation(text[end-1]) {
			end--
		}
		if start < end {
			fn(text[start:end])
		}
	}
}

func isPunctuation(c byte) bool { return c == '-' || c == '.' }

// isNameByte counts the underscore in, which no name has: what has one in it is another word.
func isNameByte(c byte) bool {
	return 'a' <= c && c <= 'z' || '0' <= c && c <= '9' || c == '-' || c == '.' || c == '_' || 'A' <= c && c <= 'Z'
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
