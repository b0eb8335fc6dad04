package krmtest

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/kurumi-krm/kurumi/pkg/krm"
)

// compare holds an outcome against the golden files, or rewrites these.
func (c Case) compare(t *testing.T, got outcome) {
	t.Helper()
	want, have := c.golden, got.golden()
	if os.Getenv(updateGolden) != "" && !maps.Equal(want, have) {
		if err := c.rewrite(have); err != nil {
			t.Fatal(err)
		}
		t.Errorf("%s is updated; look at the diff and run again", c.Dir)
		return
	}
	all := maps.Clone(want)
	maps.Copy(all, have)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		w, wanted := want[name]
		h, there := have[name]
		switch {
		case !wanted:
			t.Errorf("%s/%s is missing; it would be:\n%s", c.Dir, name, h)
		case !there:
			t.Errorf("%s/%s is there, but is not made; %s=1 removes it", c.Dir, name, updateGolden)
		case w != h:
			t.Errorf("not as expected; %s=1 rewrites it if that is meant\n%s", updateGolden, Diff(c.Dir+"/"+name, "made", w, h, 3))
		}
	}
}

// golden is the outcome as the files of a case.
func (o outcome) golden() map[string]string {
	files := map[string]string{}
	if told := o.told(); told != "" {
		files[resultsFile] = told
	}
	if !o.refused() {
		for _, file := range o.files {
			files[expectedDir+"/"+file.Name] = string(file.Data)
		}
	}
	return files
}

// rewrite makes the files of a case the given ones, and no others.
func (c Case) rewrite(files map[string]string) error {
	for _, stale := range []string{expectedDir, resultsFile} {
		if err := os.RemoveAll(filepath.Join(c.Dir, stale)); err != nil {
			return err
		}
	}
	for name, text := range files {
		path := filepath.Join(c.Dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// diffFiles tells where the second set of files differs from the first.
func diffFiles(t *testing.T, what string, want, got []krm.Source) {
	t.Helper()
	if len(want) != len(got) {
		t.Errorf("%s: %d files become %d", what, len(want), len(got))
		return
	}
	for i, w := range want {
		if w.Name != got[i].Name {
			t.Errorf("%s: file %s stands where %s did", what, got[i].Name, w.Name)
		} else if string(w.Data) != string(got[i].Data) {
			t.Errorf("%s\n%s", what, Diff(w.Name, w.Name, string(w.Data), string(got[i].Data), 3))
		}
	}
}
