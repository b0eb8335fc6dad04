package image

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// write writes the files into a folder: all of them or, if anything is in the way,
// none. Links in the folder are followed, but not out of it.
func (b *baker) write(out string, force bool) {
	if err := os.MkdirAll(out, 0o755); err != nil {
		b.Errorf("--out %s: %v", out, reason(err))
		return
	}
	root, err := os.OpenRoot(out)
	if err != nil {
		b.Errorf("--out %s: %v", out, reason(err))
		return
	}
	defer root.Close() //nolint:errcheck // nothing was written through the folder itself
	for _, f := range b.what.files {
		if err := inTheWay(root, f, force); err != nil {
			b.Errorf("%s: %v", filepath.Join(out, f.path), reason(err))
		}
	}
	if b.Failed() {
		return
	}
	var staged []string
	for _, f := range b.what.files {
		if err := stage(root, f); err != nil {
			b.Errorf("%s: %v", filepath.Join(out, f.path), reason(err))
			break
		}
		staged = append(staged, inFolder(f))
	}
	for _, name := range staged {
		if b.Failed() {
			_ = root.Remove(name + staging)
		} else if err := root.Rename(name+staging, name); err != nil {
			b.Errorf("%s: %v", filepath.Join(out, name), err)
		}
	}
}

// staging ends the name of a file that is not yet in its place.
const staging = ".kurumi-new"

func inFolder(f bakedFile) string { return strings.TrimPrefix(f.path, "/") }

// inTheWay says why a file may not be written.
func inTheWay(root *os.Root, f bakedFile, force bool) error {
	info, err := root.Lstat(inFolder(f))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return errors.New("is there already, and is no file; take it away")
	}
	is, err := root.ReadFile(inFolder(f))
	if err == nil && !force && !bytes.Equal(is, f.data) {
		return errors.New("is there already with another content; look at it, and replace it with --force")
	}
	return err
}

// stage writes a file beside its place. The mode is the one that counts, whatever
// the umask says.
func stage(root *os.Root, f bakedFile) error {
	name := inFolder(f)
	if err := root.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	w, err := root.OpenFile(name+staging, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = w.Write(f.data)
	if err = errors.Join(err, w.Chmod(fs.FileMode(f.mode)), w.Close()); err != nil {
		return errors.Join(err, root.Remove(name+staging))
	}
	return nil
}
