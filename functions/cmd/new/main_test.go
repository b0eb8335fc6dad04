package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestNamesComeFromOne(t *testing.T) {
	for name, want := range map[string]function{
		"config-bake": {Name: "config-bake", Folder: "configbake", Kind: "ConfigBake"},
		"kev2-check":  {Name: "kev2-check", Folder: "kev2check", Kind: "Kev2Check"},
		"one":         {Name: "one", Folder: "one", Kind: "One"},
	} {
		f, err := newFunction(name)
		require.NoError(t, err)
		assert.Equal(t, want, f)
	}
	for _, name := range []string{"", "ConfigBake", "config_bake", "-x", "x-", "2fast", "a--b", "../a", "cmd"} {
		_, err := newFunction(name)
		assert.Error(t, err, name)
	}
}

func TestRegisterKnowsTheListAsItIs(t *testing.T) {
	source, err := os.ReadFile("../../functions.go")
	require.NoError(t, err)
	listed, err := function{Name: "a-new-one", Folder: "anewone", Kind: "ANewOne"}.register(source)
	require.NoError(t, err)
	assert.Contains(t, string(listed), "\t\"github.com/kurumi-krm/kurumi/functions/anewone\"\n")
	assert.Contains(t, string(listed), "\t\tanewone.Function,\n\t}\n")
	_, err = function{}.register([]byte("package functions\n"))
	assert.ErrorContains(t, err, "teach register.go")
}

func TestWhatIsThereIsNotOverwritten(t *testing.T) {
	f, err := newFunction("preview-host")
	require.NoError(t, err)
	assert.ErrorContains(t, f.create("../.."), "is there already")
}

// A new function compiles, and fails until it is documented and tested. This is
// tried on a copy of the module.
func TestScaffoldCompilesAndFails(t *testing.T) {
	root := t.TempDir()
	for _, name := range []string{"go.mod", "go.sum"} {
		text, err := os.ReadFile(filepath.Join("../../..", name))
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(root, name), text, 0o644))
	}
	for _, name := range []string{"functions", "pkg"} {
		require.NoError(t, os.CopyFS(filepath.Join(root, name), os.DirFS(filepath.Join("../../..", name))))
	}
	f, err := newFunction("try-me")
	require.NoError(t, err)
	require.NoError(t, f.create(filepath.Join(root, "functions")))

	inCopy := func(name string, args ...string) (string, error) {
		cmd := exec.CommandContext(t.Context(), name, args...)
		cmd.Dir = root
		out, err := cmd.CombinedOutput()
		return string(out), err
	}
	out, err := inCopy("go", "vet", "./functions/tryme/...", "./functions/")
	require.NoError(t, err, out)
	out, err = inCopy("gofmt", "-l", "functions")
	require.NoError(t, err)
	require.Empty(t, out, "not formatted")

	out, err = inCopy("go", "test", "-run", "Scaffold|DocIs|README|Succeeds|AreTested|Names|Folder|Command|Golden|Generated", "./functions/", "./functions/tryme/")
	require.Error(t, err, "an empty function passes")
	for what, failure := range map[string]string{
		"its documentation is missing":            "--- FAIL: TestDocIsThePackageComment/try-me",
		"its README shows no change":              "--- FAIL: TestEveryREADMEOpensWithABeforeAndAfter/try-me",
		"no case shows what it refuses":           "--- FAIL: TestEveryFunctionSucceedsAndRefuses/try-me",
		"its case has no expected files":          "--- FAIL: TestGolden/what-it-shows",
		"its generated texts are not there yet":   "--- FAIL: TestGenerated",
		"no Example shows it in godoc":            "--- FAIL: TestFunctionsAreTested/try-me",
		"every mark of the scaffold is a failure": "functions/tryme/doc.go:1",
	} {
		assert.Contains(t, out, failure, what)
	}
	for _, right := range []string{"TestEveryFolderIsAFunctionOfTheList", "TestNamesAgree", "TestEveryCommandIsAFewLines"} {
		assert.NotContains(t, out, "--- FAIL: "+right)
	}
}
