package functions_test

import (
	"bytes"
	"errors"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kurumi-krm/kurumi/functions"
	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/krmtest"
)

// The tests in hosts_*_test.go run every function where people run it: in a
// container, under kustomize, under kpt. What the functions do is tested with
// the golden cases; here it is whether each host gets the same out of them.

// need skips a test where one of its hosts is not installed, in so many words.
// With CI=true a missing host is a failure: there it is part of the promise.
func need(t *testing.T, programs ...string) {
	t.Helper()
	for _, program := range programs {
		err := available[program]()
		if err == nil {
			continue
		}
		if os.Getenv("CI") == "true" {
			t.Fatalf("%s cannot be used, and with CI=true nothing is skipped: %v", program, err)
		}
		t.Skipf("NOT TESTED for want of %s: %v", program, err)
	}
}

var available = map[string]func() error{
	// The client alone is not enough.
	"docker": sync.OnceValue(func() error { return exec.Command("docker", "version").Run() }),
	"kpt":    sync.OnceValue(func() error { return exec.Command("kpt", "version").Run() }),
}

// What make says when it has built all binaries, or all images.
var (
	makeBuild  = sync.OnceValues(func() (string, error) { return runMake("build") })
	makeImages = sync.OnceValues(func() (string, error) { return runMake("images") })
)

func runMake(target string) (string, error) {
	cmd := exec.Command("make", "--silent", "--no-print-directory", "-C", "..", target)
	// This test may itself be run by make, whose settings are not for this one.
	cmd.Env = append(os.Environ(), "MAKEFLAGS=", "MAKELEVEL=", "MFLAGS=")
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	return string(out) + stderr.String(), err
}

// binary is the program of a function.
func binary(t *testing.T, f *krm.Function) string {
	t.Helper()
	out, err := makeBuild()
	require.NoError(t, err, "%s", out)
	path, err := filepath.Abs(filepath.Join("..", "bin", f.Name))
	require.NoError(t, err)
	return path
}

// image is the image of a function, under the name that make gave it.
func image(t *testing.T, f *krm.Function) string {
	t.Helper()
	need(t, "docker")
	out, err := makeImages()
	require.NoError(t, err, "%s", out)
	for line := range strings.Lines(out) {
		if name, _, ok := strings.Cut(line, " "); ok && strings.Contains(name, "/"+f.Name+":") {
			return name
		}
	}
	require.Fail(t, "make images does not tell of "+f.Name, "%s", out)
	return ""
}

// How many golden cases of each function a host gets. A binary takes them all;
// starting a container takes most of a second, and what it is there to show
// does not differ from case to case.
const (
	all        = 1 << 20
	programs   = 30 // kpt takes most of a second too
	containers = 8
)

// goldens runs a test for golden cases of every function, two at a time. The
// test says whether the host can read the case at all. That it can for most of
// them is checked in the end: a host that reads nothing would agree with all.
func goldens(t *testing.T, most int, test func(t *testing.T, f *krm.Function, c krmtest.Case) bool) {
	t.Helper()
	var given, read atomic.Int32
	t.Cleanup(func() {
		t.Logf("%d of %d golden cases", read.Load(), given.Load())
		if given.Load() >= 5 { // not the one that somebody asked for with -run
			require.GreaterOrEqual(t, read.Load()*10, given.Load()*7, "this host reads too few of the golden cases")
		}
	})
	for _, f := range functions.All() {
		cases := slices.DeleteFunc(krmtest.Cases(t, filepath.Join(folder(f), "testdata")), func(c krmtest.Case) bool {
			return len(c.Files) > 0 // which no two hosts mount in one way
		})
		step := max((len(cases)+most-1)/most, 1) // from all over the alphabet, refusals too
		for i := 0; i < len(cases); i += step {
			t.Run(f.Name+"/"+cases[i].Name, func(t *testing.T) {
				t.Parallel()
				given.Add(1)
				if test(t, f, cases[i]) {
					read.Add(1)
				}
			})
		}
	}
}

// inputOf is the folder with the manifests of a case, which has none if they are
// all generated.
func inputOf(t *testing.T, c krmtest.Case) string {
	t.Helper()
	if len(c.Input) == 0 {
		return t.TempDir()
	}
	return filepath.Join(c.Dir, "input")
}

// A run is a program that ended.
type run struct {
	stdout, stderr string
	code           int
}

// command runs a program in a folder.
func command(t *testing.T, dir, stdin, name string, args ...string) run {
	t.Helper()
	return commandWithKeys(t, "", dir, stdin, name, args...)
}

// commandWithKeys runs a program for which somebody set KURUMI_KEYS.
func commandWithKeys(t *testing.T, keys, dir, stdin, name string, args ...string) run {
	t.Helper()
	var stdout, stderr bytes.Buffer
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Dir, cmd.Stdin, cmd.Stdout, cmd.Stderr = dir, strings.NewReader(stdin), &stdout, &stderr
	cmd.Env = append(os.Environ(), "KURUMI_KEYS="+keys)
	if err := cmd.Run(); cmd.ProcessState == nil {
		require.NoError(t, err, "%s %v", name, args)
	}
	return run{stdout.String(), stderr.String(), cmd.ProcessState.ExitCode()}
}

// mountedKeys is the flags by which a host mounts a case's keys into containers,
// where nobody has to read them.
func mountedKeys(t *testing.T, c krmtest.Case) []string {
	t.Helper()
	dir := c.KeysFolder(t)
	if dir == "" {
		return nil
	}
	require.NoError(t, filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return errors.Join(err, os.Chmod(path, 0o755))
		}
		return os.Chmod(path, 0o644)
	}))
	return []string{"--mount", "type=bind,src=" + dir + ",dst=/keys"}
}

// butForModes is what is told but for the warnings of keys that everybody may
// read, which the tests hand to nobody in this way.
func butForModes(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		if !strings.Contains(line, "every user can read") && !regexp.MustCompile(`: \d+ warnings?\n$`).MatchString(line) {
			b.WriteString(line)
		}
	}
	return b.String()
}

// write writes a file below a folder, and the folders on the way.
func write(t *testing.T, dir, name, text string) {
	t.Helper()
	path := filepath.Join(dir, filepath.FromSlash(name))
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
	require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
}

// copyTree copies the files below a folder.
func copyTree(t *testing.T, from, to string) {
	t.Helper()
	require.NoError(t, os.CopyFS(to, os.DirFS(from)))
}

// sameText holds a text against another, line by line.
func sameText(t *testing.T, want, got, what string) {
	t.Helper()
	if diff := krmtest.Diff("expected", "here", want, got, 2); diff != "" {
		t.Errorf("%s differs\n%s", what, diff)
	}
}

// sameFiles holds files against others, by their names.
func sameFiles(t *testing.T, want, got map[string]string) {
	t.Helper()
	assert.ElementsMatch(t, slices.Collect(maps.Keys(want)), slices.Collect(maps.Keys(got)))
	for name, text := range got {
		sameText(t, want[name], text, name)
	}
}
