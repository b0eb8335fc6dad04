package functions_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/functions"
	"github.com/kurumi-krm/kurumi/functions/previewhost"
)

const example = "../examples/preview-environment"

// expectedPreview is what the example renders to, whoever renders it.
func expectedPreview(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(example, "expected", "preview.yaml"))
	require.NoError(t, err)
	return string(text)
}

// The overlay names an image with its tag. It is run as it stands, so that the
// tag which make gives and the one in the example cannot drift apart.
func TestExampleUnderKustomize(t *testing.T) {
	need(t, "docker")
	image(t, previewhost.Function)
	got := build(t, filepath.Join(example, "overlays", "staging"), "--enable-alpha-plugins")
	assert.Zero(t, got.code, got.stderr)
	sameText(t, expectedPreview(t), got.stdout, "what kustomize prints")
}

// A pull request that takes the annotation away gets no preview, rather than one
// that serves production's hosts.
func TestExampleWithoutAPreviewHostDoesNotBuild(t *testing.T) {
	need(t, "docker")
	image(t, previewhost.Function)
	overlay := exampleCopy(t, "commonAnnotations")
	got := build(t, overlay, "--enable-alpha-plugins")
	assert.NotZero(t, got.code)
	assert.Empty(t, got.stdout)
	assert.Contains(t, got.stderr, "nothing was changed")
}

// The same manifests as a kpt package, with the function in its pipeline.
func TestExampleUnderKpt(t *testing.T) {
	need(t, "kpt", "docker")
	dir := t.TempDir()
	plain := build(t, exampleCopy(t, "transformers"))
	require.Zero(t, plain.code, plain.stderr)
	write(t, dir, "shop.yaml", plain.stdout)
	config, err := yaml.ReadFile(filepath.Join(example, "overlays", "staging", "preview-host.yaml"))
	require.NoError(t, err)
	require.NoError(t, config.PipeE(yaml.SetAnnotation("config.kubernetes.io/local-config", "true")))
	write(t, dir, "preview-host.yaml", config.MustString())
	write(t, dir, "Kptfile", `apiVersion: kpt.dev/v1
kind: Kptfile
metadata:
  name: shop
pipeline:
  mutators:
  - image: `+image(t, previewhost.Function)+`
    configPath: preview-host.yaml
`)
	rendered := command(t, dir, "", "kpt", "fn", "render", ".", "--image-pull-policy", "Never")
	require.Zero(t, rendered.code, rendered.stderr)

	// Through kustomize once more, which lays it out as the expected file is.
	write(t, dir, "kustomization.yaml", "resources: [shop.yaml]\n")
	got := build(t, dir)
	assert.Zero(t, got.code, got.stderr)
	sameText(t, expectedPreview(t), got.stdout, "what kustomize prints")
}

// exampleCopy is a copy of the example's overlay without some settings of its
// kustomization.
func exampleCopy(t *testing.T, without ...string) string {
	t.Helper()
	dir := t.TempDir()
	for _, part := range []string{"base", "overlays"} {
		copyTree(t, filepath.Join(example, part), filepath.Join(dir, part))
	}
	overlay := filepath.Join(dir, "overlays", "staging")
	kustomization, err := yaml.ReadFile(filepath.Join(overlay, "kustomization.yaml"))
	require.NoError(t, err)
	for _, name := range without {
		require.NotNil(t, kustomization.Field(name), name)
		require.NoError(t, kustomization.PipeE(yaml.Clear(name)))
	}
	write(t, overlay, "kustomization.yaml", kustomization.MustString())
	return overlay
}

// What Argo CD's repo-server gets in place of Docker: kurumi, from where our image
// has it, under that name.
func TestExampleDockerForArgoCD(t *testing.T) {
	dockerfile, err := os.ReadFile(filepath.Join(example, "argocd", "repo-server", "Dockerfile"))
	require.NoError(t, err)
	assert.Contains(t, string(dockerfile), "\nCOPY --from=ghcr.io/kurumi-krm/kurumi:v0.1.0 /usr/local/bin/kurumi /usr/local/bin/docker\n")
	own, err := os.ReadFile(filepath.Join("cmd", "kurumi", "Dockerfile"))
	require.NoError(t, err)
	assert.Contains(t, string(own), "/kurumi /usr/local/bin/kurumi\n")
	bin := t.TempDir()
	require.NoError(t, os.Symlink(binary(t, functions.Suite()), filepath.Join(bin, "docker")))
	t.Setenv("PATH", bin+string(os.PathListSeparator)+os.Getenv("PATH"))

	got := build(t, filepath.Join(example, "overlays", "staging"), "--enable-alpha-plugins")
	assert.Zero(t, got.code, got.stderr)
	sameText(t, expectedPreview(t), got.stdout, "what kustomize prints")

	other := exampleCopy(t)
	config := filepath.Join(other, "preview-host.yaml")
	text, err := os.ReadFile(config)
	require.NoError(t, err)
	write(t, other, "preview-host.yaml", strings.ReplaceAll(string(text), "ghcr.io/kurumi-krm/", "ghcr.io/example/"))
	got = build(t, other, "--enable-alpha-plugins")
	assert.NotZero(t, got.code, "another image was run")
	assert.Contains(t, got.stderr, "names the image ghcr.io/example/preview-host:")
}
