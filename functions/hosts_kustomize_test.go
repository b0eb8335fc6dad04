package functions_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"sigs.k8s.io/kustomize/kyaml/kio"
	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/krmtest"
)

// pinnedKustomize builds the kustomize of go.mod, and says where it is.
var pinnedKustomize = sync.OnceValues(func() (string, error) {
	out, err := exec.Command("go", "tool", "-n", "kustomize").Output()
	return strings.TrimSpace(string(out)), err
})

func TestKustomizeWithExec(t *testing.T) {
	kustomizeGoldens(t, all, func(t *testing.T, f *krm.Function, c krmtest.Case) how {
		return how{flags: []string{"--enable-exec"}, spec: "exec: {path: " + quoted(t, binary(t, f)) + "}", keys: c.KeysFolder(t)}
	})
}

func TestKustomizeWithContainers(t *testing.T) {
	need(t, "docker")
	kustomizeGoldens(t, containers, func(t *testing.T, f *krm.Function, c krmtest.Case) how {
		return how{flags: mountedKeys(t, c), spec: "container: {image: " + quoted(t, image(t, f)) + "}"}
	})
}

// how says how kustomize is to run a function.
type how struct {
	flags []string
	spec  string
	keys  string // folder
}

// kustomizeGoldens renders the input of each golden case with the function as a
// transformer, and what is expected without it. Both have gone through kustomize
// and lost their comments and layout there, so they have to be equal to the byte.
func kustomizeGoldens(t *testing.T, most int, by func(*testing.T, *krm.Function, krmtest.Case) how) {
	t.Helper()
	goldens(t, most, func(t *testing.T, f *krm.Function, c krmtest.Case) bool {
		how := by(t, f, c)
		plain := build(t, kustomization(t, inputOf(t, c), "", "fifo"))
		if plain.code != 0 {
			t.Logf("kustomize refuses the input itself: %s", plain.stderr)
			return false
		}
		transformer, err := asTransformer(f, c, how.spec)
		if err != nil {
			t.Logf("no host could read the config: %v", err)
			return false
		}
		got := buildWithKeys(t, how.keys, kustomization(t, inputOf(t, c), transformer, "legacy"),
			append(how.flags, "--enable-alpha-plugins")...)
		got.stderr = butForModes(got.stderr)
		// kustomize has made its own of what the files say, hosts that are
		// numbers for one. So what is said is held against what the function says
		// of kustomize's output.
		said := got
		if !isInternal(c) {
			said = overList(t, f, c, plain.stdout)
		}
		if c.Refusal {
			assert.NotZero(t, got.code)
			assert.Empty(t, got.stdout, "something would be applied")
			assert.Subset(t, sortedLines(got.stderr), sortedLines(said.stderr), "%s", got.stderr)
			return true
		}
		want := build(t, kustomization(t, filepath.Join(c.Dir, "expected"), "", "legacy"))
		require.Zero(t, want.code, want.stderr)
		assert.Zero(t, got.code, got.stderr)
		sameText(t, want.stdout, got.stdout, "what kustomize prints")
		assert.Equal(t, sortedLines(said.stderr), sortedLines(got.stderr))
		return true
	})
}

// isInternal reports whether a case is about what kustomize shows a transformer,
// but does not print: its own annotations, and objects for local use.
func isInternal(c krmtest.Case) bool {
	return slices.ContainsFunc(c.Input, func(file krm.Source) bool {
		return bytes.Contains(file.Data, []byte("internal.config.kubernetes.io/")) || bytes.Contains(file.Data, []byte("config.kubernetes.io/local-config"))
	})
}

// build renders a folder.
func build(t *testing.T, dir string, flags ...string) run {
	t.Helper()
	return buildWithKeys(t, "", dir, flags...)
}

func buildWithKeys(t *testing.T, keys, dir string, flags ...string) run {
	t.Helper()
	kustomize, err := pinnedKustomize()
	require.NoError(t, err)
	return commandWithKeys(t, keys, dir, "", kustomize, append([]string{"build", "."}, flags...)...)
}

// kustomization makes a folder of the files below another, with a kustomization
// that lists them and, if one is given, a transformer. In the order fifo they
// come out as a transformer sees them, but for items that it renames, which go to
// the end; legacy is what kustomize does if nobody says otherwise.
func kustomization(t *testing.T, from, transformer, order string) string {
	t.Helper()
	dir := t.TempDir()
	copyTree(t, from, filepath.Join(dir, "files"))
	settings := map[string]any{
		"apiVersion":  "kustomize.config.k8s.io/v1beta1",
		"kind":        "Kustomization",
		"resources":   filesBelow(t, dir),
		"sortOptions": map[string]any{"order": order},
	}
	if transformer != "" {
		write(t, dir, "fn.yaml", transformer)
		settings["transformers"] = []string{"fn.yaml"}
	}
	text, err := yaml.Marshal(settings)
	require.NoError(t, err)
	write(t, dir, "kustomization.yaml", string(text))
	return dir
}

// asTransformer is the config of a case as kustomize wants it: with a name, and
// with an annotation that says how to run the function.
func asTransformer(f *krm.Function, c krmtest.Case, spec string) (string, error) {
	text := "apiVersion: " + krm.APIVersion + "\nkind: " + f.Kind + "\n"
	if c.Config != nil {
		text = string(c.Config.Data)
	}
	config, err := yaml.Parse(text)
	if err != nil {
		return "", err
	}
	if config.GetName() == "" {
		if err := config.SetName(f.Name); err != nil {
			return "", err
		}
	}
	if err := config.PipeE(yaml.SetAnnotation("config.kubernetes.io/function", spec)); err != nil {
		return "", err
	}
	return config.String()
}

// overList runs a function on manifests as its host would, but in this process.
func overList(t *testing.T, f *krm.Function, c krmtest.Case, manifests string) run {
	t.Helper()
	items, err := (&kio.ByteReader{Reader: strings.NewReader(manifests), OmitReaderAnnotations: true}).Read()
	require.NoError(t, err)
	var stdout, stderr bytes.Buffer
	var args []string
	if keys := c.KeysFolder(t); keys != "" {
		args = []string{"--keys", keys}
	}
	code := f.Command(args, strings.NewReader(resourceList(t, c.Config, items)), &stdout, &stderr)
	assert.Equal(t, c.Refusal, code != 0, stderr.String())
	return run{stdout.String(), butForModes(stderr.String()), code}
}

// sortedLines is the lines of what was said, sorted: kustomize sorts the fields
// that they are about.
func sortedLines(text string) []string {
	lines := slices.Collect(strings.Lines(text))
	slices.Sort(lines)
	return lines
}

// filesBelow lists the files below a folder by their paths there.
func filesBelow(t *testing.T, dir string) []string {
	t.Helper()
	var names []string
	require.NoError(t, filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, path)
		names = append(names, filepath.ToSlash(name))
		return err
	}))
	return names
}

// quoted is a text as YAML takes it, whatever it holds.
func quoted(t *testing.T, s string) string {
	t.Helper()
	text, err := json.Marshal(s)
	require.NoError(t, err)
	return string(text)
}
