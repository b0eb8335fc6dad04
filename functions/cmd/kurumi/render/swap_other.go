//go:build !linux && !darwin

package render

import (
	"errors"
	"os"
)

func exchangeFolders(*os.File, string, string) error { return errors.ErrUnsupported }
