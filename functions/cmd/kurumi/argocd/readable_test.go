package argocd

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// kustomize quotes what it cannot read. Each of these would show the value, and the UI
// has more readers than the repository.
func TestErrorsDoNotShowSecrets(t *testing.T) {
	const secret = "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData: {a: hunter2}\n"
	for name, tt := range map[string]struct{ kustomization, file, want string }{
		"a literal":                     {"secretGenerator: [{name: x, literals: [hunter2]}]", "", "loading KV pairs: "},
		"a line of an env file":         {"secretGenerator: [{name: x, envs: [a]}]", "\xff\xfehunter2", "env source files: [a]:"},
		"a patch that is none":          {"patches: [{patch: 'hunter2: [hunter2'}]", "", "trouble configuring builtin PatchTransformer"},
		"a patch without a name":        {"patches: [{patch: \"kind: Secret\\nstringData: {a: hunter2}\"}]", "", "PatchTransformer"},
		"a JSON patch without a target": {"resources: [a]\npatches: [{patch: '[{op: add, path: /stringData/a, value: hunter2}]'}]", secret, "PatchTransformer"},
		"a strategic merge patch":       {"resources: [a]\npatchesStrategicMerge: [\"kind: Secret\\nstringData: {a: hunter2\"]", secret, "PatchStrategicMergeTransformer"},
		"an object":                     {"resources: [a]", "kind: Secret\nstringData: {a: hunter2}\n", "accumulating resources"},
		"an object that is no mapping":  {"resources: [a]\ncommonAnnotations: {a: b}", "apiVersion: v1\nkind: Secret\nmetadata: {name: a, annotations: hunter2}\n", "metadata/annotations"},
		"broken YAML":                   {"resources: [a]", secret + "hunter2: [hunter2\n", "MalformedYAMLError"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			require.NoError(t, os.WriteFile(filepath.Join(dir, "kustomization.yaml"), []byte(tt.kustomization), 0o600))
			require.NoError(t, os.WriteFile(filepath.Join(dir, "a"), []byte(tt.file), 0o600))
			t.Chdir(dir)
			_, _, err := generate(t.Context(), nil)
			require.ErrorContains(t, err, tt.want)
			assert.NotContains(t, err.Error(), "hunter2")
			assert.NotContains(t, err.Error(), dir)
			assert.NotRegexp(t, "^#", err.Error())
		})
	}
}

func TestPathsAreThoseOfTheRepository(t *testing.T) {
	err := readable(errors.New(".: /tmp/x/k8s/app/a.yaml, /tmp/x/k8s/base, /tmp/x/k8s/app"), "/tmp/x/k8s/app", "k8s/app")
	require.EqualError(t, err, "a.yaml, k8s/base, .")
	err = readable(errors.New(".: /tmp/x/a.yaml"), "/tmp/x", ".")
	require.EqualError(t, err, "a.yaml")
}

func TestACancelledRequestLeavesNothing(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	t.Chdir("../../../../examples/preview-environment/overlays/staging")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, _, err := generate(ctx, nil)
	require.ErrorIs(t, err, context.Canceled)
	left, err := os.ReadDir(os.TempDir())
	require.NoError(t, err)
	assert.Empty(t, left)
}
