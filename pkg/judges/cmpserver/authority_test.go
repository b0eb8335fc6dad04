package cmpserver

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/argoproj/argo-cd/v3/pkg/apis/application/v1alpha1"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// An Application and its repository must not reach what is the operator's. The
// repo-server puts a prefix before each variable, so that PATH comes in as
// ARGOCD_ENV_PATH: kurumi says so by the name under which it refuses it.
func TestVariablesOfAnApplicationReachNothing(t *testing.T) {
	evil := t.TempDir()
	ran := filepath.Join(evil, "ran")
	for _, name := range []string{"docker", "git", "kurumi"} {
		require.NoError(t, os.WriteFile(filepath.Join(evil, name), []byte("#!/bin/sh\ntouch "+ran+"\nexit 1\n"), 0o755))
	}
	s := start(t)
	app := preview().env("PREVIEW_HOST", "shop-7.preview.example.com")
	want := app.must(t)
	for name, value := range map[string]string{
		"PATH":                  evil,
		"TMPDIR":                "/nonexistent",
		"HOME":                  evil,
		"KURUMI_KEYS":           evil,
		"KURUMI_BUILD":          evil,
		"KUSTOMIZE_PLUGIN_HOME": evil,
		"X\nPATH":               evil,
		"ARGOCD_APP_PARAMETERS": `[{"name":"preview-host","string":"evil.example.com"}]`,
	} {
		said := app.env(name, value).said(t)
		assert.Contains(t, said, fmt.Sprintf("there is no variable %q", name))
	}
	for _, p := range []v1alpha1.ApplicationSourcePluginParameter{
		text("path", evil), text("keys", evil), text("KURUMI_KEYS", evil), list("args", "--enable-exec", "--keys", evil),
	} {
		assert.Contains(t, app.parameter(p).said(t), fmt.Sprintf("there is no parameter %q", p.Name))
	}
	assert.NoFileExists(t, ran)
	assert.Equal(t, want, app.must(t), "and the next request is none the worse")
	s.leavesNothing(t)
}

// A SealedSecret in strict scope under its base name needs the controller's keys.
func TestKeysAreTheOperators(t *testing.T) {
	const example = "../../../functions/sealedsecretrename/testdata/strict-values-are-re-wrapped-with-the-operators-keys"
	repo := t.TempDir()
	require.NoError(t, os.CopyFS(repo, os.DirFS(example+"/input")))
	inputs, err := filepath.Glob(example + "/input/*.yaml")
	require.NoError(t, err)
	kustomization := "transformers:\n- |-\n  apiVersion: kurumi.dev/v1alpha1\n  kind: SealedSecretRename\n  metadata:\n    name: rename\n" +
		"    annotations: {config.kubernetes.io/function: '{container: {image: ghcr.io/kurumi-krm/sealedsecret-rename:v0.1.0, envs: [KURUMI_KEYS=keys], mounts: [{type: bind, src: keys, dst: /keys}]}}'}\nresources:\n"
	for _, input := range inputs {
		kustomization += "- " + filepath.Base(input) + "\n"
	}
	require.NoError(t, os.WriteFile(filepath.Join(repo, "kustomization.yaml"), []byte(kustomization), 0o600))
	app := application{repository: repo, path: ".", plugin: &v1alpha1.ApplicationSourcePlugin{Name: "kurumi"}}

	t.Run("mounted by the operator", func(t *testing.T) {
		keys, err := filepath.Abs(example + "/keys")
		require.NoError(t, err)
		start(t, "KURUMI_KEYS="+keys)
		assert.Regexp(t, `"kind":"SealedSecret","metadata":\{[^}]*"name":"[a-z-]+-[a-z0-9]{10}"`, toText(t, app.must(t)))
	})
	t.Run("brought along by the repository", func(t *testing.T) {
		require.NoError(t, os.CopyFS(filepath.Join(repo, "keys"), os.DirFS(example+"/keys")))
		start(t)
		said := app.said(t)
		assert.Contains(t, said, "sealedsecret-rename: ")
		assert.Contains(t, said, "key")
		assert.NotContains(t, said, "PRIVATE KEY")
	})
}
