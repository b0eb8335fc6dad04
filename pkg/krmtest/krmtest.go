// Package krmtest tests functions with golden folders. A case is a folder in
// testdata, and nothing lists the folders:
//
//	testdata/one-ingress/
//	  fn.yaml       the config; a case without it has none
//	  input/        manifests as they are in a repository, in files and folders; a
//	                generator can do without
//	  expected/     the same files afterwards; none if the function refuses
//	  results.txt   what the function tells, a result a line
//	  keys/         the operator's private keys, for a function that takes them
//	  files/        what its config may name as files, by their paths from there
//
// so that `diff -ru input expected` is the story of the case. UPDATE_GOLDEN=1
// writes expected and results.txt anew, and fails all the same: goldens are to
// be read, not believed.
//
// Every case is also held to what each function promises (promises.go), runs in
// the form in which hosts call a function (wire.go), and is searched for secrets
// in what the function tells (secrets.go), unasked. Generated is the same for
// schema and README (generated.go), README looks at what people wrote there
// (readme.go), and Fuzz takes whatever manifests (fuzz.go).
package krmtest

import (
	"strings"
	"testing"

	"github.com/kurumi-krm/kurumi/pkg/krm"
)

// Golden runs the cases in the folder testdata, each as a subtest. That there is
// none is a failure.
func Golden(t *testing.T, f *krm.Function) {
	t.Helper()
	for _, c := range Cases(t, "testdata") {
		t.Run(c.Name, func(t *testing.T) {
			if len(c.Input) == 0 && f.Type != krm.Generator {
				t.Fatalf("%s has no folder %s, and only a generator makes something out of nothing", c.Dir, inputDir)
			}
			got, err := c.run(f, c.Input)
			if err != nil {
				t.Fatal(err)
			}
			c.compare(t, got)
			c.promises(t, f, got)
			c.wire(t, f, got)
		})
	}
}

// An outcome is what a function made of some files.
type outcome struct {
	files   []krm.Source
	results []krm.Result
}

// run runs the function over plain manifests, under the case's config.
func (c Case) run(f *krm.Function, input []krm.Source) (outcome, error) {
	files := make([]krm.Source, len(input))
	for i, file := range input {
		files[i] = krm.Source{Name: file.Name, Data: append([]byte(nil), file.Data...)}
	}
	var o outcome
	var err error
	o.files, o.results, err = f.ProcessFiles(c.Config, files, c.Options())
	return o, err
}

// refused reports whether the function found mistakes, and so changed nothing.
func (o outcome) refused() bool { return o.count(krm.Error) > 0 }

// Mistakes is the error results, as they are told.
func Mistakes(results []krm.Result) (told []string) {
	for _, r := range results {
		if r.Severity == krm.Error {
			told = append(told, r.String())
		}
	}
	return told
}

func (o outcome) count(s krm.Severity) int {
	n := 0
	for _, r := range o.results {
		if r.Severity == s {
			n++
		}
	}
	return n
}

// told is the results as results.txt has them.
func (o outcome) told() string {
	var b strings.Builder
	for _, r := range o.results {
		b.WriteString(r.String() + "\n")
	}
	return b.String()
}
