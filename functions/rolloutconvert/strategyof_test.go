package rolloutconvert

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"sigs.k8s.io/kustomize/kyaml/yaml"
)

func rollingUpdate(tb testing.TB, text string) *yaml.Node {
	tb.Helper()
	if text == "" {
		return nil
	}
	return yaml.MustParse(text).YNode()
}

func textOfNode(tb testing.TB, n *yaml.Node) string {
	tb.Helper()
	if n == nil {
		return ""
	}
	out, err := yaml.NewRNode(n).String()
	require.NoError(tb, err)
	return out
}

func TestStrategyOf(t *testing.T) {
	for name, c := range map[string]struct{ config, update, want string }{
		"a soak is a weight and a pause, in its place": {
			"canary:\n  maxSurge: 1\n  soak: {weight: 10, duration: 2h}\n  canaryMetadata: {labels: {track: canary}}\n", "",
			`canary:
  maxSurge: 1
  steps:
  - setWeight: 10
  - pause:
      duration: 2h
  canaryMetadata: {labels: {track: canary}}
`,
		},
		"the order of a soak's fields does not matter, and seconds stay a number": {
			"canary:\n  soak:\n    duration: 90\n    weight: 10\n", "",
			"canary:\n  steps:\n  - setWeight: 10\n  - pause:\n      duration: 90\n",
		},
		"comments stay with what they are about": {
			`canary:
  # Two hours, since the nightly jobs take one.
  soak:
    # one pod of ten
    weight: 10 # percent
    duration: 2h # long enough
  # Told apart in the metrics.
  canaryMetadata:
    labels: {track: canary} # not in the selector
`, "",
			`canary:
  # Two hours, since the nightly jobs take one.
  steps:
  # one pod of ten
  - setWeight: 10 # percent
  - pause:
      duration: 2h # long enough
  # Told apart in the metrics.
  canaryMetadata:
    labels: {track: canary} # not in the selector
`,
		},
		"a comment behind a soak on one line goes above the steps": {
			"canary:\n  soak: {weight: 10, duration: 2h} # for the jobs\n", "",
			"canary:\n  # for the jobs\n  steps:\n  - setWeight: 10\n  - pause:\n      duration: 2h\n",
		},
		"Argo Rollouts' own fields stay as they are": {
			"canary:\n  steps: # slowly\n  - setWeight: 5\n  - pause: {duration: \"10\"} # seconds\n  - pause: {}\n  trafficRouting:\n    plugins:\n      example.com/router: {x: [1, 2]}\n", "",
			"canary:\n  steps: # slowly\n  - setWeight: 5\n  - pause: {duration: \"10\"} # seconds\n  - pause: {}\n  trafficRouting:\n    plugins:\n      example.com/router: {x: [1, 2]}\n",
		},
		"what the Deployment says goes behind, with its comments": {
			"canary:\n  steps:\n  - setWeight: 5\n", "# one at a time\nmaxUnavailable: 0 # never fewer\nmaxSurge: 50%\n",
			"canary:\n  steps:\n  - setWeight: 5\n  # one at a time\n  maxUnavailable: 0 # never fewer\n  maxSurge: 50%\n",
		},
		"unless the config says it": {
			"canary:\n  maxSurge: 2\n  steps:\n  - setWeight: 5\n", "maxUnavailable: 0\nmaxSurge: 50%\n",
			"canary:\n  maxSurge: 2\n  steps:\n  - setWeight: 5\n  maxUnavailable: 0\n",
		},
		"a null of the Deployment is its default, and a Rollout's": {
			"canary:\n  steps:\n  - setWeight: 5\n", "maxUnavailable: null\n",
			"canary:\n  steps:\n  - setWeight: 5\n",
		},
		"a word that Kubernetes takes for a boolean or a number gets quotes": {
			"canary:\n  steps:\n  - setWeight: 5\n  canaryMetadata: {labels: {track: on}}\n", "",
			"canary:\n  steps:\n  - setWeight: 5\n  canaryMetadata: {labels: {track: \"on\"}}\n",
		},
		"an alias is written out": {
			"analysis: {errorRate: &r {max: 1%}}\ncanary:\n  steps:\n  - pause: &p {duration: 10m}\n  - pause: *p\n", "",
			"canary:\n  steps:\n  - pause: {duration: 10m}\n  - pause: {duration: 10m}\n",
		},
		"blue-green stays as it is": {
			"blueGreen:\n  activeService: web # the one people know\n  autoPromotionEnabled: false\n", "",
			"blueGreen:\n  activeService: web # the one people know\n  autoPromotionEnabled: false\n",
		},
		"no strategy makes none": {"{}", "maxSurge: 1\n", ""},
	} {
		t.Run(name, func(t *testing.T) {
			cfg := configText(t, c.config)
			d := deployment{rollingUpdate: rollingUpdate(t, c.update)}
			before := textOfNode(t, cfg.Canary.YNode()) + c.update
			strategy, problems := strategyOf(cfg, d)
			assert.Empty(t, messagesOf(problems))
			assert.Equal(t, c.want, textOfNode(t, strategy))
			again, _ := strategyOf(cfg, d)
			assert.Equal(t, c.want, textOfNode(t, again), "twice")
			assert.Equal(t, before, textOfNode(t, cfg.Canary.YNode())+c.update, "the config is not ours to change")
		})
	}
}

