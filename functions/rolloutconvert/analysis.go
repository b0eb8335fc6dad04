package rolloutconvert

import (
	"fmt"
	"strings"
	"time"

	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// analysisOf makes the AnalysisTemplate for a Deployment's canary, and the value of
// its strategy's analysis field, both nil if the config has none. longest is how
// long the canary runs at least before it is promoted, which no window exceeds,
// unless it is indefinite: then people end it, and they wait as long as they need.
//
// There is no startingStep: the analysis runs in the background from the first step
// on, since without traffic routing the first canary pod has requests before the
// step is over. While there is nothing to measure, nothing is concluded.
func analysisOf(cfg *Analysis, d deployment, longest time.Duration, indefinite bool) (template, analysis *yaml.Node, problems []problem) {
	if cfg == nil {
		return nil, nil, nil
	}
	if indefinite {
		longest = 0
	} else if least := cfg.leastWindow(); longest < least {
		return nil, nil, []problem{{path: canaryPath, current: hours(longest), message: "pauses for " + hours(longest) +
			" in all, and within less than " + hours(least) + " nothing can be measured; pause longer, or take spec.analysis away"}}
	}
	metrics := cfg.metrics(d.labels[datadogEnv], longest)
	if len(metrics.Content) == 0 {
		return nil, nil, nil // what is wrong with the config has been told
	}
	args := argumentsIn(scalarsIn(metrics))
	if problems = cfg.unmet(d, args); len(problems) > 0 {
		return nil, nil, problems
	}
	given, declared := arguments(cfg, d, args)
	name := d.name + "-canary"
	template = mapOf(
		"apiVersion", rolloutAPI,
		"kind", "AnalysisTemplate",
		"metadata", metadataOf(name, d.namespace),
		"spec", mapOf("args", declared, "metrics", metrics),
	)
	return template, mapOf("templates", listOf(mapOf("templateName", name)), "args", given), nil
}

// Labels of Datadog's unified service tagging.
const (
	datadogEnv     = "tags.datadoghq.com/env"
	datadogService = "tags.datadoghq.com/service"
	datadogVersion = "tags.datadoghq.com/version"
)

// longestPodPrefix is how much of its ReplicaSet's name and a dash a pod keeps in
// its own; Kubernetes cuts the rest. A hash has at most ten characters.
const longestPodPrefix = 58

const longestByPod = longestPodPrefix - len("--") - 10

// leastWindow is how long it takes until there is something to measure. Datadog has
// its metrics a minute or two late.
func (c *Analysis) leastWindow() time.Duration {
	switch {
	case c.Metrics != nil:
		return 0
	case c.Provider == datadog:
		return errorWindow
	}
	return leastWindow
}

// unmet is what the Deployment does not have, and the queries need.
func (c *Analysis) unmet(d deployment, args []string) []problem {
	var problems []problem
	for _, name := range args {
		if name == canaryVersion && d.labels[datadogVersion] == "" {
			problems = append(problems, problem{path: analysisPath, message: "tells a canary's requests by their version, " +
				"and the pods have no label " + datadogVersion + "; add it, or say by what else in query"})
			break
		}
	}
	if c.Metrics == nil && c.byPod() && len(d.name) > longestByPod {
		problems = append(problems, problem{path: "metadata.name", current: d.name, message: fmt.Sprintf(
			"is longer than %d characters, and the names of its pods no longer say which of them are the canary's; say by what else in spec.analysis.query", longestByPod)})
	}
	return problems
}

// needsCanaryService reports whether the queries find the canary by its Service,
// which the strategy then has to have.
func (c *Analysis) needsCanaryService() bool {
	if c.Metrics != nil {
		return strings.Contains(strings.Join(scalarsIn(c.Metrics.YNode()), "\n"), canaryService)
	}
	q := c.queries("")
	return strings.Contains(fill(q.Errors+"\n"+q.Total, ""), canaryService)
}
