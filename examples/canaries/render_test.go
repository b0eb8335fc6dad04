package canaries_test

import (
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/functions/rolloutconvert"
	"github.com/kurumi-krm/kurumi/pkg/krmtest"
)

// image is the one image that the docker of this test has.
const image = "ghcr.io/kurumi-krm/rollout-convert:v0.1.0"

// TestMain lets the test's own binary be the docker that kustomize finds: it runs
// the function as the container would.
func TestMain(m *testing.M) {
	if filepath.Base(os.Args[0]) != "docker" {
		os.Exit(m.Run())
	}
	if got := os.Args[len(os.Args)-1]; got != image {
		fmt.Fprintf(os.Stderr, "docker: this is the test's, which has no image %s\n", got)
		os.Exit(1)
	}
	os.Exit(rolloutconvert.Function.Command(nil, os.Stdin, os.Stdout, os.Stderr))
}

// pinnedKustomize builds the kustomize of go.mod, and says where it is.
var pinnedKustomize = sync.OnceValues(func() (string, error) {
	out, err := exec.Command("go", "tool", "-n", "kustomize").Output()
	return strings.TrimSpace(string(out)), err
})

// A state is what a folder renders to: objects by what they are called.
type state map[string]string

// build renders a folder with the real kustomize, which is told nothing that the
// README does not tell.
func build(t *testing.T, dir string) (string, state) {
	t.Helper()
	kustomize, err := pinnedKustomize()
	require.NoError(t, err)
	self, err := os.Executable()
	require.NoError(t, err)
	bin := t.TempDir()
	require.NoError(t, os.Symlink(self, filepath.Join(bin, "docker")))
	var stdout, stderr strings.Builder
	cmd := exec.CommandContext(t.Context(), kustomize, "build", "--enable-alpha-plugins", dir)
	cmd.Env = append(os.Environ(), "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"))
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	require.NoError(t, cmd.Run(), "%s", &stderr)
	require.NotContains(t, stderr.String(), "warning", "there is nothing to warn about")
	return stdout.String(), objects(stdout.String())
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

// golden holds a text against a file. UPDATE_GOLDEN=1 writes it, and still fails:
// what was written is to be read.
func golden(t *testing.T, path, got string) {
	t.Helper()
	want, err := os.ReadFile(path)
	if os.Getenv("UPDATE_GOLDEN") != "" && string(want) != got {
		require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
		t.Errorf("%s was written; read it", path)
		return
	}
	require.NoError(t, err)
	if d := krmtest.Diff(path, "rendered", string(want), got, 2); d != "" {
		t.Errorf("%s differs\n%s", path, d)
	}
}
