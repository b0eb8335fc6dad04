package rolloutconvert

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm/strict"
)

// A badStrategy is a case of the tables.
type badStrategy struct {
	Name, Path, Says, By string
	Bad, Good            yaml.Node
}

func badStrategies(tb testing.TB) []badStrategy {
	tb.Helper()
	var all []badStrategy
	for _, table := range []string{badCanaries, badRoutings, badSteps, badRoutes, badAnalyses, badBlueGreens, badSoaks} {
		for text := range strings.SplitSeq(table, "---\n") {
			var c badStrategy
			require.NoError(tb, yaml.Unmarshal([]byte(text), &c), text)
			all = append(all, c)
		}
	}
	return all
}

// configOf reads a config as the function does.
func configOf(tb testing.TB, spec *yaml.Node) *Config {
	tb.Helper()
	var cfg Config
	cfg.Default()
	require.Empty(tb, strict.Decode(spec, "spec", &cfg))
	return &cfg
}

func configText(tb testing.TB, text string) *Config {
	tb.Helper()
	var n yaml.Node
	require.NoError(tb, yaml.Unmarshal([]byte(text), &n))
	return configOf(tb, n.Content[0])
}

func messagesOf(problems []problem) []string {
	var lines []string
	for _, p := range problems {
		line := p.path + ": " + p.message
		if p.warning {
			line = "warning: " + line
		}
		lines = append(lines, line)
	}
	return lines
}

// Each rule with what breaks it, which is told once and nothing else with it, and
// with the nearest that does not.
func TestCheckStrategy(t *testing.T) {
	names := map[string]bool{}
	for _, c := range badStrategies(t) {
		t.Run(c.Name, func(t *testing.T) {
			require.False(t, names[c.Name], "two cases have this name")
			names[c.Name] = true
			require.Contains(t, []string{"decoding", "validation", "controller", "nobody"}, c.By)
			assert.Equal(t, []string{c.Path + ": " + c.Says}, messagesOf(checkStrategy(configOf(t, &c.Bad))))
			assert.Empty(t, messagesOf(checkStrategy(configOf(t, &c.Good))))
		})
	}
	assert.Greater(t, len(names), 95)
}

func TestCheckStrategyTellsAllInOneGo(t *testing.T) {
	cfg := configText(t, `
canary:
  maxSurge: 0
  maxUnavailable: 0%
  dynamicStableScale: true
  soak: {weight: 0, duration: 2d, wait: 1}
  steps:
  - setWeight: 101
    pause: {duration: soon}
  - {}
  - setCanaryScale: {replicas: 1}
  unknown: 1
blueGreen:
  activeService: web
  previewService: web
`)
	assert.ElementsMatch(t, []string{
		`spec.blueGreen: stands beside canary, but a Rollout has one strategy; remove one of them`,
		`spec.canary.unknown: unknown field "unknown"`,
		`spec.canary.maxSurge: and maxUnavailable are both zero, so that no pod could ever be replaced; set one of them to 1`,
		`spec.canary.dynamicStableScale: needs trafficRouting; remove it, or route the traffic`,
		`spec.canary.soak: stands beside steps, which it is a shorthand for; remove one of them`,
		`spec.canary.soak.wait: unknown field "wait"; known fields: weight, duration`,
		`spec.canary.soak.weight: is 0, but must be between 1 and 99`,
		`spec.canary.soak.duration: is "2d", but the longest unit is the hour; write 48h`,
		`spec.canary.steps[0]: has pause and setWeight, but a step does one thing; make a step of each`,
		`spec.canary.steps[0].setWeight: is 101, but must be between 0 and 100`,
		`spec.canary.steps[0].pause.duration: is "soon", but must be a duration as in 30s, 10m or 1h30m, or a number of seconds`,
		`spec.canary.steps[1]: says nothing; a step has one of analysis, experiment, pause, plugin, setCanaryScale, setHeaderRoute, setMirrorRoute, setWeight`,
		`spec.canary.steps[2].setCanaryScale: needs trafficRouting, since without it the number of pods is the weight; use setWeight`,
		`spec.blueGreen.previewService: is "web", and so is activeService; blue-green needs two Services`,
	}, messagesOf(checkStrategy(cfg)))
}

func TestCheckStrategyWarns(t *testing.T) {
	for name, c := range map[string]struct{ config, want string }{
		"a canary without steps is a rolling update": {
			`{canary: {maxSurge: 1}}`,
			"warning: spec.canary: has neither soak nor steps, so that a new version takes over as in a rolling update; add for instance soak: {weight: 10, duration: 1h}",
		},
		"so is one with none in its list": {
			`{canary: {steps: []}}`,
			"warning: spec.canary: has neither soak nor steps, so that a new version takes over as in a rolling update; add for instance soak: {weight: 10, duration: 1h}",
		},
		"a promotion that is not automatic does not wait for seconds": {
			`{blueGreen: {activeService: web, autoPromotionEnabled: false, autoPromotionSeconds: 30}}`,
			"warning: spec.blueGreen.autoPromotionSeconds: has no effect, since autoPromotionEnabled is false; remove one of them",
		},
		"an automatic one does": {`{blueGreen: {activeService: web, autoPromotionEnabled: true, autoPromotionSeconds: 30}}`, ""},
		"what is long is cut": {
			`{blueGreen: {activeService: web, autoPromotionSeconds: "` + strings.Repeat("1", 70) + `"}}`,
			`spec.blueGreen.autoPromotionSeconds: is "` + strings.Repeat("1", 60) + `…", but must be a whole number, in plain decimal digits without quotes`,
		},
		"what the input tells may be left out of a router": {
			`{canary: {steps: [{setWeight: 1}], trafficRouting: {nginx: {}, alb: {}, traefik: {}, istio: {virtualService: {}, destinationRule: {}}}}}`, "",
		},
		"and of blue-green":   {`{blueGreen: {previewService: ~}}`, ""},
		"as it is by default": {`{blueGreen: {activeService: web, autoPromotionSeconds: 30}}`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, c.want, strings.Join(messagesOf(checkStrategy(configText(t, c.config))), "\n"))
		})
	}
}

// A type that nothing leads to, or that is not there, would be a slip of the table.
func TestArgoTypesAreWhole(t *testing.T) {
	used := map[string]bool{"canary": true, "blueGreen": true}
	for typ, fields := range argoTypes() {
		for _, f := range fields {
			bare := strings.TrimPrefix(strings.TrimPrefix(f.typ, "[]"), "{}")
			_, isType := argoTypes()[bare]
			used[bare] = true
			assert.True(t, isType || scalarNames[bare] != "" || bare == "raw", "%s.%s has the type %s", typ, f.name, f.typ)
		}
	}
	for typ := range argoTypes() {
		assert.True(t, used[typ], typ)
	}
}
