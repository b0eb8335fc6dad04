package build

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/functions"
	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/krmtest"
)

// The real kustomize, in a process of its own, is what kurumi build is held against.

// plainDocker is set where this binary stands in for docker beside kustomize, and
// has nothing of the code that is tested: it runs the function in the image's name.
const plainDocker = "PLAIN_DOCKER"

func plainContainer() int {
	name, _, _ := strings.Cut(path.Base(os.Args[len(os.Args)-1]), ":")
	return named(name).Command(nil, os.Stdin, os.Stdout, os.Stderr)
}

var pinnedKustomize = sync.OnceValues(func() (string, error) {
	out, err := exec.Command("go", "tool", "-n", "kustomize").Output()
	return strings.TrimSpace(string(out)), err
})

var kustomizeVersion = sync.OnceValues(func() (string, error) {
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Version}}", "sigs.k8s.io/kustomize/kustomize/v5").Output()
	return strings.TrimSpace(string(out)), err
})

func sameText(t *testing.T, want, got string) {
	t.Helper()
	if diff := krmtest.Diff("kustomize build", "kurumi build", want, got, 2); diff != "" {
		t.Error(diff)
	}
}

// A result is what a process left.
type result struct {
	stdout, stderr string
	code           int
}

func runCommand(t *testing.T, cmd *exec.Cmd, env ...string) result {
	t.Helper()
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	cmd.Env = append(os.Environ(), env...)
	if err := cmd.Run(); cmd.ProcessState == nil {
		require.NoError(t, err)
	}
	return result{stdout.String(), stderr.String(), cmd.ProcessState.ExitCode()}
}

// kustomizeBuild is kustomize build with functions in what it takes for Docker.
func kustomizeBuild(t *testing.T, keys, dir string) result {
	t.Helper()
	kustomize, err := pinnedKustomize()
	require.NoError(t, err)
	self, err := os.Executable()
	require.NoError(t, err)
	bin := t.TempDir()
	require.NoError(t, os.Symlink(self, filepath.Join(bin, "docker")))
	cmd := exec.CommandContext(t.Context(), kustomize, "build", "--enable-alpha-plugins", "--network", dir)
	return runCommand(t, cmd, plainDocker+"=1", "KURUMI_KEYS="+keys, "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"))
}

// kurumiBuild is kurumi build, where there is no Docker.
func kurumiBuild(t *testing.T, keys string, args ...string) result {
	t.Helper()
	return kurumiBuildOn(t, "/nowhere", keys, args...)
}

func kurumiBuildOn(t *testing.T, path, keys string, args ...string) result {
	t.Helper()
	self, err := os.Executable()
	require.NoError(t, err)
	cmd := exec.CommandContext(t.Context(), "kurumi", append([]string{"build"}, args...)...)
	cmd.Path, cmd.Err = self, nil
	got := runCommand(t, cmd, "KURUMI_KEYS="+keys, "PATH="+path)
	// The binary of a test knows of no dependencies, and so not which kustomize it is.
	version, err := kustomizeVersion()
	require.NoError(t, err)
	got.stdout = strings.ReplaceAll(got.stdout, "managed-by: kustomize-(devel)", "managed-by: kustomize-"+version)
	return got
}

// sameBuild holds kurumi build against kustomize build.
func sameBuild(t *testing.T, keys, dir string) (want result) {
	t.Helper()
	return sameBuildAs(t, kurumiBuild(t, keys, dir), keys, dir)
}

// sameBuildAs holds what kurumi build gave against kustomize build.
func sameBuildAs(t *testing.T, got result, keys, dir string) (want result) {
	t.Helper()
	want = kustomizeBuild(t, keys, dir)
	sameText(t, want.stdout, got.stdout)
	assert.Equal(t, want.code, got.code, got.stderr)
	if want.code == 0 {
		assert.Equal(t, want.stderr, got.stderr)
		return want
	}
	said, _, _ := strings.Cut(want.stderr, "Error: ")
	assert.True(t, strings.HasPrefix(got.stderr, said), "%s\nand not first\n%s", got.stderr, said)
	return want
}

func TestExamplesAreBuiltAsKustomizeBuildsThem(t *testing.T) {
	t.Parallel()
	built := 0
	require.NoError(t, filepath.WalkDir("../../../../examples", func(file string, entry os.DirEntry, err error) error {
		if err != nil || entry.Name() != "kustomization.yaml" {
			return err
		}
		text, err := os.ReadFile(file)
		if err != nil || strings.Contains(string(text), "kind: Component") {
			return err
		}
		built++
		t.Run(filepath.Dir(file), func(t *testing.T) {
			t.Parallel()
			got := sameBuild(t, "", filepath.Dir(file))
			if strings.Contains(got.stderr, "needs the history of what was rendered") {
				return // it is for kurumi render, and both ways refuse it
			}
			assert.Zero(t, got.code)
		})
		return nil
	}))
	assert.Greater(t, built, 3)
}

// most is how many golden cases of a function are built, from all over the alphabet:
// what a build does with a function does not differ from case to case.
const most = 20

func TestGoldenCasesAreBuiltAsKustomizeBuildsThem(t *testing.T) {
	t.Parallel()
	var well atomic.Int32
	t.Cleanup(func() { require.Greater(t, int(well.Load()), 20) })
	for _, f := range functions.All() {
		folder := strings.ReplaceAll(f.Name, "-", "")
		cases := krmtest.Cases(t, filepath.Join("../../..", folder, "testdata"))
		for i := 0; i < len(cases); i += 1 + len(cases)/most {
			c := cases[i]
			t.Run(f.Name+"/"+c.Name, func(t *testing.T) {
				t.Parallel()
				if sameBuild(t, c.KeysFolder(t), kustomization(t, f, c)).code == 0 {
					well.Add(1)
				}
			})
		}
	}
}

// kustomization makes a folder of a case's input, with the function as what it is.
func kustomization(t *testing.T, f *krm.Function, c krmtest.Case) string {
	t.Helper()
	dir := t.TempDir()
	var files []string
	for _, file := range c.Input {
		write(t, dir, "files/"+file.Name, string(file.Data))
		files = append(files, "files/"+file.Name)
	}
	text := "apiVersion: " + krm.APIVersion + "\nkind: " + f.Kind + "\n"
	if c.Config != nil {
		text = string(c.Config.Data)
	}
	config, err := yaml.Parse(text)
	if err != nil {
		config = yaml.MustParse("a: " + f.Name) // a config that no host could read
	}
	if config.GetName() == "" {
		require.NoError(t, config.SetName(f.Name))
	}
	require.NoError(t, config.PipeE(yaml.SetAnnotation("config.kubernetes.io/function", "container: {image: ghcr.io/kurumi-krm/"+f.Name+":v0.1.0}")))
	write(t, dir, "fn.yaml", config.MustString())
	field := "transformers"
	if f.Type == krm.Generator {
		field = "generators"
	}
	list, err := json.Marshal(map[string]any{"resources": files, field: []string{"fn.yaml"}})
	require.NoError(t, err)
	write(t, dir, "kustomization.yaml", string(list))
	return dir
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	file := filepath.Join(dir, filepath.FromSlash(name))
	require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
	require.NoError(t, os.WriteFile(file, []byte(text), 0o644))
}

func nonEmptyLines(text string) []string { return strings.Fields(text) }

func nameOf(variable string) string {
	name, _, _ := strings.Cut(variable, "=")
	return name
}
