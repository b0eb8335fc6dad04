package rolloutconvert

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm/strict"
)

// FuzzStrategy takes any YAML for a config's spec and for a rollingUpdate: nothing
// panics, every problem can be read, twice is once, and what comes out of a config
// without mistakes has none itself.
func FuzzStrategy(f *testing.F) {
	for _, c := range badStrategies(f) {
		for _, n := range []*yaml.Node{&c.Bad, &c.Good} {
			f.Add(textOfNode(f, n), "{maxSurge: 1, maxUnavailable: 0}", 3)
		}
	}
	f.Add("canary: [~, {a: ~}]\nblueGreen: ~", "{maxSurg: [], ? {a: b} : c}", 1)
	f.Add("canary: {soak: &a {weight: 10, duration: *a}, steps: [{pause: *a}]}", "25%", 1<<30)
	f.Add("canary: {steps: [~, [], {setWeight: ~}, {pause: 1}, {analysis: [{}]}, {setHeaderRoute: {match: [~, {headerValue: 1}]}}]}", "- a", 7)
	f.Add("canary: {trafficRouting: [], pingPong: a, antiAffinity: 1, analysis: x, replicaProgressThreshold: [], soak: []}", "", 0)
	f.Fuzz(func(t *testing.T, spec, update string, replicas int) {
		var config, rolling yaml.Node
		if yaml.Unmarshal([]byte(spec), &config) != nil {
			t.Skip("no YAML")
		}
		d := deployment{replicas: min(replicas, 1<<20)}
		if yaml.Unmarshal([]byte(update), &rolling) == nil && len(rolling.Content) > 0 && !hasAlias(&rolling) {
			d.rollingUpdate = rolling.Content[0]
		}
		var cfg Config
		isRead := len(strict.Decode(&config, "spec", &cfg)) == 0
		problems := checkStrategy(&cfg)
		strategy, more := strategyOf(&cfg, d)
		for _, p := range slices.Concat(problems, more) {
			require.NotEmpty(t, p.path)
			require.Less(t, len(p.message), 800)
			require.LessOrEqual(t, len(p.current), 63)
		}
		canaryTime(strategy)
		checkRevisionLimit(strategy, 10)
		if !isRead || hasErrors(problems) || hasErrors(more) {
			return
		}
		text := textOfNode(t, strategy)
		again, _ := strategyOf(&cfg, d)
		require.Equal(t, text, textOfNode(t, again))
		out := configText(t, text)
		require.False(t, hasErrors(checkStrategy(out)), "%v\n%s", messagesOf(checkStrategy(out)), text)
		same, _ := strategyOf(out, d)
		require.Equal(t, text, textOfNode(t, same))
	})
}

func hasErrors(problems []problem) bool {
	return slices.ContainsFunc(problems, func(p problem) bool { return !p.warning })
}

// hasAlias tells of what the items of an input never have: it is resolved before.
func hasAlias(n *yaml.Node) bool {
	return n.Kind == yaml.AliasNode || slices.ContainsFunc(n.Content, hasAlias)
}
