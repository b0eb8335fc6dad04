package main

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/kurumi-krm/kurumi/pkg/krmtest"
)

func TestEveryHunkSaysWhatItIsAbout(t *testing.T) {
	before := `data:
  name: not this
  a: 1
  b: 2
kind: ConfigMap
metadata:
  labels:
    name: not this
  name: one
---
kind: Service
metadata:
  name: two
spec:
  name: not this
  a: 1
`
	after := `data:
  name: not this
  a: 2
  b: 2
kind: ConfigMap
metadata:
  labels:
    name: not this
  name: one
---
kind: Service
metadata:
  name: two
spec:
  name: not this
  a: 2
`
	assert.Equal(t, `--- production
+++ preview
@@ -2,3 +2,3 @@ ConfigMap one
   name: not this
-  a: 1
+  a: 2
   b: 2
@@ -15,2 +15,2 @@ Service two
   name: not this
-  a: 1
+  a: 2
`, titled(krmtest.Diff("production", "preview", before, after, 1), before))
}
