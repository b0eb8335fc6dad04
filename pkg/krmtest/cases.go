package krmtest

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"testing/fstest"
	"time"

	"github.com/kurumi-krm/kurumi/pkg/krm"
)

// The parts of a case, by their names in its folder.
const (
	configFile   = "fn.yaml"
	inputDir     = "input"
	expectedDir  = "expected"
	resultsFile  = "results.txt"
	keysDir      = "keys"
	filesDir     = "files"
	updateGolden = "UPDATE_GOLDEN"
)

// A Case is a golden folder.
type Case struct {
	Name    string       // of the folder
	Dir     string       // its path
	Config  *krm.Source  // fn.yaml, nil if there is none
	Input   []krm.Source // the files in input, named by their paths below it
	Keys    []krm.Source // the files in keys, the same way
	Files   []krm.Source // the files in files, the same way
	Refusal bool         // the function is expected to refuse the input

	golden map[string]string // results.txt and the files in expected, by path in Dir
}

// Cases reads the cases in a folder. That there is none fails the test, and so
// does a file in a case that has no meaning there.
func Cases(tb testing.TB, dir string) []Case {
	tb.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		tb.Fatal(err)
	}
	var cases []Case
	for _, entry := range entries {
		if entry.Name() == "fuzz" {
			continue // go test's own
		}
		c, err := readCase(filepath.Join(dir, entry.Name()))
		if err != nil {
			tb.Fatal(err)
		}
		cases = append(cases, c)
	}
	if len(cases) == 0 {
		tb.Fatalf("no cases in %s; a case is a folder with a folder %s", dir, inputDir)
	}
	return cases
}

func readCase(dir string) (Case, error) {
	c := Case{Name: filepath.Base(dir), Dir: dir, golden: map[string]string{}}
	if err := checkEntries(dir); err != nil {
		return c, err
	}
	config, err := os.ReadFile(filepath.Join(dir, configFile))
	if err == nil {
		c.Config = &krm.Source{Name: configFile, Data: config}
	} else if !errors.Is(err, fs.ErrNotExist) {
		return c, err
	}
	if c.Keys, err = readTree(filepath.Join(dir, keysDir)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return c, err
	}
	if c.Files, err = readTree(filepath.Join(dir, filesDir)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return c, err
	}
	c.Input, err = readTree(filepath.Join(dir, inputDir))
	if errors.Is(err, fs.ErrNotExist) {
		return c, c.readGolden() // of a generator
	}
	if err != nil {
		return c, err
	}
	for _, file := range c.Input {
		if ext := filepath.Ext(file.Name); ext != ".yaml" && ext != ".yml" {
			return c, fmt.Errorf("%s/%s/%s: hosts read .yaml and .yml only", dir, inputDir, file.Name)
		}
	}
	if len(c.Input) == 0 {
		return c, fmt.Errorf("%s/%s holds no files", dir, inputDir)
	}
	return c, c.readGolden()
}

// checkEntries refuses what would be overlooked, like a folder "expect".
func checkEntries(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err // a file beside the cases, for one
	}
	known := []string{configFile, inputDir, expectedDir, resultsFile, keysDir, filesDir}
	for _, entry := range entries {
		if !slices.Contains(known, entry.Name()) {
			return fmt.Errorf("%s holds %s; a case holds %v", dir, entry.Name(), known)
		}
	}
	return nil
}

// readGolden reads what is expected of the case.
func (c *Case) readGolden() error {
	told, err := os.ReadFile(filepath.Join(c.Dir, resultsFile))
	if err == nil {
		c.golden[resultsFile] = string(told)
	} else if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	files, err := readTree(filepath.Join(c.Dir, expectedDir))
	if errors.Is(err, fs.ErrNotExist) {
		c.Refusal = told != nil
		return nil
	}
	for _, file := range files {
		c.golden[expectedDir+"/"+file.Name] = string(file.Data)
	}
	return err
}

// readTree reads the files below a folder, in the order in which hosts do.
func readTree(root string) ([]krm.Source, error) {
	var files []krm.Source
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(root, path)
		files = append(files, krm.Source{Name: filepath.ToSlash(name), Data: data})
		return err
	})
	return files, err
}

// KeysFolder writes the case's keys into a folder of their own, as private as
// keys should be, and says where; it says "" for a case without keys.
func (c Case) KeysFolder(tb testing.TB) string {
	tb.Helper()
	if len(c.Keys) == 0 {
		return ""
	}
	dir := tb.TempDir()
	for _, file := range c.Keys {
		path := filepath.Join(dir, filepath.FromSlash(file.Name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, file.Data, 0o600)); err != nil {
			tb.Fatal(err)
		}
	}
	return dir
}

// Options is how the case's operator runs the function. The time is fixed, since
// certificates expire.
func (c Case) Options() krm.Options {
	opts := krm.Options{Now: time.Date(2026, time.July, 1, 12, 0, 0, 0, time.UTC)}
	if len(c.Keys) > 0 {
		folder := fstest.MapFS{}
		for _, file := range c.Keys {
			folder[file.Name] = &fstest.MapFile{Data: file.Data, Mode: 0o600}
		}
		opts.Keys = folder
	}
	if len(c.Files) > 0 {
		folder := fstest.MapFS{}
		for _, file := range c.Files {
			folder[file.Name] = &fstest.MapFile{Data: file.Data, Mode: 0o644}
		}
		opts.Files, opts.Dir = folder, "/" // as in a container
	}
	return opts
}
