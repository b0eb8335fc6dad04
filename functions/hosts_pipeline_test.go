package functions_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kurumi-krm/kurumi/functions"
)

const shop = "../examples/shop"

// The shop through its Pipeline, in a container under the real kustomize: what
// kurumi build prints, which the example's own tests hold against the same file.
func TestPipelineInAContainerUnderKustomize(t *testing.T) {
	need(t, "docker")
	image(t, functions.Suite())
	for _, env := range []string{"preview", "prod"} {
		t.Run(env, func(t *testing.T) {
			got := build(t, filepath.Join(shop, "overlays", env), "--enable-alpha-plugins")
			require.Zero(t, got.code, got.stderr)
			want, err := os.ReadFile(filepath.Join(shop, "expected", env+".yaml"))
			require.NoError(t, err)
			sameText(t, string(want), got.stdout, "what kustomize prints")
		})
	}
}

// kpt runs the same container over files, and keeps their comments.
func TestPipelineInAContainerUnderKpt(t *testing.T) {
	need(t, "docker", "kpt")
	dir, elsewhere := t.TempDir(), t.TempDir()
	write(t, dir, "app.yaml", "# The shop.\napiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: shop # of the shop\nspec:\n  rules:\n  - host: www.example.com\n"+
		"---\napiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: shop\n  annotations:\n    argocd.argoproj.io/sync-options: PruneLast=true\nspec:\n  replicas: 2 # enough\n"+
		"  selector:\n    matchLabels: {app: shop}\n  template:\n    metadata:\n      labels: {app: shop}\n    spec:\n      containers:\n      - name: shop\n        image: ghcr.io/example/shop:v1\n")
	write(t, elsewhere, "fn.yaml", "apiVersion: kurumi.dev/v1alpha1\nkind: Pipeline\nmetadata: {name: all}\nspec:\n  steps:\n"+
		"  - kind: PreviewHost\n    spec: {host: pr-12.example.com}\n  - kind: RolloutConvert\n    spec:\n      canary:\n        soak: {weight: 50, duration: 2h}\n")
	got := command(t, elsewhere, "", "kpt", "fn", "eval", dir, "--image", image(t, functions.Suite()), "--image-pull-policy", "Never", "--fn-config", filepath.Join(elsewhere, "fn.yaml"))
	require.Zero(t, got.code, got.stderr)
	text := contents(t, dir)["app.yaml"]
	for _, want := range []string{"# The shop.\n", "name: shop # of the shop\n", "- host: pr-12.example.com\n", "kind: Rollout\n", "replicas: 2 # enough\n", "setWeight: 50\n"} {
		assert.Contains(t, text, want)
	}
}
