package shop_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/functions"
	"github.com/kurumi-krm/kurumi/pkg/krmtest"
)

// A Pipeline saves time and changes nothing else: its steps as functions of their
// own, in images of their own, one after the other, give the same bytes.
func TestAPipelineIsItsStepsOneAfterTheOther(t *testing.T) {
	for _, name := range []string{"preview", "prod"} {
		if d := krmtest.Diff("pipeline", "separate functions", overlay(t, name), render(t, separate(t, name, "")), 2); d != "" {
			t.Errorf("%s differs\n%s", name, d)
		}
	}
}

// kustomize tells a function of files only if another one ran before it. So, unless
// kustomize sorts what it prints, new objects may stand elsewhere; they are the same.
func TestInTheOrderOfResourcesTheObjectsAreTheSame(t *testing.T) {
	const unsorted = "sortOptions: {order: fifo}\n"
	for _, name := range []string{"preview", "prod"} {
		pipeline := t.TempDir()
		copyOverlay(t, name, pipeline, strings.NewReplacer("transformers:\n", unsorted+"transformers:\n"))
		if d := krmtest.Diff("pipeline", "separate functions", sorted(render(t, pipeline)), sorted(render(t, separate(t, name, unsorted))), 2); d != "" {
			t.Errorf("%s differs\n%s", name, d)
		}
	}
}

func sorted(rendered string) string {
	all := strings.Split(strings.TrimSuffix(rendered, "\n"), "\n---\n")
	slices.Sort(all)
	return strings.Join(all, "\n---\n") + "\n"
}

// separate makes a folder in which the Pipeline of an overlay is functions of their
// own.
func separate(t *testing.T, name, settings string) string {
	t.Helper()
	dir := t.TempDir()
	files := separateSteps(t, filepath.Join("overlays", name, "pipeline.yaml"), dir)
	assert.Len(t, files, 3)
	copyOverlay(t, name, dir, strings.NewReplacer(
		"- pipeline.yaml\n", "- "+strings.Join(files, "\n- ")+"\n"+settings))
	return dir
}

// copyOverlay puts the overlay of an environment into another folder, with its
// kustomization edited.
func copyOverlay(t *testing.T, name, dir string, edit *strings.Replacer) {
	t.Helper()
	manifests, err := filepath.Abs(filepath.Join("manifests", name))
	require.NoError(t, err)
	resolved, err := filepath.EvalSymlinks(dir)
	require.NoError(t, err)
	rel, err := filepath.Rel(resolved, manifests) // kustomize takes no absolute ones
	require.NoError(t, err)
	for _, file := range []string{"pipeline.yaml", "kustomization.yaml"} {
		data, err := os.ReadFile(filepath.Join("overlays", name, file))
		require.NoError(t, err)
		text := strings.ReplaceAll(string(data), "../../manifests/"+name, filepath.ToSlash(rel))
		if file == "kustomization.yaml" {
			edited := edit.Replace(text)
			require.NotEqual(t, text, edited)
			text = edited
		}
		require.NoError(t, os.WriteFile(filepath.Join(dir, file), []byte(text), 0o644))
	}
}

// separateSteps writes each step of a Pipeline into a file of its own.
func separateSteps(t *testing.T, pipeline, dir string) (files []string) {
	t.Helper()
	config, err := yaml.ReadFile(pipeline)
	require.NoError(t, err)
	steps, err := config.Pipe(yaml.Lookup("spec", "steps"))
	require.NoError(t, err)
	elements, err := steps.Elements()
	require.NoError(t, err)
	images := map[string]string{}
	for _, f := range functions.All() {
		images[f.Kind] = f.Name
	}
	for i, step := range elements {
		kind := text(t, step, "kind")
		require.Contains(t, images, kind)
		one := yaml.MustParse(fmt.Sprintf(`apiVersion: kurumi.dev/v1alpha1
kind: %s
metadata:
  name: %s
  annotations:
    config.kubernetes.io/function: |
      container: {image: ghcr.io/kurumi-krm/%[2]s:v0.1.0}
`, kind, images[kind]))
		if spec := step.Field("spec"); spec != nil {
			require.NoError(t, one.PipeE(yaml.SetField("spec", spec.Value)))
		}
		files = append(files, fmt.Sprintf("%d-%s.yaml", i+1, images[kind]))
		require.NoError(t, yaml.WriteFile(one, filepath.Join(dir, files[i])))
	}
	return files
}
