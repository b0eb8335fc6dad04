package render

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// A place is the output folder, seen from the folder that it is in. All that render
// reads and writes there goes through the root, so that no link leads out of it.
type place struct {
	out    string // as the user named it
	name   string // in the root
	root   *os.Root
	folder *os.File // the root, for what needs a descriptor
}

func openPlace(out string) (*place, error) {
	out = filepath.Clean(out)
	name := filepath.Base(out)
	if name == "." || name == ".." || name == string(filepath.Separator) {
		return nil, fmt.Errorf("--out is %q, but must be a folder of its own, which kurumi render replaces as a whole", out)
	}
	root, err := os.OpenRoot(filepath.Dir(out))
	if err != nil {
		return nil, fmt.Errorf("--out is %q, whose parent cannot be opened: %w", out, cause(err))
	}
	folder, err := root.Open(".")
	if err != nil {
		return nil, errors.Join(err, root.Close())
	}
	p := &place{out: filepath.ToSlash(out), name: name, root: root, folder: folder}
	if info, err := root.Lstat(name); err == nil && !info.IsDir() {
		return nil, errors.Join(fmt.Errorf("--out is %q, which is %s; give a folder", out, describe(info.Mode())), p.close())
	}
	return p, nil
}

func (p *place) close() error { return errors.Join(p.folder.Close(), p.root.Close()) }

// The trees beside the output folder, while it is replaced.
func (p *place) next() string { return "." + p.name + ".kurumi-next" }
func (p *place) last() string { return "." + p.name + ".kurumi-last" }

// A tree is the files in a folder, by their paths in it, and what is no file.
type tree struct {
	files map[string]fs.FileMode
	odd   []string
}

// scan finds what is in a folder of the root, and follows no link. There is nothing
// in a folder that is not there.
func (p *place) scan(folder string) (tree, error) {
	t := tree{files: map[string]fs.FileMode{}}
	err := fs.WalkDir(p.root.FS(), folder, func(at string, d fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil
		case err != nil:
			return err
		case d.IsDir():
			return nil
		}
		rel := strings.TrimPrefix(at, folder+"/")
		if !d.Type().IsRegular() {
			t.odd = append(t.odd, rel+" ("+describe(d.Type())+")")
			return nil
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		t.files[rel] = info.Mode()
		return nil
	})
	return t, err
}

func describe(mode fs.FileMode) string {
	switch {
	case mode&fs.ModeSymlink != 0:
		return "a link"
	case mode.IsRegular():
		return "a file"
	}
	return "no file"
}

// index is the list in a folder, of a tree that was scanned there.
func (p *place) index(folder string) (map[string]bool, error) {
	data, err := p.root.ReadFile(path.Join(folder, indexName))
	if errors.Is(err, fs.ErrNotExist) {
		return map[string]bool{}, nil
	}
	if err != nil {
		return nil, err
	}
	return readIndex(data)
}

// cause is what the system says, without the path, which the message has.
func cause(err error) error {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return e.Err
	}
	if e, ok := errors.AsType[*os.LinkError](err); ok {
		return e.Err
	}
	return err
}
