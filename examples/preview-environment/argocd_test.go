// Package previewenvironment_test renders Argo CD's side of the example, and holds
// against each other what agrees only by name: what is generated, what is deployed,
// the notifications, the workflow and the Renovate preset.
package previewenvironment_test

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krmtest"
)

func TestArgoCDsSideRendersAsExpected(t *testing.T) {
	krmtest.GoldenFile(t, "expected/argocd.yaml", krmtest.BuildExample(t, "argocd"))
}

// The line that stands in the config as a comment is all that Image Updater 0.x
// needs.
func TestImageUpdater0(t *testing.T) {
	const line = "imageUpdater: annotations\n"
	dir := t.TempDir()
	require.NoError(t, os.CopyFS(dir, os.DirFS("argocd")))
	config := read(t, "argocd/preview-app.yaml")
	require.Contains(t, config, "\n  # "+line)
	config = strings.Replace(config, "\n  # "+line, "\n  "+line, 1)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "preview-app.yaml"), []byte(config), 0o600))

	got := krmtest.Diff("expected/argocd.yaml", "with Image Updater 0.x", read(t, "expected/argocd.yaml"), krmtest.BuildExample(t, dir), 3)
	krmtest.GoldenFile(t, "expected/argocd-image-updater-0.diff", got)
}

type kind struct{ Group, Kind string }

// The project permits what the overlay renders, all of it and nothing else: a
// preview with a kind more would not sync, a kind less would be a fence with a gap.
func TestTheProjectPermitsWhatTheOverlayRenders(t *testing.T) {
	var used []kind
	for _, obj := range rendered(t, "preview.yaml") {
		group, _, versioned := strings.Cut(obj.GetApiVersion(), "/")
		if !versioned {
			group = ""
		}
		used = append(used, kind{group, obj.GetKind()})
	}
	permitted := decode[[]kind](t, rendered(t, "argocd.yaml"), "AppProject", "spec", "namespaceResourceWhitelist")
	assert.ElementsMatch(t, used, permitted)
}

// The annotation that Argo CD sets is the one that the overlay has, and the form of
// its value is that of the sample there.
func TestTheHostGetsToTheOverlay(t *testing.T) {
	set := decode[map[string]string](t, rendered(t, "argocd.yaml"), "ApplicationSet", "spec", "template", "spec", "source", "kustomize", "commonAnnotations")
	overlay, err := yaml.ReadFile("overlays/staging/kustomization.yaml")
	require.NoError(t, err)
	sample := decode[map[string]string](t, []*yaml.RNode{overlay}, "Kustomization", "commonAnnotations")
	for key, value := range set {
		set[key] = forPull(value, "12")
	}
	assert.Equal(t, sample, set)
}

// The Applications subscribe to triggers that there are, by a service that there is;
// each sends templates that there are, with a comment for that service.
func TestNotificationsAreThere(t *testing.T) {
	objects := rendered(t, "argocd.yaml")
	config := decode[map[string]string](t, objects, "ConfigMap", "data")
	reached := map[string]bool{"context": true}
	for annotation := range applicationAnnotations(t) {
		subscribed, isOne := strings.CutPrefix(annotation, "notifications.argoproj.io/subscribe.")
		if !isOne {
			continue
		}
		trigger, service, _ := strings.Cut(subscribed, ".")
		require.Contains(t, config, "trigger."+trigger)
		require.Contains(t, config, "service."+service)
		reached["trigger."+trigger], reached["service."+service] = true, true
		for _, name := range templates(t, config["trigger."+trigger]) {
			require.Contains(t, config, "template."+name)
			reached["template."+name] = true
			var template map[string]any
			require.NoError(t, yaml.Unmarshal([]byte(config["template."+name]), &template))
			assert.Contains(t, template, service, "template.%s", name)
		}
	}
	assert.ElementsMatch(t, slices.Collect(maps.Keys(config)), slices.Collect(maps.Keys(reached)), "what nobody subscribes to is left over")
}

// templates is what the conditions of a trigger send.
func templates(t *testing.T, trigger string) []string {
	t.Helper()
	var conditions []struct {
		When string
		Send []string
	}
	require.NoError(t, yaml.Unmarshal([]byte(trigger), &conditions))
	require.NotEmpty(t, conditions)
	var all []string
	for _, c := range conditions {
		require.NotEmpty(t, c.When)
		require.NotEmpty(t, c.Send)
		all = append(all, c.Send...)
	}
	return all
}

// applicationAnnotations is what each preview's Application is annotated with.
func applicationAnnotations(t *testing.T) map[string]string {
	t.Helper()
	return decode[map[string]string](t, rendered(t, "argocd.yaml"), "ApplicationSet", "spec", "template", "metadata", "annotations")
}

// forPull is a value of the ApplicationSet's template for a pull request.
func forPull(value, number string) string { return strings.ReplaceAll(value, "{{.number}}", number) }
