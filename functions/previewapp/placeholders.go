package previewapp

import (
	"slices"
	"strings"
)

// The parameters of a pull request that are looked for, as Argo CD's templates write them.
const (
	number     = "{{.number}}"
	branchSlug = "{{.branch_slug}}"
)

// What of a pull request may stand in a setting. A namespace holds nothing but the
// number: with a branch's name in it, a branch called "production" would choose one.
// In a host the number has to stand too, so that it is no other's.
var (
	inNamespace = []string{"number"}
	inHost      = []string{"number", "branch_slug", "head_sha", "head_short_sha", "head_short_sha_7"}
)

// written is what whoever opens a pull request writes as they like.
var written = []string{"author", "branch", "labels", "target_branch", "title"}

// samples are the longest values there are: Argo CD cuts slugs at 50 characters.
var samples = map[string]string{
	"number":           sampleNumber,
	"branch_slug":      strings.Repeat("b", 50),
	"head_sha":         strings.Repeat("a", 40),
	"head_short_sha":   strings.Repeat("a", 8),
	"head_short_sha_7": strings.Repeat("a", 7),
}

const sampleNumber = "999999"

// A teller is told what is wrong with a value.
type teller func(format string, args ...any)

// resolve writes the placeholders {{name}} and {{.name}} of a text as Argo CD's Go
// templates have them. Nothing else may stand in braces: no function, no pipe.
func resolve(text string, allowed []string, tell teller) string {
	var out strings.Builder
	for {
		before, after, opened := strings.Cut(text, "{{")
		out.WriteString(before)
		if !opened {
			return out.String()
		}
		inside, rest, closed := strings.Cut(after, "}}")
		name := strings.TrimPrefix(strings.TrimSpace(inside), ".")
		switch {
		case !closed:
			tell("opens {{ and does not close it")
			return ""
		case slices.Contains(written, name):
			tell("may not hold {{%s}}, which whoever opens a pull request writes as they like; take {{number}}", name)
		case !slices.Contains(allowed, name):
			tell("may not hold %q; what may stand in braces here: %s", short(inside), strings.Join(allowed, ", "))
		}
		out.WriteString("{{." + name + "}}")
		text = rest
	}
}

// short cuts what is told of a text.
func short(s string) string {
	if len(s) > 40 {
		return strings.ToValidUTF8(s[:40], "") + "…"
	}
	return s
}

// sample is a resolved text with the longest values put in.
func sample(text string) string {
	for name, value := range samples {
		text = strings.ReplaceAll(text, "{{."+name+"}}", value)
	}
	return text
}

// namespacePattern is the glob for the namespaces of all previews. It wants a digit
// where the number stands, so that shop-{{number}} is not shop-production.
func namespacePattern(namespace string) string {
	return strings.ReplaceAll(namespace, number, "[0-9]*")
}
