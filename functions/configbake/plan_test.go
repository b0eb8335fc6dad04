package configbake_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/functions/configbake"
	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/krmtest"
	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

// plan is what Plan says about a case, and what it told.
func plan(t *testing.T, config *krm.Source, input []krm.Source) ([]configbake.Container, []krm.Result) {
	t.Helper()
	var all []configbake.Container
	f := &krm.Function{Name: "plan", Kind: "ConfigBake", Type: krm.Transformer, Run: krm.Configured(func(p *krm.Pass, cfg configbake.Config) error {
		all = configbake.Plan(p, cfg)
		return nil
	})}
	out, results, err := f.ProcessFiles(config, input, krm.Options{})
	require.NoError(t, err)
	for i := range input {
		assert.Equal(t, string(input[i].Data), string(out[i].Data), "a plan changes nothing")
	}
	return all, results
}

// A plan has the mistakes that the function has, and the files that it says are baked: not one more, not one less.
func TestThePlanIsWhatTheFunctionDoes(t *testing.T) {
	files := 0
	for _, c := range krmtest.Cases(t, "testdata") {
		t.Run(c.Name, func(t *testing.T) {
			containers, results := plan(t, c.Config, c.Input)
			out, want, err := configbake.Function.ProcessFiles(c.Config, c.Input, krm.Options{})
			require.NoError(t, err)
			assert.Equal(t, krmtest.Mistakes(want), krmtest.Mistakes(results))
			for _, r := range results {
				assert.NotEqual(t, krm.Info, r.Severity, r)
			}
			if c.Refusal {
				return
			}
			planned := map[string]bool{}
			for _, container := range containers {
				assert.NotEmpty(t, container.Image)
				for _, f := range container.Files {
					assert.NotEmpty(t, f.Data)
					planned[container.Workload+" "+configbake.Baked{Container: container.Name, ConfigMap: f.ConfigMap, Key: f.Key, Path: f.Path}.String()] = true
					files++
				}
			}
			before, after := annotated(t, c.Input), annotated(t, out)
			for file := range planned {
				assert.Contains(t, after, file)
			}
			for file := range after {
				assert.True(t, planned[file] || before[file], "%s is said to be baked, and nobody planned it", file)
			}
		})
	}
	assert.Greater(t, files, 30)
}

// annotated is what the annotations say, container by container.
func annotated(t *testing.T, files []krm.Source) map[string]bool {
	t.Helper()
	all := map[string]bool{}
	for _, file := range files {
		for doc := range strings.SplitSeq(strings.ReplaceAll(string(file.Data), "\r\n", "\n"), "\n---\n") {
			obj, err := yaml.Parse(doc)
			if err != nil || obj.IsNilOrEmpty() {
				continue
			}
			for _, pod := range manifest.Pods(obj.YNode()) {
				value := ""
				if n := manifest.Field(manifest.Field(pod.Metadata, "annotations"), configbake.Annotation); n != nil {
					value = n.Value
				}
				baked, err := configbake.ParseBaked(value)
				require.NoError(t, err)
				for _, b := range baked {
					names := []string{b.Container}
					if b.Container == "" {
						names = nil
						pod.Containers(func(c *yaml.Node, at string) {
							if !strings.Contains(at, "ephemeral") {
								names = append(names, manifest.Field(c, "name").Value)
							}
						})
					}
					for _, b.Container = range names {
						all[strings.Replace(obj.GetKind()+" "+obj.GetNamespace()+"/"+obj.GetName(), " /", " ", 1)+" "+b.String()] = true
					}
				}
			}
		}
	}
	return all
}

func planText(t *testing.T, name string) string {
	t.Helper()
	for _, c := range krmtest.Cases(t, "testdata") {
		if c.Name != name {
			continue
		}
		containers, _ := plan(t, c.Config, c.Input)
		var b strings.Builder
		for _, container := range containers {
			fmt.Fprintf(&b, "%s %s %s\n", container.Workload, container.Name, container.Image)
			for _, f := range container.Files {
				fmt.Fprintf(&b, "  %s/%s %s %o %q\n", f.ConfigMap, f.Key, f.Path, f.Mode, f.Data)
			}
			for _, v := range container.Env {
				fmt.Fprintf(&b, "  %s=%q\n", v.Name, v.Value)
			}
		}
		return b.String()
	}
	t.Fatal("no case " + name)
	return ""
}

func TestPlanHasModesAndContent(t *testing.T) {
	assert.Equal(t, `Deployment shop/api api ghcr.io/example/api:1.4.2
  api-scripts/probe /scripts/bin/probe.sh 500 "#!/bin/sh\nwget -qO- localhost:8080/healthz\n"
  api-scripts/start /scripts/bin/start.sh 755 "#!/bin/sh\nexec /app/api \"$@\"\n"
`, planText(t, "items-give-files-other-names-and-modes"))
	assert.Equal(t, `Deployment shop/api api ghcr.io/example/api:1.4.2
  api-limits/limits.yaml /etc/api/conf.d/limits.yaml 600 "requests: 100"
  api-config/config.yaml /etc/api/config.yaml 440 "listen: :8080\n"
  api-limits/limits.yaml /etc/limits.yaml 644 "requests: 100"
`, planText(t, "a-projected-volume-that-is-empty-goes"))
}

// An image knows nothing of dollars: the process gets what is there.
func TestPlanHasVariablesAsTheProcessSeesThem(t *testing.T) {
	text := planText(t, "variables-become-literal-ones")
	assert.Contains(t, text, `GREETING="costs $5, not $(PRICE) or $$(PRICE), $$$"`)
	assert.Contains(t, text, `FLAG_BETA="on"`)
	assert.NotContains(t, text, "1ST")
	assert.Contains(t, planText(t, "an-environment-is-chosen-by-a-variable"), `CONFIG_YAML_PATH="/app/config/stg/api-config.yaml"`)
}
