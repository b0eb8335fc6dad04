package krmtest

import (
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/krmdoc"
)

// caseMarker is a generated part of a README that shows a golden case.
var caseMarker = regexp.MustCompile(`<!-- generated:(case (\S+)) -->`)

// Generated checks what is written from a function's source: schema.json, and in
// README.md the parts between the markers doc (its package comment), reference
// (its settings) and any "case NAME" (a golden case: its config, and what became
// of its files or what was told). UPDATE_GENERATED=1 writes them.
//
// The test runs in the function's folder. config is a pointer to a new value of
// its config type, which gets its defaults here, or a value that has them.
func Generated(t *testing.T, f *krm.Function, config any) {
	t.Helper()
	if c, ok := config.(interface{ Default() }); ok {
		c.Default()
	}
	config = reflect.Indirect(reflect.ValueOf(config)).Interface()
	described, err := krmdoc.Load(".", reflect.TypeOf(config).Name())
	if err != nil {
		t.Fatal(err)
	}
	upToDate(t, "schema.json", string(krmdoc.Schema(described, f.Kind, config)))
	doc, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	_, intro, _ := strings.Cut(strings.TrimPrefix(krm.DocText(string(doc)), "Package "), " ")
	Splice(t, "README.md", "doc", "`"+f.Name+"` "+intro)
	Splice(t, "README.md", "reference", krmdoc.Reference(described, f.Kind, config))
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, marker := range caseMarker.FindAllStringSubmatch(string(readme), -1) {
		c, err := readCase(filepath.Join("testdata", marker[2]))
		if err != nil {
			t.Fatal(err)
		}
		Splice(t, "README.md", marker[1], c.markdown())
	}
}

// Splice checks that a file has the text between the markers of a generated
// part, as krmdoc.Splice puts it there. UPDATE_GENERATED=1 puts it there.
func Splice(t *testing.T, path, marker, text string) {
	t.Helper()
	old, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	want, err := krmdoc.Splice(string(old), marker, text)
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	upToDate(t, path, want)
}

// upToDate checks that a file is as it would be generated, or generates it.
func upToDate(t *testing.T, path, want string) {
	t.Helper()
	if os.Getenv("UPDATE_GENERATED") != "" {
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	have, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := Diff(path, "generated", string(have), want, 1); diff != "" {
		t.Errorf("%s is stale; run make generate\n%s", path, diff)
	}
}

// markdown shows the case: the config, and each file that changes as a diff of
// all its lines; what is generated; of a refusal what is told.
func (c Case) markdown() string {
	var b strings.Builder
	if c.Config != nil {
		b.WriteString("```yaml\n" + string(c.Config.Data) + "```\n\n")
	}
	if c.Refusal {
		b.WriteString("```text\n" + c.golden[resultsFile] + "```\n\n")
	}
	for _, file := range c.Input {
		after, ok := c.golden[expectedDir+"/"+file.Name]
		if !ok || after == string(file.Data) {
			continue
		}
		b.WriteString("```diff\n")
		for _, line := range diffLines(string(file.Data), after) {
			writeDiffLine(&b, line)
		}
		b.WriteString("```\n\n")
	}
	for _, name := range slices.Sorted(maps.Keys(c.golden)) {
		file, expected := strings.CutPrefix(name, expectedDir+"/")
		if expected && !slices.ContainsFunc(c.Input, func(in krm.Source) bool { return in.Name == file }) {
			b.WriteString("```yaml\n" + c.golden[name] + "```\n\n")
		}
	}
	return b.String()
}
