package rolloutconvert

import (
	"fmt"
	"net/url"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

const analysisPath = "spec.analysis"

// validate judges what the types cannot.
func (c *Analysis) validate() []problem {
	v := &analysisCheck{}
	v.kinds(c)
	if c.Metrics != nil {
		v.ownForm(c)
		return v.problems
	}
	if c.Provider == "" {
		v.refuse("provider", "", "is required: prometheus, datadog or cloudMonitoring; others through metrics, Argo Rollouts' own form")
	}
	v.address(c)
	v.query(c)
	if c.MinRequests < 0 {
		v.refuse("minRequests", fmt.Sprint(c.MinRequests), "must not be negative")
	}
	if c.SLO != nil {
		v.slo(c.SLO)
	}
	return v.problems
}

type analysisCheck struct{ problems []problem }

func (v *analysisCheck) refuse(field, current, format string, args ...any) {
	v.problems = append(v.problems, problem{path: analysisPath + "." + field, current: current, message: fmt.Sprintf(format, args...)})
}

func (v *analysisCheck) warn(field, current, format string, args ...any) {
	v.refuse(field, current, format, args...)
	v.problems[len(v.problems)-1].warning = true
}

// kinds sees to it that there is one way to judge.
func (v *analysisCheck) kinds(c *Analysis) {
	var has []string
	if c.ErrorRate != nil {
		has = append(has, "errorRate")
	}
	if c.SLO != nil {
		has = append(has, "slo")
	}
	if c.Metrics != nil {
		has = append(has, "metrics")
	}
	switch len(has) {
	case 0:
		v.problems = append(v.problems, problem{path: analysisPath, message: "judges by nothing; add errorRate: {max: 1%} or slo: {objective: 99.9%}, or metrics in Argo Rollouts' own form"})
	case 1:
	default:
		v.refuse(has[1], "", "stands beside %s, but a canary is judged by one of errorRate, slo and metrics; remove one of them", has[0])
	}
}

// ownForm is Argo Rollouts' own metrics. What would only be seen when a canary runs,
// and then abort it, is told here.
func (v *analysisCheck) ownForm(c *Analysis) {
	for _, other := range []struct {
		field string
		given bool
	}{
		{"provider", c.Provider != ""}, {"address", c.Address != ""}, {"source", c.Source != ""},
		{"query", c.Query != nil}, {"minRequests", c.MinRequests != 0},
	} {
		if other.given {
			v.refuse(other.field, "", "has no part in metrics, which say all of it themselves; remove it")
		}
	}
	list := c.Metrics.YNode()
	if list.Kind != yaml.SequenceNode || len(list.Content) == 0 {
		v.refuse("metrics", "", "must be a list of metrics, as in the spec of an AnalysisTemplate")
		return
	}
	seen := map[string]bool{}
	for i, m := range list.Content {
		v.ownMetric(m, fmt.Sprintf("metrics[%d]", i), seen)
	}
}

func (v *analysisCheck) ownMetric(m *yaml.Node, at string, seen map[string]bool) {
	if m.Kind != yaml.MappingNode {
		v.refuse(at, m.Value, "must be a mapping")
		return
	}
	name := ""
	if n := manifest.Field(m, "name"); n != nil {
		name = n.Value
	}
	switch {
	case name == "":
		v.refuse(at+".name", "", "is required")
	case seen[name]:
		v.refuse(at+".name", name, "is the name of another metric, too")
	}
	seen[name] = true
	if p := manifest.Field(m, "provider"); p == nil || p.Kind != yaml.MappingNode || len(p.Content) != 2 {
		v.refuse(at+".provider", "", "must have one provider")
	}
	if manifest.Field(m, "interval") == nil {
		v.warn(at+".interval", "", "is not given, so that it is measured once, when the canary has hardly begun; add interval: 1m")
	}
	if bad := unknownArgument(strings.Join(scalarsIn(m), "\n")); bad != "" {
		v.refuse(at, bad, "refers to an argument that the AnalysisTemplate does not have, and Argo Rollouts would abort every canary for it; it has {{args.%s}}",
			strings.Join(argumentNames, "}}, {{args."))
	}
}

// address is where Argo Rollouts' controller asks.
func (v *analysisCheck) address(c *Analysis) {
	switch u, err := url.Parse(c.Address); {
	case c.Provider == datadog && c.Address != "":
		v.refuse("address", c.Address, "is not for Datadog, whose address stands beside its keys in the Secret datadog of Argo Rollouts' namespace; remove it")
	case c.Provider != prometheus && c.Provider != cloudMonitoring:
	case c.Address == "":
		v.refuse("address", "", "is required for %s, as in http://prometheus.monitoring:9090", c.Provider)
	case err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "":
		v.refuse("address", withoutUser(c.Address), "must be a URL, as in http://prometheus.monitoring:9090")
	case u.User != nil:
		v.refuse("address", withoutUser(c.Address), "must not hold a user or a password: whoever reads the AnalysisTemplate reads them")
	case u.RawQuery != "" || u.Fragment != "":
		v.refuse("address", c.Address, "must be the address alone, without ? and #; /api/v1/query is added to it")
	case strings.HasSuffix(u.Host, "googleapis.com"):
		v.warn("address", c.Address, "asks for a token of Google's, which Argo Rollouts cannot get; "+
			"run the frontend of Managed Service for Prometheus and write its address, as in http://frontend.monitoring:9090")
	}
}

// withoutUser keeps what may be a password out of messages.
func withoutUser(address string) string {
	if i := strings.LastIndex(address, "@"); i >= 0 {
		return "…" + address[i:]
	}
	return address
}

func (v *analysisCheck) query(c *Analysis) {
	if c.Query == nil {
		return
	}
	if c.Source != "" {
		v.refuse("source", c.Source, "has no part in query, which names its metrics itself; remove it")
	}
	for _, q := range []struct{ field, text string }{{"query.errors", c.Query.Errors}, {"query.total", c.Query.Total}} {
		if current, message := checkQuery(q.text, c.Provider); message != "" {
			v.refuse(q.field, current, "%s", message)
		} else if c.SLO != nil && c.Provider != datadog && !strings.Contains(q.text, "{window}") {
			v.refuse(q.field, "", "has no {window}, so that the long and the short window would be the same; write it as in increase(requests_total[{window}])")
		} else if !canaryWord.MatchString(q.text) {
			v.warn(q.field, "", "measures the old pods, too, unless something in it means the canary's alone; {canary} is its ReplicaSet, with whose name and a dash the names of its pods begin")
		}
	}
}

func (v *analysisCheck) slo(s *SLO) {
	window := s.window()
	if window < leastSLOWindow {
		v.refuse("slo.window", s.Window.String(), "must be at least %s; within less, a canary that keeps to its objective would burn too fast", Duration(leastSLOWindow))
		return
	}
	if s.Objective > 0 && len(burnRulesFor(s.Objective, window, 0)) == 0 {
		v.refuse("slo.objective", s.Objective.String(), "is so low that nothing burns its budget too fast, not even if every request fails; judge by errorRate")
	}
}
