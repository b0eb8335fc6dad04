package functions_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kurumi-krm/kurumi/functions"
	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/krmtest"
)

// each runs a test for every function, with its folder.
func each(t *testing.T, test func(t *testing.T, f *krm.Function, dir string)) {
	t.Helper()
	require.NotEmpty(t, functions.All())
	for _, f := range functions.All() {
		t.Run(f.Name, func(t *testing.T) { test(t, f, folder(f)) })
	}
}

// folder is where a function lives: its name without hyphens, as Go wants it.
func folder(f *krm.Function) string { return strings.ReplaceAll(f.Name, "-", "") }

func TestEveryFolderIsAFunctionOfTheList(t *testing.T) {
	entries, err := os.ReadDir(".")
	require.NoError(t, err)
	var folders, listed []string
	for _, entry := range entries {
		if entry.IsDir() && entry.Name() != "cmd" {
			folders = append(folders, entry.Name())
		}
	}
	for _, f := range functions.All() {
		listed = append(listed, folder(f))
	}
	assert.ElementsMatch(t, folders, listed, "functions.go and the folders beside it differ")
}

func TestNamesAgree(t *testing.T) {
	each(t, func(t *testing.T, f *krm.Function, dir string) {
		require.Regexp(t, `^[a-z][a-z0-9]*(-[a-z0-9]+)*$`, f.Name)
		require.True(t, strings.EqualFold(f.Kind, dir), "kind %s is not %s in camel case", f.Kind, f.Name)
		at := 0
		for word := range strings.SplitSeq(f.Name, "-") {
			assert.Equal(t, strings.ToUpper(word[:1]), f.Kind[at:at+1], "kind %s begins each word of %s with a capital", f.Kind, f.Name)
			at += len(word)
		}
		assert.Contains(t, []krm.Type{krm.Transformer, krm.Validator, krm.Generator}, f.Type)
	})
}

func TestEveryCommandIsAFewLines(t *testing.T) {
	each(t, func(t *testing.T, f *krm.Function, dir string) {
		main, err := os.ReadFile(filepath.Join(dir, "cmd", f.Name, "main.go"))
		require.NoError(t, err)
		assert.LessOrEqual(t, bytes.Count(main, []byte("\n")), 15, "logic belongs into the package")
		assert.Contains(t, string(main), "krm.Main("+dir+".Function)")
	})
}

func TestCommandsExplainThemselves(t *testing.T) {
	each(t, func(t *testing.T, f *krm.Function, _ string) {
		run := func(arg string) string {
			var stdout, stderr bytes.Buffer
			assert.Zero(t, f.Command([]string{arg}, strings.NewReader(""), &stdout, &stderr))
			assert.Empty(t, stderr.String())
			return stdout.String()
		}
		assert.Contains(t, run("--help"), f.Doc)
		assert.Contains(t, run("--help"), "Usage:")
		assert.Regexp(t, "^"+f.Name+` \S+\n$`, run("--version"))
		assert.Equal(t, string(f.Schema), run("--schema"))
		var schema struct{ Title string }
		require.NoError(t, json.Unmarshal(f.Schema, &schema), "%s", f.Schema)
		assert.Equal(t, f.Kind, schema.Title)
	})
}

func TestEveryFunctionSucceedsAndRefuses(t *testing.T) {
	each(t, func(t *testing.T, _ *krm.Function, dir string) {
		cases := krmtest.Cases(t, filepath.Join(dir, "testdata"))
		assert.True(t, slices.ContainsFunc(cases, func(c krmtest.Case) bool { return c.Refusal }), "no golden case shows a refusal")
		assert.True(t, slices.ContainsFunc(cases, func(c krmtest.Case) bool { return !c.Refusal }), "no golden case shows a success")
	})
}
