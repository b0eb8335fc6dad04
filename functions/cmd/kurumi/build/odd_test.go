package build

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	oddApp     = "{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: app}, spec: {rules: [{host: www.example.com}]}}\n"
	oddPrefix  = "{apiVersion: builtin, kind: PrefixTransformer, metadata: {name: a, annotations: {config.kubernetes.io/function: \"SPEC\"}}, prefix: p-, fieldSpecs: [{path: metadata/name}]}\n"
	oddPreview = "{apiVersion: kurumi.dev/v1alpha1, kind: PreviewHost, metadata: {name: b, annotations: {config.kubernetes.io/local-config: \"true\", config.kubernetes.io/function: \"container: {image: ghcr.io/kurumi-krm/preview-host}\"}}, spec: {host: p.example.com}}\n"
	oddForeign = "{apiVersion: example.com/v1, kind: Fn, metadata: {name: a, annotations: {config.kubernetes.io/function: \"container: {image: example.com/fn}\"}}}\n"
)

func oddKustomization(t *testing.T, files map[string]string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	write(t, dir, "app.yaml", oddApp)
	write(t, dir, "kustomization.yaml", "resources: [app.yaml]\ntransformers: [fn.yaml]\n")
	for file, text := range files {
		write(t, dir, file, text)
	}
	return dir
}

// What looks odd and is none of our business: kustomize builds it.
func TestOddThingsAreBuiltAsKustomizeBuildsThem(t *testing.T) {
	for name, files := range map[string]map[string]string{
		"a builtin plugin that names an image":  {"fn.yaml": strings.ReplaceAll(oddPrefix, "SPEC", "container: {image: example.com/fn}")},
		"a builtin plugin that names a program": {"fn.yaml": strings.ReplaceAll(oddPrefix, "SPEC", "exec: {path: ./tool}")},
		"a builtin plugin that names ours":      {"fn.yaml": strings.ReplaceAll(oddPrefix, "SPEC", "exec: {path: preview-host}")},
		"a config that is local":                {"fn.yaml": oddPreview},
		"a config that is a resource only":      {"fn.yaml": oddForeign, "kustomization.yaml": "resources: [app.yaml, fn.yaml]\n"},
		"a kustomization in a ConfigMap": {
			"kustomization.yaml":     "resources: [app.yaml]\nconfigMapGenerator: [{name: a, files: [sub/kustomization.yaml]}]\n",
			"sub/kustomization.yaml": "transformers:\n- fn.yaml\n- ..\n- |-\n  " + oddForeign,
			"fn.yaml":                oddForeign,
		},
	} {
		t.Run(name, func(t *testing.T) {
			want := sameBuild(t, "", oddKustomization(t, files))
			assert.Zero(t, want.code, want.stderr)
		})
	}
}

// kustomize asks for such a file by its own name.
func TestAKustomizationMayBeALink(t *testing.T) {
	dir := oddKustomization(t, map[string]string{
		"below/real.yaml":         "resources: [app.yaml]\ntransformers: [fn.yaml, made]\n",
		"fn.yaml":                 strings.ReplaceAll(oddPrefix, "SPEC", ""),
		"made/kustomization.yaml": "resources: [fn.yaml]\n",
		"made/fn.yaml":            oddPreview,
	})
	require.NoError(t, os.Remove(filepath.Join(dir, "kustomization.yaml")))
	require.NoError(t, os.Symlink("below/real.yaml", filepath.Join(dir, "kustomization.yaml")))
	for _, restrictor := range []string{"LoadRestrictionsRootOnly", "LoadRestrictionsNone"} {
		want := sameBuildAs(t, kurumiBuild(t, "", "--load-restrictor", restrictor, dir), "", dir)
		require.Zero(t, want.code, want.stderr)
		assert.Contains(t, want.stdout, "host: p.example.com")

		refused := oddKustomization(t, map[string]string{"real.yaml": "resources: [app.yaml]\ntransformers: [fn.yaml]\n", "fn.yaml": strings.ReplaceAll(oddForeign, "container: {image: example.com/fn}", "exec: {path: ./tool}")})
		require.NoError(t, os.Remove(filepath.Join(refused, "kustomization.yaml")))
		require.NoError(t, os.Symlink("real.yaml", filepath.Join(refused, "kustomization.yaml")))
		got := kurumiBuild(t, "", "--load-restrictor", restrictor, refused)
		assert.Equal(t, 1, got.code, got.stdout)
		assert.Contains(t, got.stderr, "runs the program ./tool")
	}
}
