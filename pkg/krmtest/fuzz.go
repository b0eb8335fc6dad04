package krmtest

import (
	"testing"

	"github.com/kurumi-krm/kurumi/pkg/krm"
)

// longestSeed keeps a case with hundreds of objects from being what a fuzzer tries
// all day.
const longestSeed = 5000

// Fuzz runs the function over whatever manifests, under the configs of its cases:
// nothing panics, a refusal changes nothing, and twice is once.
func Fuzz(f *testing.F, fn *krm.Function) {
	f.Helper()
	cases := Cases(f, "testdata")
	for i, c := range cases {
		var all []byte
		for _, file := range c.Input {
			all = append(append(all, file.Data...), "\n---\n"...)
		}
		if len(all) < longestSeed {
			f.Add(uint8(i), all)
		}
	}
	f.Fuzz(func(t *testing.T, i uint8, manifests []byte) {
		c := cases[int(i)%len(cases)]
		c.Input = []krm.Source{{Name: "app.yaml", Data: manifests}}
		got, err := c.run(fn, c.Input)
		if err != nil {
			t.Fatal(err)
		}
		if got.refused() {
			diffFiles(t, "refused, and yet changed", c.Input, got.files)
			return
		}
		c.idempotent(t, fn, got)
	})
}
