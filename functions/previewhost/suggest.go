package previewhost

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// suggestRules writes the rules to paste that tell the given routed hosts apart: one of them gets the preview host itself,
// the others names beside it. No other routed host becomes something else by them.
func (r *rewriter) suggestRules(hosts []string) string {
	s := suggestion{rewriter: r, told: map[string]bool{}, taken: map[string]bool{}}
	for _, host := range hosts {
		s.told[host] = true
	}
	for host := range r.served {
		if !s.told[host] {
			s.taken[r.known[host].image] = true
		}
	}
	hosts = slices.SortedFunc(maps.Keys(s.told), func(a, b string) int {
		return cmp.Or(cmp.Compare(precedence(a), precedence(b)), cmp.Compare(a, b))
	})
	for _, host := range hosts {
		s.add(Rule{From: host, To: s.pick(host)})
	}
	s.protect()
	var b strings.Builder
	b.WriteString("  rules:") // indented as it stands under spec
	listed := map[string]bool{}
	for _, rule := range s.rules() {
		if from := normal(rule.From); !listed[from] { // a second one would never be asked
			listed[from] = true
			fmt.Fprintf(&b, "\n  - {from: %q, to: %q}", rule.From, rule.To)
		}
	}
	return b.String()
}

// precedence says who is asked first, and so gets the preview host itself: www, for it is what people call the site, then
// the shortest names. A wildcard matches what it covers, so it comes last.
func precedence(host string) int {
	switch {
	case strings.HasPrefix(host, "*."):
		return maxHost + strings.Count(host, ".")
	case strings.HasPrefix(host, "www."):
		return 0
	}
	return strings.Count(host, ".")
}

// A suggestion is the rules to paste while they are made.
type suggestion struct {
	*rewriter
	told   map[string]bool // the hosts to be told apart
	taken  map[string]bool // the hosts that something becomes already
	exact  []Rule          // the new rules for one host each
	globs  []Rule          // and those for wildcards, which match other hosts as well
	number int             // the last that stands in a name for want of a better one
}

func (s *suggestion) add(r Rule) {
	if strings.Contains(r.From, "*") {
		s.globs = append(s.globs, r)
	} else {
		s.exact = append(s.exact, r)
	}
}

// rules is all of them in their order: a new glob stands as far down as it can.
func (s *suggestion) rules() []Rule {
	// The longer a glob, the fewer hosts it takes from those below it.
	slices.SortStableFunc(s.globs, func(a, b Rule) int { return cmp.Compare(len(b.From), len(a.From)) })
	at := s.globsAt()
	return slices.Concat(s.exact, s.rewriter.rules[:at], s.globs, s.rewriter.rules[at:])
}

// globsAt is the first of the rules that are there which matches one of the wildcards.
func (s *suggestion) globsAt() int {
	at := len(s.rewriter.rules)
	for _, glob := range s.globs {
		if i := s.ruleFor(glob.From); i >= 0 {
			at = min(at, i)
		}
	}
	return at
}

// ruleFor is the rule that matches a host now, or -1.
func (s *suggestion) ruleFor(host string) int {
	return slices.IndexFunc(s.rewriter.rules, func(r Rule) bool { return matchGlob(normal(r.From), host) })
}

// protect gives rules of their own to the hosts that the new globs would take from the rules that are there.
func (s *suggestion) protect() {
	at := s.globsAt()
	globs := slices.Clone(s.globs)
	for _, host := range slices.Sorted(maps.Keys(s.served)) {
		isTaken := func(r Rule) bool { return matchGlob(r.From, host) }
		if s.known[host].image == host || s.told[host] || !slices.ContainsFunc(globs, isTaken) {
			continue
		}
		if i := s.ruleFor(host); i >= at {
			s.add(Rule{From: host, To: s.rewriter.rules[i].To})
		}
	}
}

// pick finds a `to` that gives a host of its own: the preview host itself, or one beside it with as much of the original
// name as there is room for.
func (s *suggestion) pick(host string) string {
	base, isWildcard := strings.CutPrefix(host, "*.")
	label, _, _ := strings.Cut(base, ".")
	whole := strings.ReplaceAll(base, ".", "-")
	choice := []string{"", label + "-", whole + "-", label + "."}
	for len(choice) > 0 {
		to := choice[0] + hostMark
		if isWildcard {
			to = "*." + to
		}
		image := Rule{To: to}.fill(s.known[host].preview, "")
		if checkPreviewHost(image) == nil && !s.taken[image] {
			s.taken[image] = true
			return to
		}
		if choice = choice[1:]; len(choice) == 0 && s.number <= 2*len(s.served) {
			s.number++
			choice = []string{fmt.Sprintf("h%d-", s.number), fmt.Sprintf("h%d.", s.number)}
		}
	}
	return hostMark // nothing fits a preview host of that length
}
