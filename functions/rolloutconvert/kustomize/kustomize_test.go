// Package kustomize tests what kustomize is told of Argo Rollouts.
package kustomize

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kurumi-krm/kurumi/pkg/krmtest"
)

// overlay renders testdata/overlay, with the given settings taken away.
func overlay(t *testing.T, without ...string) string {
	t.Helper()
	tool, err := exec.Command("go", "tool", "-n", "kustomize").Output()
	require.NoError(t, err)
	dir := t.TempDir()
	require.NoError(t, os.CopyFS(dir, os.DirFS("testdata/overlay")))
	for _, name := range []string{"configuration.yaml", "openapi.json"} {
		data, err := os.ReadFile(name)
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), data, 0o600))
	}
	settings, err := os.ReadFile(filepath.Join(dir, "kustomization.yaml"))
	require.NoError(t, err)
	for _, line := range without {
		require.Contains(t, string(settings), line)
		settings = bytes.ReplaceAll(settings, []byte(line), nil)
	}
	require.NoError(t, os.WriteFile(filepath.Join(dir, "kustomization.yaml"), settings, 0o600))
	cmd := exec.Command(strings.TrimSpace(string(tool)), "build", dir)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	require.NoError(t, err, stderr.String())
	return string(out)
}

// An overlay does to a Rollout, and to what stands around it, what it does to a
// Deployment: testdata/expected.yaml is to be read for that.
func TestAnOverlayOnTopOfRollouts(t *testing.T) {
	const golden = "testdata/expected.yaml"
	got := overlay(t)
	if os.Getenv("UPDATE_GOLDEN") != "" {
		require.NoError(t, os.WriteFile(golden, []byte(got), 0o600))
		t.Error("written anew; read the diff")
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	if diff := krmtest.Diff("expected", "here", string(want), got, 3); diff != "" {
		t.Error(diff)
	}
	require.NotContains(t, got, "Name: api\n", "a name is left without its prefix")
}

// Without the two files, names and patches go wrong, and exit 0: this is what they
// are for.
func TestWithoutTheFilesItGoesWrong(t *testing.T) {
	require.Contains(t, overlay(t, "configurations: [configuration.yaml]\n", "replicas: [{name: api, count: 7}]\n"), "templateName: api-canary\n")
	require.NotContains(t, overlay(t, "openapi: {path: openapi.json}\n"), "name: sidecar", "a patch takes the list of containers away")
}
