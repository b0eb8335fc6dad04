// Package canaries_test renders the example at each step of the migration, and
// looks at what moves from one to the next.
package canaries_test

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krmtest"
)

var steps = []string{"base", "1-prune-last", "2-reference", "3-replace"}

func TestEachStepRendersAsExpected(t *testing.T) {
	var before state
	for i, step := range steps {
		text, after := build(t, step)
		if i > 0 {
			krmtest.GoldenFile(t, "expected/"+step+".yaml", text)
			krmtest.GoldenFile(t, "expected/"+step+".diff", diff(before, after))
		}
		before = after
	}
}

// PruneLast is an annotation of the Deployment, not of its pods: nothing restarts.
func TestTheFirstStepTouchesNoPod(t *testing.T) {
	_, before := build(t, "base")
	_, after := build(t, "1-prune-last")
	for name := range before {
		assert.Equal(t, field(t, before, name, "spec"), field(t, after, name, "spec"), name)
	}
	assert.Len(t, after, len(before))
}

// The second step adds. What is there stays as it is, but for the autoscaler, and
// so does the Deployment, from which the Rollout takes its template.
func TestTheSecondStepAdds(t *testing.T) {
	_, before := build(t, "1-prune-last")
	_, after := build(t, "2-reference")
	var moved []string
	for name, text := range before {
		if after[name] != text {
			moved = append(moved, name)
		}
	}
	assert.Equal(t, []string{"HorizontalPodAutoscaler api"}, moved)
	assert.Contains(t, after["HorizontalPodAutoscaler api"], "kind: Rollout\n")
	assert.Equal(t, "10\n", field(t, after, "Rollout api", "spec", "replicas"), "the autoscaler's least, and not one")
	assert.ElementsMatch(t, []string{"Rollout api", "Rollout worker", "Service api-canary", "AnalysisTemplate api-canary", "AnalysisTemplate worker-canary"}, added(before, after))
}

// The third step restarts nothing: the pod template is the Deployment's to the
// letter, and the strategy that of the second, whose steps would begin anew else.
func TestTheThirdStepChangesNoTemplate(t *testing.T) {
	_, before := build(t, "2-reference")
	_, after := build(t, "3-replace")
	for _, name := range []string{"api", "worker"} {
		assert.Equal(t, field(t, before, "Deployment "+name, "spec", "template"), field(t, after, "Rollout "+name, "spec", "template"))
		assert.Equal(t, field(t, before, "Deployment "+name, "spec", "selector"), field(t, after, "Rollout "+name, "spec", "selector"))
		for _, path := range []string{"strategy", "replicas"} {
			assert.Equal(t, field(t, before, "Rollout "+name, "spec", path), field(t, after, "Rollout "+name, "spec", path), path)
		}
		assert.NotContains(t, after["Rollout "+name], "workloadRef")
	}
	assert.ElementsMatch(t, []string{"Deployment api", "Deployment worker"}, added(after, before), "what Argo CD prunes")
	assert.Empty(t, added(before, after))
	for name, text := range before {
		if !strings.HasPrefix(name, "Rollout ") && after[name] != "" {
			assert.Equal(t, text, after[name], "%s stays as the second step left it", name)
		}
	}
}

// On the way back the Deployments are there again, to be scaled up, and nothing is
// left that the Rollouts did to Services and routes when they go.
func TestTheWayBack(t *testing.T) {
	_, start := build(t, "1-prune-last")
	_, end := build(t, "3-replace")
	text, back := build(t, "back")
	krmtest.GoldenFile(t, "expected/back.yaml", text)
	assert.ElementsMatch(t, []string{"Rollout api", "Rollout worker"}, added(start, back))
	for name, text := range start {
		if name != "HorizontalPodAutoscaler api" {
			assert.Equal(t, text, back[name])
		}
	}
	assert.Equal(t, end["HorizontalPodAutoscaler api"], back["HorizontalPodAutoscaler api"], "it scales the Rollout until that goes")
	for _, name := range []string{"api", "worker"} {
		assert.Equal(t, "never\n", field(t, back, "Rollout "+name, "spec", "workloadRef", "scaleDown"))
		assert.NotContains(t, back["Rollout "+name], "Service")
	}
}

// The steps differ in one word of each config, so that a commit is easily read.
func TestTheLastTwoStepsDifferInTheMode(t *testing.T) {
	for _, name := range []string{"api.yaml", "worker.yaml"} {
		before, err := os.ReadFile("2-reference/" + name)
		require.NoError(t, err)
		after, err := os.ReadFile("3-replace/" + name)
		require.NoError(t, err)
		assert.Equal(t, string(after), strings.Replace(string(before), "mode: reference\n", "mode: replace\n", 1))
		assert.NotEqual(t, string(after), string(before))
	}
}

// What cannot be converted was not asked for, and nothing touches it.
func TestWhatIsNotSelectedStays(t *testing.T) {
	_, before := build(t, "base")
	for _, step := range steps[1:] {
		_, after := build(t, step)
		assert.Equal(t, before["Deployment thumbnails"], after["Deployment thumbnails"], step)
	}
}

// Argo CD leaves the replicas alone, of the Deployment for the migration and of the
// Rollout for good.
func TestArgoCDLeavesReplicasAlone(t *testing.T) {
	app, err := yaml.ReadFile("argocd/application.yaml")
	require.NoError(t, err)
	text := app.MustString()
	for _, want := range []string{"group: apps\n", "kind: Deployment\n", "group: argoproj.io\n", "kind: Rollout\n", "RespectIgnoreDifferences=true\n"} {
		assert.Contains(t, text, want)
	}
	assert.Equal(t, 2, strings.Count(text, "- /spec/replicas\n"))
}

// The README shows what is there.
func TestREADMEShowsWhatIsThere(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	require.NoError(t, err)
	var diffs strings.Builder
	for _, step := range steps[1:] {
		text, err := os.ReadFile("expected/" + step + ".diff")
		require.NoError(t, err)
		diffs.Write(text)
	}
	changed := 0
	for line := range strings.Lines(string(readme)) {
		if strings.HasPrefix(line, "+  ") || strings.HasPrefix(line, "-  ") {
			changed++
			assert.Contains(t, "\n"+diffs.String(), "\n"+line)
		}
	}
	assert.Positive(t, changed)
}

// added is what the second state has and the first has not.
func added(before, after state) []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(after)), func(name string) bool { return before[name] != "" })
}
