package canaries_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/functions/rolloutconvert"
	"github.com/kurumi-krm/kurumi/pkg/krmtest"
)

// image is the one image that the docker of this test has.
const image = "ghcr.io/kurumi-krm/rollout-convert:v0.1.0"

func TestMain(m *testing.M) { krmtest.ExampleMain(m, image, rolloutconvert.Function) }

// A state is what a folder renders to: objects by what they are called.
type state map[string]string

// build renders a folder with the real kustomize, which is told nothing that the
// README does not tell.
func build(t *testing.T, dir string) (string, state) {
	t.Helper()
	rendered := krmtest.BuildExample(t, dir)
	return rendered, objects(rendered)
}

func objects(rendered string) state {
	all := state{}
	for text := range strings.SplitSeq(rendered, "\n---\n") {
		text = strings.TrimSuffix(text, "\n") + "\n"
		obj := yaml.MustParse(text)
		all[obj.GetKind()+" "+obj.GetName()] = text
	}
	return all
}

// diff is what becomes of the objects from one step to the next, object by object.
func diff(before, after state) string {
	names := slices.Compact(slices.Sorted(slices.Values(slices.Concat(slices.Collect(maps.Keys(before)), slices.Collect(maps.Keys(after))))))
	var b strings.Builder
	for _, name := range names {
		b.WriteString(krmtest.Diff(name, name, before[name], after[name], 3))
	}
	return b.String()
}

// field is a part of an object, as YAML.
func field(t *testing.T, s state, name string, path ...string) string {
	t.Helper()
	require.Contains(t, s, name)
	found, err := yaml.MustParse(s[name]).Pipe(yaml.Lookup(path...))
	require.NoError(t, err)
	require.NotNil(t, found, "%s: %s", name, strings.Join(path, "."))
	return found.MustString()
}
