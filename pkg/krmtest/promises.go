package krmtest

import (
	"slices"
	"testing"

	"github.com/kurumi-krm/kurumi/pkg/krm"
)

// promises holds an outcome to what every function promises, whatever it does.
func (c Case) promises(t *testing.T, f *krm.Function, got outcome) {
	t.Helper()
	again, err := c.run(f, c.Input)
	if err != nil {
		t.Fatal(err)
	}
	diffFiles(t, "a second run over the same input gives something else", got.files, again.files)
	if a, b := got.told(), again.told(); a != b {
		t.Errorf("a second run over the same input tells something else\n%s", Diff("first", "second", a, b, 3))
	}
	severest(t, got.results)
	c.silent(t, got.results, got.told())
	if got.refused() {
		diffFiles(t, "refused, and yet changed", c.Input, got.files)
		return
	}
	c.changesTold(t, got)
	c.idempotent(t, f, got)
}

// idempotent runs the function over what it made: there is nothing left to do.
func (c Case) idempotent(t *testing.T, f *krm.Function, got outcome) {
	t.Helper()
	twice, err := c.run(f, got.files)
	if err != nil {
		t.Fatal(err)
	}
	diffFiles(t, "applied to its own output it changes something", got.files, twice.files)
	if twice.count(krm.Error)+twice.count(krm.Info) > 0 {
		t.Errorf("applied to its own output it tells of mistakes or changes:\n%s", twice.told())
	}
}

// severest checks that errors come before warnings, and these before infos:
// hosts show little of what they are told.
func severest(t *testing.T, results []krm.Result) {
	t.Helper()
	order := []krm.Severity{krm.Error, krm.Warning, krm.Info}
	rank := func(r krm.Result) int { return slices.Index(order, r.Severity) }
	if !slices.IsSortedFunc(results, func(a, b krm.Result) int { return rank(a) - rank(b) }) {
		t.Errorf("errors do not come first:\n%s", outcome{results: results}.told())
	}
}

// changesTold checks that the files which changed are those that the function
// tells of.
func (c Case) changesTold(t *testing.T, got outcome) {
	t.Helper()
	for i, file := range got.files {
		before := ""
		if i < len(c.Input) {
			before = string(c.Input[i].Data)
		}
		changed := string(file.Data) != before
		told := slices.ContainsFunc(got.results, func(r krm.Result) bool {
			generated := r.File == nil && i == len(got.files)-1 // at the end of the last file
			return r.Severity == krm.Info && (generated || r.File != nil && r.File.Path == file.Name)
		})
		switch {
		case changed && !told:
			t.Errorf("%s changed, and no info result tells of it\n%s", file.Name, Diff("input", "output", before, string(file.Data), 1))
		case told && !changed:
			t.Errorf("%s did not change, but an info result says so:\n%s", file.Name, got.told())
		}
	}
}
