package functions_test

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
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
	kustomizeGoldens(t, all, func(t *testing.T, f *krm.Function) (string, string) {
		return "--enable-exec", "exec: {path: " + quoted(t, binary(t, f)) + "}"
	})
}

func TestKustomizeWithContainers(t *testing.T) {
	need(t, "docker")
	kustomizeGoldens(t, containers, func(t *testing.T, f *krm.Function) (string, string) {
		return "--enable-alpha-plugins", "container: {image: " + quoted(t, image(t, f)) + "}"
	})
}

// kustomizeGoldens renders the input of each golden case with the function as a
// transformer, and what is expected without it. Both have gone through kustomize
// and lost their comments and layout there, so they have to be equal to the byte.
func kustomizeGoldens(t *testing.T, most int, how func(*testing.T, *krm.Function) (flag, spec string)) {
	t.Helper()
	goldens(t, most, func(t *testing.T, f *krm.Function, c krmtest.Case) bool {
		flag, spec := how(t, f)
		if plain := build(t, kustomization(t, filepath.Join(c.Dir, "input"), "")); plain.code != 0 {
			t.Logf("kustomize refuses the input itself: %s", plain.stderr)
			return false
		}
		transformer, err := asTransformer(f, c, spec)
		if err != nil {
			t.Logf("no host could read the config: %v", err)
			return false
		}
		got := build(t, kustomization(t, filepath.Join(c.Dir, "input"), transformer), "--enable-alpha-plugins", flag)
		if c.Refusal {
			assert.NotZero(t, got.code)
			assert.Empty(t, got.stdout, "something would be applied")
			assert.Subset(t, told(got.stderr), told(toldOnStderr(t, f, c)), "%s", got.stderr)
			return true
		}
		want := build(t, kustomization(t, filepath.Join(c.Dir, "expected"), ""))
		require.Zero(t, want.code, want.stderr)
		assert.Zero(t, got.code, got.stderr)
		sameText(t, want.stdout, got.stdout, "what kustomize prints")
		assert.Equal(t, told(toldOnStderr(t, f, c)), told(got.stderr))
		return true
	})
}

// build renders a folder.
func build(t *testing.T, dir string, flags ...string) run {
	t.Helper()
	kustomize, err := pinnedKustomize()
	require.NoError(t, err)
	return command(t, dir, "", kustomize, append([]string{"build", "."}, flags...)...)
}

// kustomization makes a folder of the files below another, with a kustomization
// that lists them and, if one is given, a transformer.
func kustomization(t *testing.T, from, transformer string) string {
	t.Helper()
	dir := t.TempDir()
	copyTree(t, from, filepath.Join(dir, "files"))
	settings := map[string]any{"apiVersion": "kustomize.config.k8s.io/v1beta1", "kind": "Kustomization", "resources": filesBelow(t, dir)}
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

// toldOnStderr is what a golden case says on stderr: a summary, and its results
// but for the infos.
func toldOnStderr(t *testing.T, f *krm.Function, c krmtest.Case) string {
	t.Helper()
	results, err := os.ReadFile(filepath.Join(c.Dir, "results.txt"))
	if !os.IsNotExist(err) {
		require.NoError(t, err)
	}
	text, _, _ := strings.Cut("\n"+string(results), "\ninfo: ")
	summary := ""
	if errs, warnings := strings.Count(text, "\nerror: "), strings.Count(text, "\nwarning: "); errs > 0 {
		summary = fmt.Sprintf("%s: %s; nothing was changed", f.Name, plural(errs, "error"))
	} else if warnings > 0 {
		summary = fmt.Sprintf("%s: %s", f.Name, plural(warnings, "warning"))
	}
	return summary + text
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// What kustomize does not know of: where something stood in a file.
var inFile = regexp.MustCompile(`(?m)^((?:error|warning): .*?) in [^ ]+\.ya?ml:|\b(?:item|line) \d+`)

// told is the lines of what was said, but for the files; sorted, since kustomize
// has sorted the fields that they are about.
func told(text string) []string {
	lines := strings.FieldsFunc(inFile.ReplaceAllString(text, "$1:"), func(r rune) bool { return r == '\n' })
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
