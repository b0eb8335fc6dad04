package canaries_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kurumi-krm/kurumi/pkg/krmtest"
)

// names are the ten applications; the first half is the first group.
var names = []string{"basket", "catalog", "checkout", "images", "login", "mail", "orders", "prices", "reviews", "search"}

func group(i int) string {
	if i < len(names)/2 {
		return "first"
	}
	return "second"
}

// Ten applications are written from one file.
func TestTenOfOneFile(t *testing.T) {
	one, err := os.ReadFile("ten-at-once/app.yaml")
	require.NoError(t, err)
	_, body, _ := strings.Cut(string(one), "\n") // without the comment
	all := make([]string, 0, len(names))
	for i, name := range names {
		all = append(all, strings.NewReplacer("{name}", name, "{group}", group(i)).Replace(body))
	}
	krmtest.GoldenFile(t, "ten-at-once/base/apps.yaml", "# Ten times ../app.yaml, which go test writes with UPDATE_GOLDEN=1.\n"+strings.Join(all, "---\n"))
}

func TestTenAtOnceRenderAsExpected(t *testing.T) {
	text, after := build(t, "ten-at-once/3-replace")
	krmtest.GoldenFile(t, "expected/ten-at-once.yaml", text)
	_, before := build(t, "ten-at-once/2-reference")
	for _, name := range names {
		assert.Contains(t, before, "Deployment "+name)
		assert.NotContains(t, after, "Deployment "+name)
		for _, s := range []state{before, after} {
			assert.Contains(t, s, "AnalysisTemplate "+name+"-canary")
			assert.Equal(t, "9\n", field(t, s, "Rollout "+name, "spec", "replicas"))
		}
		assert.Equal(t, field(t, before, "Deployment "+name, "spec", "template"), field(t, after, "Rollout "+name, "spec", "template"))
		assert.Equal(t, field(t, before, "Rollout "+name, "spec", "strategy"), field(t, after, "Rollout "+name, "spec", "strategy"))
	}
}

// Halfway, each group is where its config says: what is through is as it will be in
// the end, and what is on its way as it was when all ten were.
func TestGroupByGroup(t *testing.T) {
	_, whole := build(t, "ten-at-once/2-reference")
	_, done := build(t, "ten-at-once/3-replace")
	_, got := build(t, "ten-at-once/halfway")
	for i, name := range names {
		want := whole
		if group(i) == "first" {
			want = done
		}
		for _, kind := range []string{"Deployment", "Rollout", "Service"} {
			object := fmt.Sprintf("%s %s", kind, name)
			assert.Equal(t, want[object], got[object], object)
		}
	}
}
