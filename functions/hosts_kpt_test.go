package functions_test

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/functions/previewhost"
	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/krmtest"
)

// kpt keeps comments, but lays out anew every file that it writes. So what a
// function made of a package is held against the expected files after a function
// that changes nothing, which is cat.

func TestKptEvalWithExec(t *testing.T) {
	need(t, "kpt")
	kptGoldens(t, programs, func(t *testing.T, f *krm.Function, c krmtest.Case, dir string) kptRun {
		return eval(t, dir, c, "--exec", binary(t, f))
	}, func(t *testing.T, dir string) run {
		return eval(t, dir, krmtest.Case{}, "--exec", "cat").run
	})
}

func TestKptEvalWithContainers(t *testing.T) {
	need(t, "kpt", "docker")
	kptGoldens(t, containers, func(t *testing.T, f *krm.Function, c krmtest.Case, dir string) kptRun {
		return eval(t, dir, c, append(mountedKeys(t, c), "--image", image(t, f), "--image-pull-policy", "Never")...)
	}, func(t *testing.T, dir string) run {
		return eval(t, dir, krmtest.Case{}, "--exec", "cat").run
	})
}

func TestKptRenderWithExec(t *testing.T) {
	need(t, "kpt")
	kptGoldens(t, programs, func(t *testing.T, f *krm.Function, c krmtest.Case, dir string) kptRun {
		return render(t, dir, c, "exec: "+quoted(t, binary(t, f)))
	}, renderNothing)
}

func TestKptRenderWithContainers(t *testing.T) {
	need(t, "kpt", "docker")
	kptGoldens(t, containers, func(t *testing.T, f *krm.Function, c krmtest.Case, dir string) kptRun {
		return render(t, dir, c, "image: "+quoted(t, image(t, f))) // of those without keys: render mounts nothing
	}, renderNothing)
}

// A kptRun is a run of kpt with what it wrote into --results-dir.
type kptRun struct {
	run
	told string
}

// kptGoldens runs the function on the input of each golden case, and nothing on
// what is expected of it.
func kptGoldens(t *testing.T, most int, function func(*testing.T, *krm.Function, krmtest.Case, string) kptRun,
	nothing func(*testing.T, string) run,
) {
	t.Helper()
	var same, moved atomic.Int32
	t.Cleanup(func() {
		// kpt copies the comments of the input by their places in it: that of an
		// element which has gone is put to the one that came into its place.
		t.Logf("in %d kpt itself put a comment elsewhere", moved.Load())
		assert.LessOrEqual(t, moved.Load(), int32(15))
	})
	t.Cleanup(func() { t.Logf("%d to the byte, the others but for the layout that kpt gives all files", same.Load()) })
	goldens(t, most, func(t *testing.T, f *krm.Function, c krmtest.Case) bool {
		if len(c.Keys) > 0 && strings.Contains(t.Name(), "RenderWithContainers") {
			t.Log("kpt fn render mounts nothing, and so there are no keys")
			return false
		}
		golden := filepath.Join(c.Dir, "expected")
		if c.Refusal {
			golden = inputOf(t, c)
		}
		want := t.TempDir()
		copyTree(t, golden, want)
		before := contents(t, want)
		if plain := nothing(t, want); plain.code != 0 {
			t.Logf("kpt refuses the files themselves: %s", plain.stderr)
			return false
		}
		dir := t.TempDir()
		copyTree(t, inputOf(t, c), dir)
		got := function(t, f, c, dir)
		assert.Equal(t, c.Refusal, got.code != 0, "%s", got.stderr)
		results, err := os.ReadFile(filepath.Join(c.Dir, "results.txt"))
		if !os.IsNotExist(err) {
			require.NoError(t, err)
		}
		sameText(t, string(results), butForModes(got.told), "what is told")
		after := contents(t, dir)
		switch {
		case c.Refusal:
			sameFiles(t, before, after) // refused, so not even laid out anew
		case f.Type == krm.Generator: // kpt names the files of what was generated
			assert.ElementsMatch(t, documents(contents(t, want)), documents(after))
		default:
			want, got := withoutEmpty(contents(t, want)), withoutEmpty(after)
			if !maps.Equal(want, got) && maps.Equal(withoutComments(want), withoutComments(got)) {
				moved.Add(1)
				return true
			}
			sameFiles(t, want, got)
		}
		if maps.Equal(before, after) {
			same.Add(1)
		}
		return true
	})
}

// withoutEmpty is files without those that hold nothing, which kpt removes.
func withoutEmpty(files map[string]string) map[string]string {
	files = maps.Clone(files)
	maps.DeleteFunc(files, func(_, text string) bool { return strings.TrimSpace(text) == "" })
	return files
}

// withoutComments is files without the lines that are comments.
func withoutComments(files map[string]string) map[string]string {
	left := map[string]string{}
	for name, text := range files {
		left[name] = regexp.MustCompile(`(?m)^ *#.*\n`).ReplaceAllString(text, "")
	}
	return left
}

