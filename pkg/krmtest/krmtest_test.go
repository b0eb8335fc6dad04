package krmtest_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/krmtest"
)

// The harness is a test that has to fail, so it runs in a process of its own.
const childFunction = "KRMTEST_FUNCTION"

func TestMain(m *testing.M) {
	name := os.Getenv(childFunction)
	if name == "" {
		os.Exit(m.Run())
	}
	os.Args = append(os.Args[:1], "-test.v")
	all := func(string, string) (bool, error) { return true, nil }
	test := testing.InternalTest{Name: "Golden", F: func(t *testing.T) {
		t.Helper()
		krmtest.Golden(t, tiny(runs[name]))
	}}
	testing.Main(all, []testing.InternalTest{test}, nil, nil)
}

// files is a folder: contents by path.
type files map[string]string

func (f files) write(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range f {
		path := filepath.Join(dir, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
	}
	return dir
}

// golden runs Golden over the folder dir for one of runs.
func golden(t *testing.T, dir, function string, env ...string) (output string, passed bool) {
	t.Helper()
	return child(t, dir, nil, append(env, childFunction+"="+function)...)
}

// child runs this binary again, in a folder.
func child(t *testing.T, dir string, args []string, env ...string) (output string, passed bool) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), env...)
	out, err := cmd.CombinedOutput()
	return string(out), err == nil
}

const thing = "apiVersion: example.com/v1\nkind: Thing\nmetadata: {name: a}\nspec: {host: old}\n"

const changedThing = "apiVersion: example.com/v1\nkind: Thing\nmetadata: {name: a}\nspec: {host: new}\n"

// What the good function tells of the change, and of a setting that it has not.
var (
	changeTold = krm.Result{
		Severity: krm.Info, Message: "old becomes new", File: &krm.File{Path: "a.yaml"},
		ResourceRef: &krm.ResourceRef{Kind: "Thing", Name: "a"}, Field: &krm.Field{Path: "spec.host"},
	}.String() + "\n"
	refusalTold = krm.Result{
		Severity: krm.Error, Message: `unknown field "wrong"`,
		ResourceRef: &krm.ResourceRef{Kind: "Tiny"}, Field: &krm.Field{Path: "spec.wrong"},
	}.String() + "\n"
)

func TestGoldenPasses(t *testing.T) {
	dir := files{
		"testdata/changes/input/a.yaml":    thing,
		"testdata/changes/expected/a.yaml": changedThing,
		"testdata/changes/results.txt":     changeTold,
		"testdata/refuses/fn.yaml":         "apiVersion: kurumi.dev/v1alpha1\nkind: Tiny\nspec: {wrong: true}\n",
		"testdata/refuses/input/a.yaml":    thing,
		"testdata/refuses/results.txt":     refusalTold,
	}.write(t)
	out, passed := golden(t, dir, "good")
	assert.True(t, passed, out)
	assert.Contains(t, out, "--- PASS: Golden/changes")
	assert.Contains(t, out, "--- PASS: Golden/refuses")
}

func TestGoldenFails(t *testing.T) {
	const input, expected, results = "testdata/x/input/a.yaml", "testdata/x/expected/a.yaml", "testdata/x/results.txt"
	good := files{input: thing, expected: changedThing, results: changeTold}
	with := func(name, text string) files {
		changed := files{name: text}
		for n, s := range good {
			if n != name {
				changed[n] = s
			}
		}
		return changed
	}
	secret := "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData: {url: \"hunter2@www.example.com\"}\nspec: {host: old}\n"
	tests := []struct {
		name     string
		folder   files
		function string
		want     string
	}{
		{"no folder of cases proves nothing", files{}, "good", "no cases in testdata"},
		{"a file that would be overlooked", with("testdata/x/expect/a.yaml", ""), "good", "holds expect"},
		{"a transformer of nothing", files{"testdata/x/results.txt": ""}, "good", "only a generator makes something out of nothing"},
		{"a case without manifests", files{"testdata/x/input/.gitkeep": ""}, "good", "hosts read .yaml and .yml only"},
		{"an output that is not the expected one", with(expected, thing), "good", "-spec: {host: old}\n        +spec: {host: new}"},
		{"a file that is expected no more", with("testdata/x/expected/b.yaml", thing), "good", "is there, but is not made"},
		{"a file that nobody expected yet", files{input: thing, results: changeTold}, "good", "expected/a.yaml is missing"},
		{"a result that is told in other words", with(results, "info: else\n"), "good", "-info: else"},
		{"a success where a refusal is expected", files{input: thing, results: "error: no\n"}, "good", "expected/a.yaml is missing"},
		{"an error, which is a bug and no result", good, "breaks", "it broke"},
		{"a function that never comes to rest", good, "grows", "applied to its own output it changes something"},
		{"a function that gives something else every time", good, "counts", "a second run over the same input gives something else"},
		{"a function that swaps items", with(input, thing+"---\n"+"kind: Thing\nmetadata: {name: b}\n"), "swaps", "the items stand in another order"},
		{"a change that nobody hears of", good, "silent", "no info result tells of it"},
		{"a result about a change that did not happen", good, "boasts", "did not change, but an info result says so"},
		{"a function that acts on what a host notes", good, "peeks", "over a ResourceList it gives something else"},
		{"a function that leaks a secret", files{input: secret}, "leaks", `shows "hunter2@www.example.com", which is a Secret's`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			out, passed := golden(t, tt.folder.write(t), tt.function)
			assert.False(t, passed, out)
			assert.Contains(t, out, tt.want)
		})
	}
}

func TestUpdateWritesAndFailsOnce(t *testing.T) {
	dir := files{
		"testdata/x/input/dir/a.yaml":    thing,
		"testdata/x/expected/stale.yaml": thing,
		"testdata/x/results.txt":         "error: stale\n",
	}.write(t)
	out, passed := golden(t, dir, "good", "UPDATE_GOLDEN=1")
	assert.False(t, passed, "an update is no success")
	assert.Contains(t, out, "look at the diff and run again")
	assert.NoFileExists(t, filepath.Join(dir, "testdata/x/expected/stale.yaml"))
	made, err := os.ReadFile(filepath.Join(dir, "testdata/x/expected/dir/a.yaml"))
	require.NoError(t, err)
	assert.Equal(t, changedThing, string(made))
	out, passed = golden(t, dir, "good")
	assert.True(t, passed, out)
}

func TestUpdateMakesARefusal(t *testing.T) {
	dir := files{"testdata/x/input/a.yaml": thing, "testdata/x/expected/a.yaml": thing}.write(t)
	_, passed := golden(t, dir, "refuses", "UPDATE_GOLDEN=1")
	assert.False(t, passed)
	assert.NoDirExists(t, filepath.Join(dir, "testdata/x/expected"))
	out, passed := golden(t, dir, "refuses")
	assert.True(t, passed, out)
	assert.True(t, krmtest.Cases(t, filepath.Join(dir, "testdata"))[0].Refusal)
}

func TestUpdateDoesNotHideABrokenPromise(t *testing.T) {
	dir := files{"testdata/x/input/a.yaml": thing}.write(t)
	out, _ := golden(t, dir, "grows", "UPDATE_GOLDEN=1")
	assert.Contains(t, out, "applied to its own output it changes something")
	out, passed := golden(t, dir, "grows")
	assert.False(t, passed, out)
}
