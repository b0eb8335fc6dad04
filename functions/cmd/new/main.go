// Command new makes the folder of a new function, and puts the function on the
// list. `make new-function NAME=my-function` runs it.
//
// What it makes compiles, and fails the tests: every place that wants a human's
// words or a decision carries a mark, and the tests find the marks (and much
// else that is missing). The list of failures is the list of things to do.
package main

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"text/template"
)

//go:embed all:scaffold
var scaffold embed.FS

// marks make go vet and gofmt leave the templates alone: no Go file ends so.
const suffix = ".tmpl"

func main() {
	name := ""
	if len(os.Args) == 2 {
		name = os.Args[1]
	}
	f, err := newFunction(name)
	if err == nil {
		err = f.create("functions")
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "new-function:", err)
		os.Exit(1)
	}
	fmt.Printf(nextSteps, f.Folder, f.Name)
}

const nextSteps = `functions/%[1]s is there, and functions/functions.go lists it. From here on,

  go test ./functions/ ./functions/%[1]s/

tells you what is left to do:

  1. doc.go: what it is for; that is also its help text and the top of its README.md.
  2. testdata: the case as you want it. Rename the folder for what it shows.
  3. %[1]s.go and config.go: make it so.
  4. UPDATE_GOLDEN=1 go test ./functions/%[1]s/    writes what it does; read the diff.
     One more case for something that it refuses.
  5. make generate                                  writes schema.json and the README.md's parts.
  6. make images check test
`

// A function is one to be made.
type function struct {
	Name   string // my-function
	Folder string // myfunction
	Kind   string // MyFunction
}

var wellFormed = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)

// newFunction derives all the names of a function from one.
func newFunction(name string) (function, error) {
	if !wellFormed.MatchString(name) {
		return function{}, fmt.Errorf("NAME is %q; give it the image's name, in lower case with hyphens: make new-function NAME=my-function", name)
	}
	f := function{Name: name}
	for word := range strings.SplitSeq(name, "-") {
		f.Folder += word
		f.Kind += strings.ToUpper(word[:1]) + word[1:]
	}
	if f.Folder == "cmd" {
		return function{}, errors.New("functions/cmd holds the tools around the functions; find another name")
	}
	return f, nil
}

// create makes the folder, in the folder of all functions.
func (f function) create(dir string) error {
	root := filepath.Join(dir, f.Folder)
	if _, err := os.Stat(root); !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s is there already", root)
	}
	list := filepath.Join(dir, "functions.go")
	source, err := os.ReadFile(list)
	if err != nil {
		return fmt.Errorf("run it at the root of the repository: %w", err)
	}
	listed, err := f.register(source)
	if err != nil {
		return fmt.Errorf("%s: %w", list, err)
	}
	err = fs.WalkDir(scaffold, "scaffold", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		return f.fill(root, path)
	})
	if err != nil {
		return err
	}
	return os.WriteFile(list, listed, 0o644)
}

// fill writes one file of the scaffold.
func (f function) fill(root, path string) error {
	text, err := scaffold.ReadFile(path)
	if err != nil {
		return err
	}
	// Delimiters that neither Go nor YAML nor Markdown has a use for.
	t, err := template.New(path).Delims("<<", ">>").Parse(string(text))
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := t.Execute(&out, f); err != nil {
		return err
	}
	name := strings.TrimSuffix(strings.TrimPrefix(path, "scaffold/"), suffix)
	name = strings.NewReplacer("FOLDER", f.Folder, "NAME", f.Name).Replace(name)
	target := filepath.Join(root, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
		return err
	}
	return os.WriteFile(target, out.Bytes(), 0o644)
}
