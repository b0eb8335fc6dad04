package rolloutconvert

import (
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kurumi-krm/kurumi/pkg/krmtest"
)

// readmePage is the README.
func readmePage(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile("README.md")
	require.NoError(t, err)
	return string(data)
}

// readmeHas keeps the whole page out of what a failure says.
func readmeHas(t *testing.T, readme, text string) {
	t.Helper()
	if !strings.Contains(readme, text) {
		t.Errorf("README.md has not: %s", text)
	}
}

// There are more messages than anybody reads in a table; each says itself what to
// do. The README has those that people meet, and has to quote what is really said.
func TestREADMEQuotesWhatIsSaid(t *testing.T) {
	m := krmtest.ReadMessages(t, map[string][]string{".": nil})
	m.QuotedIn(t, "README.md")
	quotes := regexp.MustCompile("(?m)^\\| `[^`]+ [^`]+`").FindAllString(readmePage(t), -1)
	require.Greater(t, len(quotes), 15)
}

func TestREADMELinksLeadSomewhere(t *testing.T) { krmtest.LinksLead(t, "README.md") }

// Who sets up a scrape config or a dashboard reads the names here.
func TestREADMEHasEveryMetricAndPlaceholder(t *testing.T) {
	readme := readmePage(t)
	metric := regexp.MustCompile(`increase\((\w+)|(?:sum|count):([\w.]+)\{`)
	for _, queries := range []map[string]Query{promQL, datadogQL} {
		for source, q := range queries {
			readmeHas(t, readme, "| `"+source+"` |")
			for _, m := range metric.FindAllStringSubmatch(q.Errors+q.Total, -1) {
				readmeHas(t, readme, "`"+m[1]+m[2]+"`")
			}
		}
	}
	for name := range maps.Keys(placeholders) {
		readmeHas(t, readme, "`{"+name+"}`")
	}
	for _, name := range argumentNames {
		readmeHas(t, readme, "`{{args."+name+"}}`")
	}
}

// The windows and burn rates are computed, and the table has what comes out.
func TestREADMEHasTheBurnRates(t *testing.T) {
	readme := readmePage(t)
	const objective = 999 * entire / 1000
	for _, window := range []time.Duration{30 * day, 28 * day, 7 * day} {
		row := fmt.Sprintf("| `%s` |", Duration(window))
		for _, r := range burnRulesFor(objective, window, 0) {
			row += fmt.Sprintf(" %s |", r.limit)
		}
		readmeHas(t, readme, row+"\n")
	}
	for _, canary := range []time.Duration{8 * time.Hour, 2 * time.Hour, 30 * time.Minute, 10 * time.Minute} {
		var rules []string
		for _, r := range burnRulesFor(objective, 30*day, canary) {
			rules = append(rules, fmt.Sprintf("%s and %s: %s", hours(r.long), hours(r.short), r.limit))
		}
		readmeHas(t, readme, fmt.Sprintf("| %s | %s |\n", hours(canary), strings.Join(rules, "; ")))
	}
	for _, objective := range []Share{entire * 99 / 100, entire * 995 / 1000, entire * 999 / 1000} {
		row := fmt.Sprintf("| `%s` |", objective)
		for _, r := range burnRulesFor(objective, 30*day, 0) {
			limit := Share(int64(r.limit) * int64(budget(objective)) / int64(burnUnit))
			row += fmt.Sprintf(" %s, of at least %d requests |", limit, r.decisive(objective))
		}
		readmeHas(t, readme, row+"\n")
	}
}

// So are the weights that pods can make, and the limits of patience.
func TestREADMEHasTheNumbers(t *testing.T) {
	readme := readmePage(t)
	for _, replicas := range []int{1, 2, 4, 5, 9, 19} {
		row := fmt.Sprintf("| %d |", replicas)
		for _, weight := range []int{5, 10, 20, 50} {
			pods, all := realWeight(replicas, weight, true)
			row += fmt.Sprintf(" %s |", percent(100*float64(pods)/float64(all)))
		}
		readmeHas(t, readme, row+"\n")
	}
	m := measured{canary: 2 * time.Hour}
	readmeHas(t, readme, fmt.Sprintf("`inconclusiveLimit: %d`", m.inconclusiveLimit(time.Minute)))
	readmeHas(t, readme, fmt.Sprintf("`consecutiveErrorLimit: %d`", m.errorLimit()))
	readmeHas(t, readme, fmt.Sprintf("`minRequests` (%d", defaultMinRequests))
	readmeHas(t, readme, "`"+pruneLast+"`")
	for _, label := range []string{datadogEnv, datadogService, datadogVersion} {
		readmeHas(t, readme, "`"+label+"`")
	}
	for _, router := range slices.Sorted(maps.Keys(whatToCheck)) {
		if router != "plugin" {
			readmeHas(t, readme, router)
		}
	}
}
