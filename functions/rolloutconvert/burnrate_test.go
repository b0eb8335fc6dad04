package rolloutconvert

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestBurnRulesFor(t *testing.T) {
	for name, tc := range map[string]struct {
		objective string
		window    time.Duration
		atMost    time.Duration
		want      string
	}{
		"as published, for as long as it takes":               {"99.9%", 30 * day, 0, "1h/5m > 14.4, 6h/30m > 6"},
		"as published, in a canary of a day":                  {"99.9%", 30 * day, day, "1h/5m > 14.4, 6h/30m > 6"},
		"another SLO window, by the same parts of its budget": {"99.9%", 28 * day, 0, "1h/5m > 13.44, 6h/30m > 5.6"},
		"a week":    {"99.9%", 7 * day, 0, "1h/5m > 3.36, 6h/30m > 1.4"},
		"a quarter": {"99.9%", 90 * day, 0, "1h/5m > 43.2, 6h/30m > 18"},
		"three days, where the second rule allows less than 1":  {"99.9%", 3 * day, 0, "1h/5m > 1.44"},
		"a soak of two hours: the window shrinks, not the rate": {"99.9%", 30 * day, 2 * time.Hour, "1h/5m > 14.4, 2h/10m > 6"},
		"a window that does not divide evenly":                  {"99.9%", 30 * day, 90 * time.Minute, "1h/5m > 14.4, 1h30m/7m30s > 6"},
		"within an hour one rule is left, the stricter":         {"99.9%", 30 * day, time.Hour, "1h/5m > 6"},
		"a short window has two samples at least":               {"99.9%", 30 * day, 10 * time.Minute, "10m/2m > 6"},
		"the shortest canary":                                   {"99.9%", 30 * day, 2 * time.Minute, "2m/2m > 6"},
		"fractions of a second go":                              {"99.9%", 30 * day, 10*time.Minute + time.Millisecond, "10m/2m > 6"},
		"where 14.4 would take 144% of errors, 6 is left":       {"90%", 30 * day, 0, "6h/30m > 6"},
		"where 6 would take 120% of errors, nothing is":         {"80%", 30 * day, 0, ""},
		"just below 100% of errors":                             {"93.06%", 30 * day, 0, "1h/5m > 14.4, 6h/30m > 6"},
		"just above":                                            {"93.05%", 30 * day, 0, "6h/30m > 6"},
		"a rate that no decimal tells exactly is rounded":       {"99.9%", 100 * time.Hour, 0, "1h/5m > 2"},
		"a day, over which the objective itself would be a sin": {"99.9%", day, 0, ""},
	} {
		t.Run(name, func(t *testing.T) {
			var objective Share
			require.NoError(t, objective.UnmarshalText([]byte(tc.objective)))
			got := ""
			for i, r := range burnRulesFor(objective, tc.window, tc.atMost) {
				if i > 0 {
					got += ", "
				}
				got += fmt.Sprintf("%s/%s > %s", hours(r.long), hours(r.short), r.limit)
			}
			assert.Equal(t, tc.want, got)
		})
	}
}

// Whatever the objective and the times, what is asked for can happen, and nothing
// is longer than the canary.
func TestBurnRulesAreSane(t *testing.T) {
	objectives := []Share{1, entire / 2, 800_000_000, 900_000_000, 930_500_000, 950_000_000, 990_000_000, 999_000_000, 999_900_000, entire - 1}
	canaries := []time.Duration{0, leastWindow, 121 * time.Second, 5 * time.Minute, 59 * time.Minute, time.Hour, 3 * time.Hour, 7 * time.Hour, 30 * day}
	for _, window := range []time.Duration{leastSLOWindow, 5 * day, 7 * day, 28 * day, 30 * day, 91*day + time.Second, longestDuration} {
		for _, canary := range canaries {
			before := map[time.Duration]int64{}
			for _, objective := range objectives {
				rules := burnRulesFor(objective, window, canary)
				seen := map[time.Duration]bool{}
				for _, r := range rules {
					errorRate := int64(r.limit) * int64(budget(objective)) // in 1e-13
					require.Greater(t, r.limit, burnUnit, "the objective itself is no burn")
					require.Less(t, errorRate, int64(burnUnit)*int64(entire), "never more errors than requests")
					require.True(t, canary == 0 || r.long <= canary, "%s in a canary of %s", r.long, canary)
					require.GreaterOrEqual(t, r.short, leastWindow)
					require.LessOrEqual(t, r.short, r.long)
					require.False(t, seen[r.long], "two rules with one window")
					seen[r.long] = true
					if last, ok := before[r.long]; ok {
						require.LessOrEqual(t, errorRate, last, "a higher objective allows no more errors")
					}
					n := r.decisive(objective)
					require.LessOrEqual(t, few*int64(burnUnit)*int64(entire)/errorRate, n, "few failed requests of so many do not exceed the limit")
					require.Positive(t, n)
				}
				for _, r := range rules {
					before[r.long] = int64(r.limit) * int64(budget(objective))
				}
			}
		}
	}
}

func TestDecisive(t *testing.T) {
	assert.EqualValues(t, 300, Share(10_000_000).decisive(), "1%")
	assert.EqualValues(t, 6, Share(500_000_000).decisive(), "50%")
	assert.EqualValues(t, 43, Share(70_000_000).decisive(), "7%, rounded up")
	assert.EqualValues(t, 209, burnRule{limit: 144_000}.decisive(999_000_000), "14.4 of 0.1%, rounded up")
	assert.EqualValues(t, 500, burnRule{limit: 60_000}.decisive(999_000_000), "6 of 0.1%")
}
