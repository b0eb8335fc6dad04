package secret

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// replaceFile puts other content into a file: all of it or, whatever happens,
// nothing. It refuses if the file is no longer what was read. The path must not
// be a link.
func replaceFile(path string, was, is []byte) error {
	info, err := os.Lstat(path)
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("%s is no regular file", path)
	}
	tmp, err := os.CreateTemp(filepath.Dir(path), ".kurumi-*")
	if err != nil {
		return fmt.Errorf("a file cannot be put beside it: %w", cause(err))
	}
	err = fill(tmp, info, is)
	if err == nil {
		err = unchanged(path, was)
	}
	if err == nil {
		err = os.Rename(tmp.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(tmp.Name()))
	}
	syncFolder(filepath.Dir(path))
	return nil
}

func fill(tmp *os.File, like fs.FileInfo, data []byte) error {
	_, err := tmp.Write(data)
	keepOwner(tmp, like)
	if err == nil {
		err = tmp.Chmod(like.Mode().Perm())
	}
	if err == nil {
		err = tmp.Sync()
	}
	if closed := tmp.Close(); err == nil {
		err = closed
	}
	return err
}

// unchanged notices that somebody else wrote to a file in the meantime.
func unchanged(path string, was []byte) error {
	now, err := os.ReadFile(path)
	if err == nil && !bytes.Equal(now, was) {
		return errors.New("somebody else changed it in the meantime; run this again")
	}
	return err
}

// newFile creates a file. It refuses if there is one already.
func newFile(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return errors.Join(err, os.Remove(path))
	}
	return nil
}

// syncFolder makes a rename last. Not every system can, and what was renamed is
// whole either way.
func syncFolder(dir string) {
	if d, err := os.Open(dir); err == nil {
		_ = d.Sync()
		_ = d.Close()
	}
}

// cause is what the system says, without the path, which the message has.
func cause(err error) error {
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		return p.Err
	}
	return err
}