func TestStrategyOfJudgesTheDeployment(t *testing.T) {
	const canary, blueGreen = "canary: {steps: [{setWeight: 10}], %}", "blueGreen: {activeService: web}"
	const zero = "strategy.rollingUpdate: makes maxSurge and maxUnavailable of the canary both zero, so that no pod could ever be replaced; set one of them to 1 in spec.canary"
	for name, c := range map[string]struct{ config, update, want string }{
		"both zero":                            {strings.ReplaceAll(canary, "%", ""), "{maxSurge: 0, maxUnavailable: 0%}", zero},
		"one zero and the other a default":     {strings.ReplaceAll(canary, "%", ""), "{maxSurge: 0}", ""},
		"one from each side":                   {strings.ReplaceAll(canary, "%", "maxSurge: 0"), "{maxUnavailable: 0}", zero},
		"the config's other one counts":        {strings.ReplaceAll(canary, "%", "maxSurge: 1"), "{maxSurge: 0, maxUnavailable: 0}", ""},
		"what is told of the config is enough": {strings.ReplaceAll(canary, "%", "maxSurge: 0, maxUnavailable: 0"), "{maxSurge: 0, maxUnavailable: 0}", ""},
		"no mapping":                           {strings.ReplaceAll(canary, "%", ""), "25%", `strategy.rollingUpdate: is "25%", but must be a mapping`},
		"a field with a near one":              {strings.ReplaceAll(canary, "%", ""), "{maxSurg: 1}", `strategy.rollingUpdate.maxSurg: unknown field "maxSurg", did you mean "maxSurge"?`},
		"a StatefulSet's field":                {strings.ReplaceAll(canary, "%", ""), "{partition: 1}", `strategy.rollingUpdate.partition: unknown field "partition"`},
		"a word":                               {strings.ReplaceAll(canary, "%", ""), "{maxSurge: one}", `strategy.rollingUpdate.maxSurge: is "one", but must be a number of pods, or a share as in 25%`},
		"a fraction":                           {strings.ReplaceAll(canary, "%", ""), "{maxSurge: 0.5}", `strategy.rollingUpdate.maxSurge: is "0.5", but must be a whole number or a string, in plain decimal digits without quotes`},
		"a list":                               {strings.ReplaceAll(canary, "%", ""), "{maxSurge: [1]}", `strategy.rollingUpdate.maxSurge: is a list, but must be a whole number or a string`},
		"blue-green has no surge": {
			blueGreen, "{maxSurge: 1, maxUnavailable: 25%}",
			"warning: strategy.rollingUpdate: has no meaning with blueGreen, which starts all pods of a new version beside the old ones; maxSurge: 1 is left out",
		},
		"both are lost": {
			blueGreen, "{maxSurge: 1, maxUnavailable: 0}",
			"warning: strategy.rollingUpdate: has no meaning with blueGreen, which starts all pods of a new version beside the old ones; maxSurge: 1, maxUnavailable: 0 is left out",
		},
		"defaults are no loss": {blueGreen, "{maxSurge: 25%, maxUnavailable: 25%}", ""},
	} {
		t.Run(name, func(t *testing.T) {
			_, problems := strategyOf(configText(t, c.config), deployment{rollingUpdate: rollingUpdate(t, c.update)})
			assert.Equal(t, c.want, strings.Join(messagesOf(problems), "\n"))
		})
	}
}

func TestCheckRevisionLimit(t *testing.T) {
	strategy, _ := strategyOf(configText(t, "blueGreen: {activeService: web, scaleDownDelayRevisionLimit: 3}"), deployment{})
	assert.Empty(t, checkRevisionLimit(strategy, 3))
	assert.Equal(t, []string{"spec.blueGreen.scaleDownDelayRevisionLimit: is 3, but the Deployment's revisionHistoryLimit is 2; the old ReplicaSets that still run must be among those that are kept"},
		messagesOf(checkRevisionLimit(strategy, 2)))
	assert.Empty(t, checkRevisionLimit(nil, 0))
}
