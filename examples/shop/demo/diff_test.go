package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func read(t *testing.T, built string) []object {
	t.Helper()
	all, err := objects(built)
	require.NoError(t, err)
	return all
}

func TestEveryHunkSaysWhatItIsAbout(t *testing.T) {
	const before = `a: 1
kind: ConfigMap
metadata:
  name: gone
---
kind: Service
metadata:
  name: same
---
a: 1
b: 1
c: 1
d: 1
e: 1
kind: Service
metadata:
  name: two
---
kind: Deployment
metadata:
  name: web
`
	const after = `a: 2
b: 1
c: 1
d: 1
e: 2
kind: Service
metadata:
  name: two
---
kind: Service
metadata:
  name: same
---
kind: Rollout
metadata:
  name: web
---
kind: Service
metadata:
  name: web
`
	var got strings.Builder
	for _, c := range changes(read(t, before), read(t, after)) {
		got.WriteString(strings.Join(c.hunks, ""))
	}
	assert.Equal(t, `@@ -1,4 +1,0 @@ ConfigMap gone goes
-a: 1
-kind: ConfigMap
-metadata:
-  name: gone
@@ -1,2 +1,2 @@ Service two
-a: 1
+a: 2
 b: 1
@@ -4,3 +4,3 @@ Service two
 d: 1
-e: 1
+e: 2
 kind: Service
@@ -1,2 +1,2 @@ Deployment web becomes Rollout web
-kind: Deployment
+kind: Rollout
 metadata:
@@ -1,0 +1,3 @@ Service web is new
+kind: Service
+metadata:
+  name: web
`, got.String())
}

// A Service that was there already is not what became of a Deployment.
func TestWhatWasThereReplacesNothing(t *testing.T) {
	before := read(t, "kind: Deployment\nmetadata:\n  name: web\n---\nkind: Service\nmetadata:\n  name: web\n")
	got := changes(before, before[1:])
	require.Len(t, got, 1)
	assert.Equal(t, "Deployment web goes", got[0].title)
}

func TestOnlyHunksAboutTheSubject(t *testing.T) {
	c := change{hunks: []string{"@@ one\n+a: 1\n", "@@ two\n-a: 1\n", "@@ three\n a: 1\n"}}
	assert.Equal(t, []string{"@@ two\n-a: 1\n"}, c.about(regexp.MustCompile(`(?m)^-a`)))
	assert.Len(t, c.hunks, 3, "other chapters look at them, too")
}

func TestFoldedFieldsKeepTheirName(t *testing.T) {
	hunk := `@@ -1 +1 @@ Service web
 spec:
+  args:
+  - name: a
+    value: b
+  query: |
+    args:
+      x
+  ports:
+  - args: 1
`
	assert.Equal(t, `@@ -1 +1 @@ Service web
 spec:
+  args: …
+  query: | …
+  ports:
+  - args: 1
`, fold(hunk, []string{"args", "query"}))
	assert.Equal(t, hunk, fold(hunk, nil))
}

func TestColoursAreForTerminals(t *testing.T) {
	t.Setenv("TERM", "xterm")
	t.Setenv("NO_COLOR", "")
	file, err := os.Create(filepath.Join(t.TempDir(), "file"))
	require.NoError(t, err)
	defer file.Close()
	assert.False(t, wantsColour(file))

	terminal, err := os.Open(os.DevNull) // a character device, as a terminal is
	require.NoError(t, err)
	defer terminal.Close()
	assert.True(t, wantsColour(terminal))
	t.Setenv("NO_COLOR", "1")
	assert.False(t, wantsColour(terminal))
	t.Setenv("NO_COLOR", "")
	t.Setenv("TERM", "dumb")
	assert.False(t, wantsColour(terminal))
}
