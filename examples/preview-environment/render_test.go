package previewenvironment_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/functions/previewapp"
	"github.com/kurumi-krm/kurumi/pkg/krmtest"
)

// image is the one image that the docker of this test has.
const image = "ghcr.io/kurumi-krm/preview-app:v0.1.0"

// TestMain lets the test's own binary be the docker that kustomize finds, and the
// gh that the workflow's scripts find.
func TestMain(m *testing.M) {
	if filepath.Base(os.Args[0]) == "gh" {
		os.Exit(answerAsGitHub(os.Args[1:]))
	}
	krmtest.ExampleMain(m, image, previewapp.Function)
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	return string(text)
}

// rendered is the objects of a file in expected.
func rendered(t *testing.T, name string) []*yaml.RNode {
	t.Helper()
	var all []*yaml.RNode
	for text := range strings.SplitSeq(read(t, filepath.Join("expected", name)), "\n---\n") {
		obj, err := yaml.Parse(text)
		require.NoError(t, err)
		all = append(all, obj)
	}
	return all
}

// decode is a field of the only object of a kind, as T.
func decode[T any](t *testing.T, objects []*yaml.RNode, kind string, path ...string) T {
	t.Helper()
	var value T
	found := false
	for _, obj := range objects {
		if obj.GetKind() != kind {
			continue
		}
		require.False(t, found, "another %s", kind)
		field, err := obj.Pipe(yaml.Lookup(path...))
		require.NoError(t, err)
		require.NotNil(t, field, "%s: %s", kind, strings.Join(path, "."))
		require.NoError(t, field.YNode().Decode(&value))
		found = true
	}
	require.True(t, found, "no %s", kind)
	return value
}
