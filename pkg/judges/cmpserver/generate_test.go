package cmpserver

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/argoproj/argo-cd/v3/pkg/apis/application/v1alpha1"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const previewConfig = "apiVersion: kurumi.dev/v1alpha1\nkind: PreviewHost\nmetadata: {name: preview, annotations: " +
	"{config.kubernetes.io/function: 'container: {image: ghcr.io/kurumi-krm/preview-host:v0.1.0}'}}\n"

// Every kustomization of the examples that builds by itself.
func TestManifestsAreThoseOfTheCommandLine(t *testing.T) {
	s := start(t)
	count := 0
	for _, pattern := range []string{"*/kustomization.yaml", "*/*/kustomization.yaml", "*/*/*/kustomization.yaml"} {
		files, err := filepath.Glob(filepath.Join(examples, pattern))
		require.NoError(t, err)
		for _, file := range files {
			dir := filepath.Dir(file)
			path, err := filepath.Rel(examples, dir)
			require.NoError(t, err)
			app := application{repository: examples, path: path, plugin: &v1alpha1.ApplicationSourcePlugin{Name: "kurumi"}}
			if supported(t, app) && buildsAlone(t, dir) {
				count++
				t.Run(path, func(t *testing.T) { assert.ElementsMatch(t, onTheCommandLine(t, dir), app.must(t)) })
			}
		}
	}
	assert.GreaterOrEqual(t, count, 3)
	s.leavesNothing(t)
}

func TestThePreviewHost(t *testing.T) {
	start(t)
	want := preview().env("PREVIEW_HOST", "shop-12.preview.example.com").must(t)
	assert.ElementsMatch(t, onTheCommandLine(t, examples+"/preview-environment/overlays/staging"), want,
		"the sample in the overlay is this very host")

	asText := toText(t, preview().env("PREVIEW_HOST", "shop-7.preview.example.com").must(t))
	assert.Contains(t, asText, `"host":"shop-7.preview.example.com"`)
	assert.Contains(t, asText, `"host":"api-shop-7.preview.example.com"`)
	assert.NotContains(t, asText, "shop-12")

	// Argo CD puts its own variables into those of the Application.
	asText = toText(t, preview().env("PREVIEW_HOST", "$ARGOCD_APP_NAME.preview.example.com").must(t))
	assert.Contains(t, asText, `"host":"shop-pr-7.preview.example.com"`)
}

func TestParametersWinOverVariables(t *testing.T) {
	start(t)
	app := preview().env("PREVIEW_HOST", "shop-7.preview.example.com").env("IMAGES", "ghcr.io/example/shop:pr-7").
		parameter(text("preview-host", "shop-8.preview.example.com")).
		parameter(list("images", "ghcr.io/example/shop:pr-8")).
		parameter(mapping("annotations", map[string]string{"example.com/team": "shop"}))
	asText := toText(t, app.must(t))
	assert.Contains(t, asText, `"host":"shop-8.preview.example.com"`)
	assert.Contains(t, asText, `"image":"ghcr.io/example/shop:pr-8"`)
	assert.NotContains(t, asText, "-7")
	for _, object := range app.must(t) {
		annotations := object["metadata"].(map[string]any)["annotations"].(map[string]any)
		assert.Equal(t, "shop", annotations["example.com/team"], object["kind"])
		assert.Equal(t, "shop-8.preview.example.com", annotations["preview-host"], object["kind"])
	}
}

// What is wrong with the Application, the config of a function, and the
// kustomization. What stands before it is Argo CD's.
func TestErrorsThatAPersonCanActOn(t *testing.T) {
	s := start(t)
	ingress := "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: shop}\nspec: {rules: [{host: www.example.com}]}\n"
	repo := write(t, map[string]string{
		"k8s/typo/kustomization.yaml":    "resources: [shop.yaml]\ntransformers: [preview.yaml]\n",
		"k8s/typo/shop.yaml":             ingress,
		"k8s/typo/preview.yaml":          previewConfig + "spec: {hots: a.example.com}\n",
		"k8s/missing/kustomization.yaml": "resources: [../shop]\ntransformers: [preview.yaml]\n",
		"k8s/missing/preview.yaml":       previewConfig,
		"k8s/foreign/kustomization.yaml": "resources: [shop.yaml]\ntransformers: [other.yaml, preview.yaml]\n",
		"k8s/foreign/shop.yaml":          ingress,
		"k8s/foreign/preview.yaml":       previewConfig,
		"k8s/foreign/other.yaml":         "apiVersion: example.com/v1\nkind: Other\nmetadata: {name: other, annotations: {config.kubernetes.io/function: 'exec: {path: ./evil.sh}'}}\n",
		"k8s/secret/kustomization.yaml":  "secretGenerator: [{name: db, literals: [hunter2]}]\ntransformers: [preview.yaml]\n",
		"k8s/secret/preview.yaml":        previewConfig,
	})
	tests := map[string]struct {
		path string
		app  func(application) application
		want []string
	}{
		"a typo in a config":       {"k8s/typo", nil, []string{"preview-host: 1 error; nothing was changed", `unknown field "hots", did you mean "host"?`}},
		"a folder that is missing": {"k8s/missing", nil, []string{"k8s/shop"}},
		"a program of the branch":  {"k8s/foreign", nil, []string{"./evil.sh, which is none of kurumi's functions"}},
		"a literal of a Secret":    {"k8s/secret", nil, []string{"loading KV pairs", "kurumi build says it"}},
		"no preview host":          {"k8s/missing", func(a application) application { return a.parameter(text("preview-host", "")) }, []string{`is "", which is no DNS name`}},
		"a flag": {"k8s/typo", func(a application) application { return a.parameter(list("flags", "--enable-exec")) },
			[]string{`there is no parameter "flags"; there are preview-host, annotations, images`}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			app := application{repository: repo, path: tt.path, plugin: &v1alpha1.ApplicationSourcePlugin{Name: "kurumi"}}
			if tt.app != nil {
				app = tt.app(app)
			}
			said := app.said(t)
			for _, want := range tt.want {
				assert.Contains(t, said, want)
			}
			assert.NotContains(t, said, "hunter2")
			assert.NotContains(t, said, s.tmp, "a path that is gone when somebody reads of it")
			assert.Equal(t, said, app.said(t), "it is the same each time, or Argo CD tells it each time")
		})
	}
	s.leavesNothing(t)
}

func TestTheRepositoryStaysAsItIs(t *testing.T) {
	file := examples + "/preview-environment/overlays/staging/kustomization.yaml"
	before, err := os.ReadFile(file)
	require.NoError(t, err)
	start(t)
	preview().env("PREVIEW_HOST", "shop-7.preview.example.com").must(t)
	after, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, string(before), string(after))
}

// Argo CD's server takes the last line break of the output away.
func TestTheLastLineOfTheLastManifest(t *testing.T) {
	start(t)
	for name, text := range map[string]string{"a line": "|\n    a\n", "no line break": "|-\n    a\n", "several": "|+\n    a\n\n\n", "a word": "a\n"} {
		t.Run(name, func(t *testing.T) {
			repo := write(t, map[string]string{
				"kustomization.yaml": "resources: [config.yaml]\ntransformers: [preview.yaml]\n",
				"config.yaml":        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: config}\ndata:\n  text: " + text,
				"preview.yaml":       previewConfig,
			})
			app := application{repository: repo, path: ".", plugin: preview().plugin}
			assert.Equal(t, onTheCommandLine(t, repo), app.must(t))
		})
	}
}
