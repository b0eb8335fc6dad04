package rolloutconvert

import (
	"fmt"
	"strings"
	"time"

	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// Argo Rollouts' own numbers.
const (
	errorRetry   = 10 * time.Second // after an error it asks again, whatever the interval
	slowestError = 40 * time.Second // the same, if the provider does not answer at all

	forever = 1<<31 - 1 // the largest limit that it can count
)

// errorWindow is the window of errorRate.
const errorWindow = 5 * time.Minute

// Canaries from this length on are not promoted if nothing was ever concluded. In
// shorter ones the start of the pods would take too large a part.
const leastForVerdict = time.Hour

// metrics gives the template's. canary is how long it runs, 0 for indefinite.
func (c *Analysis) metrics(env string, canary time.Duration) *yaml.Node {
	list := listOf()
	add := func(metric *yaml.Node) { list.Content = append(list.Content, metric) }
	switch least := c.minRequests(); {
	case c.Metrics != nil:
		return ownCopy(c.Metrics.YNode())
	case c.ErrorRate != nil && c.ErrorRate.Max > 0:
		add(c.errorRate(env, within(errorWindow, canary), least, canary))
	case c.SLO != nil && c.SLO.Objective > 0:
		for _, rule := range burnRulesFor(c.SLO.Objective, c.SLO.window(), canary) {
			add(c.burn(env, rule, least, canary))
		}
	}
	return list
}

func (c *Analysis) errorRate(env string, window time.Duration, least int64, canary time.Duration) *yaml.Node {
	limit, decisive := c.ErrorRate.Max.fraction(), c.ErrorRate.Max.decisive()
	m := measured{name: "error-rate", limit: limit, window: window, canary: canary}
	if c.Provider == datadog {
		return c.datadog(m, env, datadogShare(least, decisive))
	}
	return c.prometheus(m, 1, comment("Failed requests of the canary, as a share of all that it had within "+hours(window)+".", least, decisive)+
		promShare(c.queries(env), window, least, decisive))
}

// burn is one rule. Datadog is asked for the long window alone: Argo Rollouts gives
// all queries of a metric one window. It makes little difference here: the first
// measurement over the limit ends the canary, and the share of failed requests in the
// long window rises while requests fail, hardly ever after that.
func (c *Analysis) burn(env string, rule burnRule, least int64, canary time.Duration) *yaml.Node {
	m := measured{name: "burn-rate-" + hours(rule.long), limit: rule.limit.String(), window: rule.short, canary: canary}
	decisive := rule.decisive(c.SLO.Objective)
	if c.Provider == datadog {
		m.window = rule.long
		return c.datadog(m, env, datadogShare(least, decisive)+" / "+budget(c.SLO.Objective).fraction())
	}
	head := fmt.Sprintf("How many times too fast the canary burns the error budget of %s, within %s and %s.", c.SLO.Objective, hours(rule.long), hours(rule.short))
	return c.prometheus(m, 2, comment(head, least, decisive)+promBurn(c.queries(env), rule, c.SLO.Objective, least))
}

func comment(head string, least, decisive int64) string {
	text := fmt.Sprintf("# %s\n# No value with fewer than %d requests", head, least)
	if decisive > least {
		text += fmt.Sprintf("; taken of at least %d, so that %d failed ones alone decide nothing", decisive, few)
	}
	return text + ".\n"
}

// measured is what a metric needs to be measured.
type measured struct {
	name, limit    string
	window, canary time.Duration
}

// prometheus judges that many samples: all have to exceed the limit, and all have to
// be there, or nothing is concluded (which is Inconclusive, neither of the conditions
// being true; NaN is neither, too).
func (c *Analysis) prometheus(m measured, samples int, query string) *yaml.Node {
	var over, under []string
	for i := range samples {
		over = append(over, fmt.Sprintf("result[%d] > %s", i, m.limit))
		under = append(under, fmt.Sprintf("result[%d] <= %s", i, m.limit))
	}
	passed := strings.Join(under, " || ")
	if samples > 1 {
		passed = "(" + passed + ")"
	}
	there := fmt.Sprintf("len(result) == %d && ", samples)
	interval := time.Minute
	if m.window < 5*time.Minute {
		interval = 30 * time.Second
	}
	return m.node(interval, there+passed, there+strings.Join(over, " && "),
		mapOf("prometheus", mapOf("address", c.Address, "query", query+"\n")))
}

// datadog asks less often, since Datadog counts the requests of a whole organization.
func (c *Analysis) datadog(m measured, env, formula string) *yaml.Node {
	interval := time.Minute
	if m.window > errorWindow {
		interval = 2 * time.Minute
	}
	q := c.queries(env)
	seconds := fmt.Sprint(int64(m.window / time.Second))
	// Without data there is no result, which cannot even be compared.
	const result = "default(result, -1)"
	return m.node(interval, result+" >= 0 && "+result+" <= "+m.limit, result+" > "+m.limit,
		mapOf("datadog", mapOf(
			"apiVersion", "v2",
			"interval", hours(m.window),
			"aggregator", "sum",
			"queries", mapOf("errors", oneLine(fill(q.Errors, seconds)), "total", oneLine(fill(q.Total, seconds))),
			"formula", formula,
		)))
}

func (m measured) node(interval time.Duration, success, failure string, provider *yaml.Node) *yaml.Node {
	return mapOf(
		"name", m.name,
		"interval", hours(interval),
		"failureLimit", 0,
		"inconclusiveLimit", m.inconclusiveLimit(interval),
		"consecutiveErrorLimit", m.errorLimit(),
		"successCondition", success,
		"failureCondition", failure,
		"provider", provider,
	)
}

// inconclusiveLimit is where Argo Rollouts stops the canary and waits for a person:
// when nothing was concluded for nine tenths of its time. Else it would be promoted
// as if all were well, and where a query finds nothing at all, every version would.
func (m measured) inconclusiveLimit(interval time.Duration) int {
	if m.canary < leastForVerdict {
		return forever
	}
	return int(min(m.canary/interval*9/10, forever))
}

// errorLimit is how many times in a row the provider may give no answer. It rides
// out a restart of five minutes, or of more than one in a short canary; and a canary
// of six minutes or more that cannot be watched at all ends before it is promoted.
func (m measured) errorLimit() int {
	limit := 5 * time.Minute / errorRetry
	if m.canary > 0 {
		limit = min(limit, max(m.canary/slowestError-1, 80*time.Second/errorRetry))
	}
	return int(limit)
}

// window is the time over which the objective is promised.
func (s *SLO) window() time.Duration {
	if s.Window == 0 {
		return defaultSLOWindow
	}
	return time.Duration(s.Window)
}

func oneLine(query string) string { return strings.Join(strings.Fields(query), " ") }
