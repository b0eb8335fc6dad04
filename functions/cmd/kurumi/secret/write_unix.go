//go:build unix

package secret

import (
	"io/fs"
	"os"
	"syscall"
)

// keepOwner gives a file the owner that another one has, where that is allowed:
// root may well run this in a container, over somebody's working tree.
func keepOwner(f *os.File, like fs.FileInfo) {
	if stat, ok := like.Sys().(*syscall.Stat_t); ok {
		_ = f.Chown(int(stat.Uid), int(stat.Gid))
	}
}
