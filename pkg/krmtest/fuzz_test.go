package krmtest_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/kurumi-krm/kurumi/pkg/krmtest"
)

// fuzzedFunction is which of runs a process of its own tries, since what has to fail
// cannot run in this one.
const fuzzedFunction = "KRMTEST_FUZZED_FUNCTION"

func FuzzTiny(f *testing.F) {
	name := os.Getenv(fuzzedFunction)
	if name == "" {
		f.Skip("it is TestFuzz's")
	}
	krmtest.Fuzz(f, tiny(runs[name]))
}

func TestFuzz(t *testing.T) {
	dir := files{"testdata/x/input/a.yaml": thing}.write(t)
	for name, wrong := range map[string]string{
		"good":    "",
		"refuses": "",
		"breaks":  "it broke",
		"grows":   "applied to its own output it changes something",
	} {
		out, passed := child(t, dir, []string{"-test.run", "^FuzzTiny$"}, fuzzedFunction+"="+name)
		assert.Equal(t, wrong == "", passed, "%s\n%s", name, out)
		assert.Contains(t, out, wrong)
	}
}