// documents is the objects of some files.
func documents(files map[string]string) []string {
	var all []string
	for _, text := range files {
		all = append(all, strings.Split(strings.TrimSuffix(text, "\n"), "\n---\n")...)
	}
	return all
}

// eval runs a function on a package: kpt fn eval.
func eval(t *testing.T, dir string, c krmtest.Case, how ...string) kptRun {
	t.Helper()
	elsewhere := t.TempDir()
	args := append([]string{"fn", "eval", dir, "--truncate-output=false", "--results-dir", filepath.Join(elsewhere, "results")}, how...)
	if c.Config != nil {
		write(t, elsewhere, "fn.yaml", string(c.Config.Data))
		args = append(args, "--fn-config", filepath.Join(elsewhere, "fn.yaml"))
	}
	r := commandWithKeys(t, c.KeysFolder(t), elsewhere, "", "kpt", args...)
	return kptRun{r, toldToKpt(t, filepath.Join(elsewhere, "results"))}
}

// The files that make a folder a package with a pipeline.
const (
	kptfile   = "Kptfile"
	kptConfig = "kurumi-fn.yaml"
)

// render runs the pipeline of a package: kpt fn render. The package becomes one
// for the purpose, with the case's config as one of its files, as it has to be.
func render(t *testing.T, dir string, c krmtest.Case, how string) kptRun {
	t.Helper()
	pipeline := "pipeline:\n  mutators:\n  - " + how + "\n"
	if c.Config != nil {
		config, err := yaml.Parse(string(c.Config.Data))
		require.NoError(t, err)
		require.NoError(t, config.PipeE(yaml.SetAnnotation("config.kubernetes.io/local-config", "true")))
		text, err := config.String()
		require.NoError(t, err)
		write(t, dir, kptConfig, text)
		pipeline += "    configPath: " + kptConfig + "\n"
	}
	write(t, dir, kptfile, "apiVersion: kpt.dev/v1\nkind: Kptfile\nmetadata:\n  name: package\n"+pipeline)
	results := filepath.Join(t.TempDir(), "results")
	r := commandWithKeys(t, c.KeysFolder(t), dir, "", "kpt", "fn", "render", ".", "--truncate-output=false", "--allow-exec",
		"--image-pull-policy", "Never", "--results-dir", results)
	return kptRun{r, toldToKpt(t, results)}
}

// renderNothing renders a package with a pipeline that changes nothing.
func renderNothing(t *testing.T, dir string) run {
	t.Helper()
	return render(t, dir, krmtest.Case{}, "exec: cat").run
}

// toldToKpt is what kpt wrote down as the function's results, as results.txt has it.
func toldToKpt(t *testing.T, dir string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, "results.yaml"))
	if os.IsNotExist(err) {
		return ""
	}
	require.NoError(t, err)
	var list struct {
		Items []struct {
			Results []krm.Result `yaml:"results"`
		} `yaml:"items"`
	}
	require.NoError(t, yaml.Unmarshal(text, &list), "%s", text)
	var b strings.Builder
	for _, item := range list.Items {
		for _, r := range item.Results {
			b.WriteString(r.String() + "\n")
		}
	}
	return b.String()
}

// contents is the text of each file below a folder, but for those that make it a
// package.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	texts := map[string]string{}
	for _, name := range filesBelow(t, dir) {
		if name == kptfile || name == kptConfig {
			continue
		}
		text, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		require.NoError(t, err)
		texts[name] = string(text)
	}
	return texts
}

// kpt's `-- key=value` arrives as a ConfigMap.
func TestKptEvalWithSettingsFromTheCommandLine(t *testing.T) {
	need(t, "kpt", "docker")
	dir := t.TempDir()
	write(t, dir, "shop.yaml", ingress("www.example.com"))
	got := command(t, dir, "", "kpt", "fn", "eval", ".", "--image-pull-policy", "Never",
		"--image", image(t, previewhost.Function), "--", "host=shop-12.example.com")
	require.Zero(t, got.code, got.stderr)
	assert.Equal(t, map[string]string{"shop.yaml": ingress("shop-12.example.com")}, contents(t, dir))

	got = command(t, dir, "", "kpt", "fn", "eval", ".", "--image-pull-policy", "Never",
		"--image", image(t, previewhost.Function), "--", "hots=shop-13.example.com")
	assert.NotZero(t, got.code)
	assert.Contains(t, got.stderr, `did you mean "host"?`)
	assert.Equal(t, map[string]string{"shop.yaml": ingress("shop-12.example.com")}, contents(t, dir))
}

// ingress is an Ingress for a host, laid out as kpt does.
func ingress(host string) string {
	return `# Comments stay.
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: shop
spec:
  rules:
  - host: ` + host + ` # the storefront
`
}

func TestKptShowsTheDocumentation(t *testing.T) {
	each(t, func(t *testing.T, f *krm.Function, _ string) {
		need(t, "kpt", "docker")
		got := command(t, ".", "", "kpt", "fn", "doc", "--image", image(t, f))
		assert.Zero(t, got.code, got.stderr)
		assert.Contains(t, got.stdout, f.Doc)
	})
}
