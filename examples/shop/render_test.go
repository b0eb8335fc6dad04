package shop_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/build"
)

func TestMain(m *testing.M) {
	if build.IsDocker() {
		os.Exit(build.Docker())
	}
	os.Exit(m.Run())
}

// render is what kurumi build prints for a folder.
func render(t *testing.T, dir string) string {
	t.Helper()
	text, err := build.Render(t.Context(), dir)
	require.NoError(t, err)
	return string(text)
}

// overlay is what is deployed of an environment.
func overlay(t *testing.T, name string) string {
	t.Helper()
	return render(t, filepath.Join("overlays", name))
}

func objects(t *testing.T, rendered string) []*yaml.RNode {
	t.Helper()
	var all []*yaml.RNode
	for text := range strings.SplitSeq(rendered, "\n---\n") {
		obj, err := yaml.Parse(text)
		require.NoError(t, err)
		all = append(all, obj)
	}
	return all
}

// names is the objects of a kind.
func names(all []*yaml.RNode, kind string) []string {
	var names []string
	for _, obj := range all {
		if obj.GetKind() == kind {
			names = append(names, obj.GetName())
		}
	}
	return names
}

// text is a field of an object that is a text, or empty.
func text(t *testing.T, obj *yaml.RNode, path ...string) string {
	t.Helper()
	found, err := obj.Pipe(yaml.Lookup(path...))
	require.NoError(t, err)
	return yaml.GetValue(found)
}
