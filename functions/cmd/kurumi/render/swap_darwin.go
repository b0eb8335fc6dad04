package render

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// exchangeFolders lets two names of a folder change places, in one step.
func exchangeFolders(in *os.File, a, b string) error {
	fd := int(in.Fd())
	err := unix.RenameatxNp(fd, a, fd, b, unix.RENAME_SWAP)
	if errors.Is(err, unix.EINVAL) { // a file system that does not know how
		return errors.ErrUnsupported
	}
	return err
}
