package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/build"
)

// TestMain lets the test's own binary be the kurumi that is given, and the docker that
// this one is for kustomize.
func TestMain(m *testing.M) {
	switch filepath.Base(os.Args[0]) {
	case "docker":
		os.Exit(build.Docker())
	case "kurumi":
		root := &cobra.Command{Use: "kurumi", SilenceUsage: true}
		root.AddCommand(build.Command())
		if root.Execute() != nil {
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// kurumi is a kurumi with one command, in the root of the repository.
func kurumi(t *testing.T) string {
	t.Helper()
	t.Chdir("../../..")
	self, err := os.Executable()
	require.NoError(t, err)
	path := filepath.Join(t.TempDir(), "kurumi")
	require.NoError(t, os.Symlink(self, path))
	return path
}

// promised is what each chapter shows, to the letter.
var promised = []string{
	"-  - host: api.shop.example.com\n+  - host: api-shop-12.preview.example.com\n",
	"-          value: https://www.shop.example.com/welcome\n+          value: https://shop-12.preview.example.com/welcome\n",
	"… and 5 more objects\n\n2. ",
	"-              name: mail\n+              name: mail-kcmhd5b5d9\n",
	"-              name: db\n+              name: db-ghmff4t9tb\n",
	"… and 7 more objects\n\n3. ",
	" ConfigMap payments-config-gfft5ctk29 goes\n",
	"+        - name: CONFIG_YAML_PATH\n+          value: /app/config/prod/payments.yaml\n",
	"-      - configMap:\n-          name: payments-config-gfft5ctk29\n",
	"… and 10 more objects\n\n4. ",
	" Deployment web becomes Rollout web\n-apiVersion: apps/v1\n-kind: Deployment\n+apiVersion: argoproj.io/v1alpha1\n+kind: Rollout\n",
	"+      - setWeight: 10\n+      - pause:\n+          duration: 2h\n",
	" AnalysisTemplate web-canary is new\n",
	"+    failureCondition: len(result) == 1 && result[0] > 0.01\n",
	"… and 5 more objects\n\nAll of it:\n",
}

func TestDemoTellsTheWholeStory(t *testing.T) {
	path := kurumi(t)
	var plain, coloured strings.Builder
	require.NoError(t, demo(&plain, path, false))
	require.NoError(t, demo(&coloured, path, true))

	text, rest := plain.String(), plain.String()
	for _, want := range promised {
		_, after, found := strings.Cut(rest, want)
		require.True(t, found, "%q is missing, or out of turn, in\n%s", want, text)
		rest = after
	}
	assert.Less(t, strings.Count(text, "\n"), 150, "nobody reads more")
	assert.Regexp(t, `kurumi build examples/shop/overlays/prod +40 objects in \d+\.\d\d s\n`, text)

	assert.NotContains(t, text, "\x1b", "what is read by a program or kept in a file has no colours")
	for _, line := range []string{
		"\x1b[1m1. A pull request gets hosts of its own\x1b[0m\n",
		"\x1b[31m-  - host: api.shop.example.com\x1b[0m\n\x1b[32m+  - host: api-shop-12.preview.example.com\x1b[0m\n",
	} {
		assert.Contains(t, coloured.String(), line)
	}
	took := regexp.MustCompile(`\d+\.\d\d s\n`)
	colours := regexp.MustCompile("\x1b\\[[0-9]+m")
	assert.Equal(t, took.ReplaceAllString(text, ""), took.ReplaceAllString(colours.ReplaceAllString(coloured.String(), ""), ""))
}

// What is shown as new stands in what the example is expected to be.
func TestDemoShowsTheExpectedFiles(t *testing.T) {
	path := kurumi(t)
	for _, name := range []string{"preview", "prod"} {
		built, _, err := run(path, overlay(name))
		require.NoError(t, err)
		text, err := os.ReadFile(filepath.Join(shop, "expected", name+".yaml"))
		require.NoError(t, err)
		expected, err := objects(string(text))
		require.NoError(t, err)
		assert.Equal(t, expected, built)
	}
}

func TestAFailedBuildSaysWhy(t *testing.T) {
	path := kurumi(t)
	t.Chdir(t.TempDir())
	err := demo(&strings.Builder{}, path, false)
	require.ErrorContains(t, err, "kurumi build examples/shop/manifests/preview: exit status 1\n")
	assert.ErrorContains(t, err, "must build at directory", "what kurumi says")
}

func TestADemoWithNothingToShowFails(t *testing.T) {
	for i, c := range story {
		err := c.tell(&strings.Builder{}, nil)
		assert.ErrorContains(t, err, "nothing is left to show of "+c.show[0].title, "chapter %d", i+1)
	}
}
