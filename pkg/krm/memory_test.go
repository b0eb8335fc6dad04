package krm

import (
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const mebibyte = 1 << 20

// TestMemoryIsBounded counts what is allocated in all, of which what is held at
// one time is a part.
func TestMemoryIsBounded(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	service := "- apiVersion: v1\n  kind: Service\n  metadata:\n    name: api\n    namespace: shop\n  spec:\n    ports:\n    - port: 80\n"
	lines := func(mb int) string { return strings.Repeat("    "+strings.Repeat("x", 95)+"\n", mb*mebibyte/100) }
	for _, tc := range []struct {
		why     string
		src     string
		bound   int // in MiB
		refused string
	}{
		{"50 MB in one item that nobody parses", list("- kind: A\n  data: |\n" + lines(50)), 60, ""},
		{"50 MB in many items", list(strings.Repeat(service, 50*mebibyte/len(service))), 400, ""},
		{"50 MB in one item that has to be parsed", list("- kind: &a A\n  data: |\n" + lines(50)), 160, "item 1 (line 4) has 50 MiB, and more than 16 MiB is not read"},
		{"50 MB in a list that has to be parsed", list("- kind: A\n  x:\n    |\n    y\n  data: |\n" + lines(50)), 60, "the input has 50 MiB, and more than 16 MiB is read in plain block style only"},
		{"50 MB of spaces", list("- kind: A\n" + strings.Repeat(" ", 50*mebibyte)), 60, ""},
		{"50 MB of quotes", list("- kind: A\n  x: " + strings.Repeat("'", 50*mebibyte) + "\n"), 60, ""},
		{"a million brackets", list("- {kind: A, x: " + strings.Repeat("[", mebibyte) + "\n"), 40, "exceeded max depth of 10000"},
		{"millions of dashes", list("- kind: A\n  x:\n  " + strings.Repeat("- ", 7*mebibyte) + "a\n"), 20, ""},
		{"millions of dashes that have to be parsed", list("- kind: &a A\n  x:\n  " + strings.Repeat("- ", 7*mebibyte) + "a\n"), 80, "exceeded max depth of 10000"},
		{"a million anchors", list("- kind: A\n  x: " + strings.Repeat("& ", mebibyte) + "a\n"), 20, "cannot be read"},
		{"a merge of many keys", list("- kind: A\n  x: &x {" + manyKeys(30_000) + "}\n  y:\n    <<: *x\n"), 40, ""},
		{"2 MB of JSON", `{"apiVersion": "config.kubernetes.io/v1", "kind": "ResourceList", "items": [` + strings.Repeat(`{"kind": "A", "metadata": {"name": "a"}}, `, 50_000) + `{"kind": "B"}]}`, 1200, ""},
	} {
		t.Run(tc.why, func(t *testing.T) {
			runtime.GC()
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			results, err := nothing.Process([]byte(tc.src), io.Discard, Options{})
			runtime.ReadMemStats(&after)
			require.NoError(t, err)
			assert.Less(t, int(after.TotalAlloc-before.TotalAlloc-uint64(len(tc.src)))/mebibyte, tc.bound)
			if tc.refused == "" {
				assert.Empty(t, results)
				return
			}
			require.NotEmpty(t, results)
			assert.Contains(t, results[0].String(), tc.refused)
		})
	}
}

// nothing is a function that does nothing.
var nothing = &Function{Name: "nothing", Kind: "Nothing", Run: Configured(func(*Pass, struct{}) error { return nil })}

func manyKeys(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "k%d: v, ", i)
	}
	return b.String()
}
