package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestMain lets the test's own binary be the docker that kustomize finds.
func TestMain(m *testing.M) {
	if calledAsDocker() {
		main()
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// function builds preview-host, and goes to the root of the repository.
func function(t *testing.T) string {
	t.Helper()
	t.Chdir("../../..")
	path := filepath.Join(t.TempDir(), "preview-host")
	out, err := exec.Command("go", "build", "-o", path, "./functions/previewhost/cmd/preview-host").CombinedOutput()
	require.NoError(t, err, "%s", out)
	return path
}

func TestDemoShowsTheDifferenceThatTheExamplePromises(t *testing.T) {
	path := function(t)
	var plain, coloured strings.Builder
	require.NoError(t, demo(&plain, path, false))
	require.NoError(t, demo(&coloured, path, true))

	text := plain.String()
	assert.NotContains(t, text, "\x1b", "what is read by a program or kept in a file has no colours")
	assert.Contains(t, text, "-  - host: www.shop.example.com\n+  - host: shop-12.preview.example.com\n")
	assert.Contains(t, coloured.String(), "\x1b[32m+  - host: shop-12.preview.example.com\x1b[0m\n")
	assert.Less(t, strings.Count(text, "\n"), 90, "about a screenful")
}

func TestWithoutDockerComesWhatDockerGives(t *testing.T) {
	path := function(t)
	k, err := newKustomize()
	require.NoError(t, err)
	defer k.close()

	after, err := k.build(path)
	require.NoError(t, err)
	expected, err := os.ReadFile("examples/preview-environment/expected/preview.yaml")
	require.NoError(t, err)
	assert.Equal(t, string(expected), after)

	before, err := k.build("")
	require.NoError(t, err)
	assert.Contains(t, before, "- host: www.shop.example.com\n")
}

func TestAnotherFunctionsImageIsRefused(t *testing.T) {
	path := function(t)
	k, err := newKustomize()
	require.NoError(t, err)
	defer k.close()

	other := filepath.Join(t.TempDir(), "other")
	require.NoError(t, os.Link(path, other))
	_, err = k.build(other)
	require.ErrorContains(t, err, "has no image ghcr.io/kurumi-krm/preview-host:")
}
