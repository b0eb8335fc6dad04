package rolloutconvert

import "time"

// The published method of alerting on an error budget (multi-window,
// multi-burn-rate) has a rule for a part of the budget that may be gone within a
// time: 2% within an hour, 5% within six. The burn rate at which that happens is
//
//	part × SLO window / long window
//
// so 14.4 and 6 for an SLO over 30 days. A rule also looks at a short window, a
// twelfth of the long one: both have to burn that fast, so that what is over does
// not count.
//
// A canary seldom runs for six hours. Its windows shrink to the time that it has,
// and the burn rates stay: they tell whether the version, once everybody has it,
// would wake somebody up. The part of the budget would be the wrong measure. A
// canary has a small share of the requests for a short time, so it cannot spend 2%
// of a month even if all that it does fails: within ten minutes that takes a burn
// rate of 86.4, which is 43% of errors for an objective of 99.5%, and more than
// there can be for 98%.
var burnRules = []struct {
	part int64 // of the error budget, in percent
	long time.Duration
}{
	{2, time.Hour},
	{5, 6 * time.Hour},
}

const (
	shortPart = 12 // the short window is this part of the long one

	// Prometheus needs two samples for an increase, and scrapes every 15 to 60 seconds.
	leastWindow = 2 * time.Minute

	defaultSLOWindow = 30 * day
	// Over less than three days the first rule would call a burn rate near 1 too fast,
	// which is what the objective allows.
	leastSLOWindow = 3 * day
)

// A burnRate is a multiple of the rate that uses the budget up exactly when its
// time is over. It is counted in ten-thousandths.
type burnRate int64

const burnUnit burnRate = 10_000

func (r burnRate) String() string { return decimal(int64(r), int64(burnUnit)) }

// A burnRule is two windows in which the budget must not burn faster than a rate.
type burnRule struct {
	long, short time.Duration
	limit       burnRate
}

// burnRulesFor gives the rules for an objective and the SLO's window, within
// atMost, 0 for as long as they are. It leaves out what cannot tell anything: a
// rate that the objective allows, or that takes more errors than requests; and of
// two rules with the same windows the one with the higher rate.
func burnRulesFor(objective Share, window, atMost time.Duration) []burnRule {
	var rules []burnRule
	for _, r := range burnRules {
		limit := burnRateFor(r.part, window, r.long)
		if limit <= burnUnit || int64(limit)*int64(budget(objective)) >= int64(burnUnit)*int64(entire) {
			continue
		}
		rule := burnRule{long: within(r.long, atMost), limit: limit}
		rule.short = within(max(rule.long/shortPart, leastWindow).Truncate(time.Second), rule.long)
		if n := len(rules); n > 0 && rules[n-1].long == rule.long {
			rules = rules[:n-1] // the rates fall
		}
		rules = append(rules, rule)
	}
	return rules
}

// burnRateFor is rounded to the nearest ten-thousandth.
func burnRateFor(part int64, window, long time.Duration) burnRate {
	n, d := part*int64(window/time.Second)*int64(burnUnit)/100, int64(long/time.Second)
	return burnRate((2*n + d) / (2 * d))
}

// budget is the share of requests that may fail.
func budget(objective Share) Share { return entire - objective }

// within cuts a window to a time, 0 for any.
func within(window, atMost time.Duration) time.Duration {
	if atMost > 0 && atMost < window {
		return atMost.Truncate(time.Second)
	}
	return window
}

// decisive is the least number of requests of which a few failed ones are not more
// than a limit allows, so that so few alone never decide.
func (r burnRule) decisive(objective Share) int64 {
	return ceil(few*int64(burnUnit)*int64(entire), int64(r.limit)*int64(budget(objective)))
}

// decisive is the same for a plain limit.
func (s Share) decisive() int64 { return ceil(few*int64(entire), int64(s)) }

// few failed requests happen to every version.
const few = 3

func ceil(n, d int64) int64 { return (n + d - 1) / d }
