package previewhost

import (
	"fmt"
	"strings"
)

// permutation refuses rules of which one gives a host that another (or itself) would turn into something else:
//
//	{from: a.example.com, to: b.example.com}
//	{from: b.example.com, to: a.example.com}
//
// Nothing in b.example.com tells then whether it is production's b, still to be rewritten, or what a became in an
// earlier run. done takes it for finished, so that a second run changes nothing, and production's b would be served by
// a preview without a word.
//
// A `to` with {host} can't be mistaken, because a preview host is not production's. A catch-all `from` (*) doesn't
// count: every result matches it, and what the other rules give is none of its business. A rule that gives the same
// host again ({from: a, to: a}, or *.example.com to {label}.pr.example.com) permutes nothing.
//
// {label} is taken for any run of characters here, so that a few harmless rules are refused as well; the remedy is the
// same.
func (rs rules) permutation() error {
	for i, q := range rs {
		if strings.Contains(q.To, hostMark) {
			continue
		}
		if j, ok := rs.rewriterOf(q); ok {
			return fmt.Errorf("rules[%d] gives %s, which rules[%d] (from %s) would turn into %s again: nobody can tell such a host "+
				"from production's; put {host} into `to` of rules[%d]", i, quoted(q.To), j, quoted(rs[j].From), quoted(rs[j].To), i)
		}
	}
	return nil
}

// rewriterOf finds the first rule that would change what q gives.
func (rs rules) rewriterOf(q Rule) (int, bool) {
	out := strings.ReplaceAll(q.To, labelMark, "*")
	for j, r := range rs {
		from := normal(r.From)
		if isCatchAll(from) {
			return 0, false // takes all that comes this far
		}
		if !globsOverlap(out, from) {
			continue
		}
		if !r.repeats(q) {
			return j, true
		}
		if matchGlob(from, out) { // a star of out is a character that only a star of from matches: from takes all of out
			return 0, false
		}
	}
	return 0, false
}

// repeats tells whether r gives what q gave once more, whatever the label.
func (r Rule) repeats(q Rule) bool {
	label, _, _ := strings.Cut(q.To, ".") // the first label of what q gives, {label} and all
	return strings.ReplaceAll(r.To, labelMark, label) == q.To
}

func isCatchAll(glob string) bool {
	return glob != "" && strings.Trim(glob, "*") == ""
}
