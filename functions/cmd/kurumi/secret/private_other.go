//go:build !linux

package secret

import "os"

func privateParent() string { return os.TempDir() }
