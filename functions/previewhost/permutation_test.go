package previewhost

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestPermutationRefuses(t *testing.T) {
	tests := []struct {
		name  string
		rules rules
	}{
		{"two hosts that swap", rules{{"a.example.com", "b.example.com"}, {"b.example.com", "a.example.com"}}},
		{"a chain", rules{{"a.example.com", "b.example.com"}, {"b.example.com", "c.example.com"}}},
		{"a chain the other way round", rules{{"b.example.com", "c.example.com"}, {"a.example.com", "b.example.com"}}},
		{"a chain in another case", rules{{"a.example.com", "b.example.com"}, {"B.example.com", "{host}"}}},
		{"a result that a glob catches", rules{{"a.example.com", "b.example.com"}, {"*.example.com", "{label}-{host}"}}},
		{"a glob that catches its own results", rules{{"*.example.com", "{label}-pr.example.com"}}},
		{"labels that end up in another glob", rules{{"*.example.com", "{label}.example.org"}, {"www.*.org", "{host}"}}},
		{"a rule that repeats only some of what it catches", rules{{"a.example.com", "b.example.com"}, {"x*.example.com", "x.example.com"}, {"b*", "c.example.com"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, r := range tt.rules {
				require.NoError(t, r.check())
			}
			assert.Error(t, tt.rules.permutation())
		})
	}
	assert.EqualError(t, tests[0].rules.permutation(), `rules[0] gives "b.example.com", which rules[1] (from "b.example.com") would turn into `+
		`"a.example.com" again: nobody can tell such a host from production's; put {host} into `+"`to` of rules[0]")
}

func TestPermutationAccepts(t *testing.T) {
	tests := []struct {
		name  string
		rules rules
	}{
		{"no rules", nil},
		{"the default", rules{{"*", "{host}"}}},
		{"the usual rules", shopRules},
		{"a result with {host} that its own glob takes", rules{{"api*", "{label}-{host}"}}},
		{"a host that stays", rules{{"a.example.com", "a.example.com"}}},
		{"a host that stays, before the glob that would take it", rules{{"a.example.com", "a.example.com"}, {"*.example.com", "{label}-{host}"}}},
		{"a result that only the catch-all takes", rules{{"a.example.com", "b.example.com"}, {"*", "{host}"}}},
		{"a glob that gives the same host again", rules{{"*.example.com", "{label}.pr.example.com"}}},
		{"a result that a rule before keeps", rules{{"b*", "b.example.com"}, {"a.example.com", "b.example.com"}, {"b.example.com", "c.example.com"}}},
		{"a catch-all before everything", rules{{"*", "{host}"}, {"a.example.com", "b.example.com"}, {"b.example.com", "c.example.com"}}},
		{"results elsewhere", rules{{"a.example.com", "a.example.org"}, {"b.example.com", "b.example.org"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			assert.NoError(t, tt.rules.permutation())
		})
	}
}

// rewriteOnce is what the function does with a host.
func rewriteOnce(rs rules, host string) string {
	if rs.done(host, preview) {
		return host
	}
	if image, ok := rs.image(host, preview); ok {
		return image
	}
	return host
}

// Few names and globs, so that random rules meet each other often.
var (
	someFroms = []string{"*", "a.x", "b.x", "c.x", "*.x", "a*", "*.y", "a.b.x", "*b*", "pr-12.example.com", "*.example.com", "b*.x"}
	someTos   = []string{
		"{host}", "{label}.{host}", "{label}-{host}", "a.x", "b.x", "c.x", "{label}.x", "{label}.y", "{label}-b.x", "b.{label}.x",
		"{label}.{label}.x", "a.b.x", "*.x", "{label}.pr-12.example.com",
	}
	someHosts = []string{
		"a.x", "b.x", "c.x", "*.x", "A.X", "a.y", "b.y", "a.b.x", "a.a.x", "b.b.x", "b.a.x", "a-b.x", "a-b-b.x", "pr-12.example.com",
		"a.pr-12.example.com", "a-pr-12.example.com", "www.example.com", "a.b.pr-12.example.com", "z", "*.pr-12.example.com",
	}
)

func randomRules(r *rand.Rand) rules {
	pick := func(from []string) string { return from[r.IntN(len(from))] }
	var rs rules
	for range 1 + r.IntN(4) {
		rs = append(rs, Rule{From: pick(someFroms), To: pick(someTos)})
	}
	return rs
}

// For every list of rules that is accepted, a second run changes nothing, and no host of production's passes for done:
// only {host} or a catch-all make one.
func TestAcceptedRulesAreIdempotent(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	accepted := 0
	for range 50_000 {
		rs := randomRules(r)
		if rs.permutation() != nil {
			continue
		}
		accepted++
		for _, h := range someHosts {
			once := rewriteOnce(rs, h)
			require.Equal(t, once, rewriteOnce(rs, once), "%s under %v", h, rs)
			if staysByMistake(rs, h) {
				require.Failf(t, "production's host passes for done", "%s under %v", h, rs)
			}
		}
	}
	assert.Greater(t, accepted, 5_000, "the generator must give rules that are accepted")
}

// staysByMistake tells whether a host that a rule would rewrite is done only because it looks like a fixed `to`.
func staysByMistake(rs rules, host string) bool {
	var fixed, live rules
	for _, r := range rs {
		if strings.Contains(r.To, hostMark) {
			live = append(live, r)
		} else {
			fixed = append(fixed, r)
		}
	}
	if !fixed.done(host, preview) || live.done(host, preview) {
		return false
	}
	for _, r := range rs {
		if matchGlob(normal(r.From), normal(host)) {
			image, _ := rs.image(host, preview)
			return !isCatchAll(r.From) && image != normal(host)
		}
	}
	return false
}

func FuzzRules(f *testing.F) {
	f.Add("a.x", "b.x", "b.x", "a.x", "a.x")
	f.Add("*.x", "{label}.y", "*.y", "{label}.{label}.y", "a.b.y")
	f.Add("*", "{label}-{host}", "a*", "{host}", "a-a")
	f.Add("*.example.com", "{label}{label}.{host}", "w*", "{label}", "www.example.com")
	f.Fuzz(func(t *testing.T, from1, to1, from2, to2, host string) {
		rs := rules{{from1, to1}, {from2, to2}}
		for _, r := range rs {
			if r.check() != nil {
				return
			}
		}
		if rs.permutation() != nil {
			return
		}
		once := rewriteOnce(rs, host)
		if checkPreviewHost(once) != nil {
			return // refused, or production's own and left
		}
		if twice := rewriteOnce(rs, once); twice != once {
			t.Errorf("%q becomes %q and then %q under %v", host, once, twice, rs)
		}
		if staysByMistake(rs, host) {
			t.Errorf("%q is production's and passes for done under %v", host, rs)
		}
	})
}
