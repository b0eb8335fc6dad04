package place

import (
	"errors"
	"io"
	"os"
	"path/filepath"
)

// writeFile writes a file as a whole or not at all.
func writeFile(path string, content io.Reader) error {
	tmp, err := tempFile(path)
	if err != nil {
		return err
	}
	if _, err = io.Copy(tmp, content); err != nil {
		return errors.Join(err, drop(tmp))
	}
	return settle(tmp, path)
}

// tempFile is a file beside that which it shall become.
func tempFile(path string) (*os.File, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, err
	}
	return os.CreateTemp(filepath.Dir(path), ".kurumi-*")
}

// settle lets a temporary file become what it shall be.
func settle(tmp *os.File, path string) error {
	err := tmp.Chmod(0o644)
	if err == nil {
		err = tmp.Sync()
	}
	if closed := tmp.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(tmp.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(tmp.Name()))
	}
	return nil
}

// drop removes a temporary file.
func drop(tmp *os.File) error { return errors.Join(tmp.Close(), os.Remove(tmp.Name())) }
