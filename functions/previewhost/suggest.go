package previewhost

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// suggestRules writes the rules to paste when hosts would become one: one of them gets the preview host itself, the others
// a name beside it. The rules that are there follow, for the hosts that they serve.
func (r *rewriter) suggestRules(hosts []string) string {
	hosts = slices.Clone(hosts)
	// A wildcard matches what it covers, so it comes last; www comes first, for it is what people call the site.
	slices.SortStableFunc(hosts, func(a, b string) int { return cmp.Compare(precedence(a), precedence(b)) })
	var b strings.Builder
	b.WriteString("rules:")
	taken := map[string]bool{}
	for i, host := range hosts {
		to := hostMark
		if i > 0 {
			to = besideHost(host, taken)
		}
		taken[to] = true
		fmt.Fprintf(&b, "\n- {from: %q, to: %q}", host, to)
	}
	for _, rule := range r.rules {
		fmt.Fprintf(&b, "\n- {from: %q, to: %q}", rule.From, rule.To)
	}
	return b.String()
}

func precedence(host string) int {
	switch {
	case strings.HasPrefix(host, "*."):
		return 2
	case strings.HasPrefix(host, "www."):
		return 0
	}
	return 1
}

// besideHost is a rule's `to` that no other of the rules has.
func besideHost(host string, taken map[string]bool) string {
	base, isWildcard := strings.CutPrefix(host, "*.")
	label, _, _ := strings.Cut(base, ".")
	to := label + "-" + hostMark
	if isWildcard {
		to = "*." + hostMark
	}
	if taken[to] {
		to = strings.ReplaceAll(base, ".", "-") + "-" + hostMark
		if isWildcard {
			to = "*." + to
		}
	}
	return to
}
