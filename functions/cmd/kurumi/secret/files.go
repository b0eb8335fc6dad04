package secret

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// A file is one that may hold SealedSecrets.
type file struct {
	name string // as people know it
	path string // without links
	data []byte
}

// A finder collects the files that a command line names.
type finder struct {
	*report
	seen  map[string]bool // by path
	files []file
}

// find reads the files that the paths name and that mention SealedSecrets: files
// as they are, of folders everything in YAML or JSON below them. A dash is stdin,
// where that is given.
func (r *report) find(paths []string, stdin io.Reader) []file {
	f := &finder{report: r, seen: map[string]bool{}}
	for _, name := range paths {
		if name == "-" && stdin != nil {
			f.stdin(stdin)
			continue
		}
		info, err := os.Stat(name)
		switch {
		case err != nil:
			r.Errorf("%s: %v", name, cause(err))
		case info.IsDir():
			f.folder(name)
		case !info.Mode().IsRegular():
			r.Errorf("%s is neither a file nor a folder", name)
		default:
			f.link(name)
		}
	}
	return f.files
}

func (f *finder) stdin(stdin io.Reader) {
	data, err := io.ReadAll(stdin)
	if err != nil {
		f.Errorf("stdin: %v", err)
		return
	}
	f.files = append(f.files, file{name: "stdin", data: data})
}

// link takes a file that was named, or what it is a link to: whoever names a link
// means that.
func (f *finder) link(name string) {
	path, err := filepath.EvalSymlinks(name)
	if err != nil {
		f.Errorf("%s: %v", name, cause(err))
		return
	}
	f.add(name, path)
}

func (f *finder) add(name, path string) {
	path, err := filepath.Abs(path)
	if err != nil {
		f.Errorf("%s: %v", name, err)
		return
	}
	if f.seen[path] {
		return
	}
	f.seen[path] = true
	data, err := os.ReadFile(path)
	if err != nil {
		f.Errorf("%s: cannot be read: %v", name, cause(err))
		return
	}
	if mentions(data) {
		f.files = append(f.files, file{name, path, data})
	}
}

// folder walks over a folder. Folders whose names begin with a dot are passed
// over, and links that lead out: who may write into the folder could make this
// change any file by one.
func (f *finder) folder(root string) {
	top, err := filepath.EvalSymlinks(root)
	if err != nil {
		f.Errorf("%s: %v", root, cause(err))
		return
	}
	err = filepath.WalkDir(top, func(path string, entry fs.DirEntry, err error) error {
		rel, relErr := filepath.Rel(top, path)
		if relErr != nil {
			return relErr
		}
		name := filepath.Join(root, rel)
		switch {
		case err != nil:
			f.Errorf("%s: cannot be read: %v", name, cause(err))
			if entry != nil && entry.IsDir() {
				return fs.SkipDir
			}
		case entry.IsDir() && rel != "." && strings.HasPrefix(entry.Name(), "."):
			return fs.SkipDir
		case entry.Type()&fs.ModeSymlink != 0:
			f.treeLink(name, path, top)
		case entry.Type().IsRegular() && isManifest(path):
			f.add(name, path)
		}
		return nil
	})
	if err != nil {
		f.Errorf("%s: %v", root, err)
	}
}

// treeLink looks where a link in a folder leads. What it leads to inside of the
// folder is found there.
func (f *finder) treeLink(name, path, root string) {
	target, err := filepath.EvalSymlinks(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		f.Warnf("%s: is a link to something that is not there; skipped", name)
	case err != nil:
		f.Warnf("%s: %v; skipped", name, cause(err))
	case !isInside(target, root):
		f.Warnf("%s: is a link that leads out of the folder; skipped: name what it leads to if it is meant", name)
	}
}

func isInside(path, root string) bool {
	rel, err := filepath.Rel(root, path)
	return err == nil && filepath.IsLocal(rel)
}

func isManifest(path string) bool {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".yaml", ".yml", ".json":
		return true
	}
	return false
}
