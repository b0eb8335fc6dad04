package image

import (
	"archive/tar"
	"context"
	"errors"
	"io/fs"
	"path"
	"time"

	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/image/layers"
)

// A fitter finds the place of each file in an image.
type fitter struct {
	*baker
	name   string     // of the image, as messages name it
	below  *layers.FS // nil with --trust-base
	reader *reader
	stack  stack
	real   map[string]bakedFile // the files by their real paths
}

// fit puts a file into the stack, at its path without links.
func (f *fitter) fit(ctx context.Context, file bakedFile) error {
	if err := f.readable(ctx, file); err != nil {
		return err
	}
	if f.below == nil {
		f.stack.files = append(f.stack.files, file)
		return nil
	}
	dir, err := f.below.Resolve(ctx, path.Dir(file.path)+"/.") // with which a file is none
	if notDir(err) {
		f.Errorf("%s: there can be no file %s: %v; take another path", f.name, file.path, err)
		return nil
	}
	if err != nil {
		return err
	}
	at := path.Join(dir, path.Base(file.path))
	if wrong := badPath(at); wrong != "" {
		f.Errorf("%s: %s leads by a link to %s, which %s", f.name, file.path, at, wrong)
		return nil
	}
	if other, ok := f.real[at]; ok {
		if string(other.data) != string(file.data) || other.mode != file.mode {
			f.Errorf("%s: %s and %s are the same file in it, %s, by a link, and differ", f.name, other.path, file.path, at)
		}
		return nil
	}
	if f.stack.dirs[at] != nil {
		f.Errorf("%s: %s is a folder in it, by a link, in which another file shall be", f.name, file.path)
		return nil
	}
	f.real[at] = file
	if err := f.free(ctx, file, at); err != nil {
		return err
	}
	if err := f.folders(ctx, at, file); err != nil {
		return err
	}
	file.path = at
	f.stack.files = append(f.stack.files, file)
	return nil
}

// readable refuses a file that the image's user could not read.
func (f *fitter) readable(ctx context.Context, file bakedFile) error {
	ok, err := f.reader.may(ctx, file.mode, 0, 0, 4)
	if err == nil && !ok {
		f.Errorf("%s: its user %s could not read %s (mode %04o, of root), from %s; give it a mode that all may read, like 0644",
			f.name, f.reader.user, file.path, file.mode, file.from)
	}
	return err
}

// free refuses to hide what the image has.
func (f *fitter) free(ctx context.Context, file bakedFile, at string) error {
	leads, err := f.below.Resolve(ctx, at)
	if err != nil && !notDir(err) {
		return err
	}
	link := err != nil || leads != at
	entry, err := f.below.Lookup(ctx, at)
	switch {
	case link:
		if !f.flags.overwrite {
			f.Errorf("%s: has a link at %s already; take another path, or replace it with --overwrite", f.name, file.path)
		}
		return nil
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case entry.Header.Typeflag == tar.TypeDir:
		f.Errorf("%s: has a folder at %s, where %s shall be a file; take a path in it", f.name, file.path, file.from)
	case !f.flags.overwrite:
		f.Errorf("%s: has %s at %s already; take another path, or replace it with --overwrite", f.name, layers.Kind(entry.Header.Typeflag), file.path)
	}
	return nil
}

// folders gives the folders above a file their entries, and looks whether the
// image's user gets through them.
func (f *fitter) folders(ctx context.Context, at string, file bakedFile) error {
	for _, dir := range above(at) {
		if other, ok := f.real[dir]; ok {
			f.Errorf("%s: %s would be in %s, by a link, which shall be a file", f.name, file.path, other.path)
			return nil
		}
		header := f.stack.dirs[dir]
		if header == nil {
			var err error
			if header, err = f.folder(ctx, dir); err != nil {
				return err
			}
			f.stack.dirs[dir] = header
		}
		ok, err := f.reader.may(ctx, header.Mode, header.Uid, header.Gid, 1)
		if err != nil {
			return err
		}
		if !ok {
			f.Errorf("%s: its user %s could not read %s, since the folder %s is closed to it (mode %04o, of %d:%d); take another path",
				f.name, f.reader.user, file.path, dir, header.Mode, header.Uid, header.Gid)
			return nil
		}
	}
	return nil
}

// folder is the entry of a folder: that of the image, or one of root.
func (f *fitter) folder(ctx context.Context, dir string) (*tar.Header, error) {
	entry, err := f.below.Lookup(ctx, dir)
	if errors.Is(err, fs.ErrNotExist) {
		return directory(dir, 0o755, 0, 0, epoch), nil
	}
	if err != nil {
		return nil, err
	}
	h := entry.Header
	modified := h.ModTime
	if modified.IsZero() {
		modified = time.Unix(0, 0)
	}
	return directory(dir, h.Mode, h.Uid, h.Gid, modified.UTC()), nil
}

// notDir says whether a path cannot be, since a part of it is a file.
func notDir(err error) bool { return errors.Is(err, fs.ErrNotExist) }
