package krm

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// keysVariable names the environment variable with the folder of private keys,
// and keysFolder is where a container has it.
const (
	keysVariable = "KURUMI_KEYS"
	keysFolder   = "/keys"
)

// OperatorKeys opens the folder of private keys: the given one, else the one that
// KURUMI_KEYS names, else /keys if there is such a folder, else nil. Symbolic
// links in it may not lead out.
func OperatorKeys(dir string) (fs.FS, error) {
	source := "--keys"
	if dir == "" {
		dir, source = os.Getenv(keysVariable), keysVariable
	}
	if dir == "" {
		dir, source = keysFolder, ""
	}
	root, err := os.OpenRoot(dir)
	if source == "" && errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("the folder of keys: %w", err)
	}
	if err := checkMounts(dir); err != nil {
		return nil, err
	}
	return root.FS(), nil
}

// checkMounts refuses a folder of keys that has something else mounted inside of
// it. A kustomization may ask its host for mounts, and so put a file of its own
// over one of the operator's; the folder as a whole it cannot replace without the
// operator's own keys being gone.
func checkMounts(dir string) error {
	table, err := os.ReadFile("/proc/self/mountinfo")
	if err != nil {
		return nil //nolint:nilerr // not on Linux, where no host gives a function mounts
	}
	dir, err = filepath.Abs(dir)
	if err != nil {
		return err
	}
	if dir, err = filepath.EvalSymlinks(dir); err != nil {
		return err
	}
	if at := mountBelow(string(table), dir); at != "" {
		return fmt.Errorf("the folder of keys %s: something is mounted inside of it, at %s, which need not be the operator's; mount the folder as a whole", dir, at)
	}
	return nil
}

// mountBelow is the first mount point below a folder, by the kernel's table
// (proc_pid_mountinfo(5)): the fifth field of a line, blanks written in octal.
func mountBelow(table, dir string) string {
	for line := range strings.Lines(table) {
		fields := strings.Fields(line)
		if len(fields) < 5 {
			continue
		}
		at := unescapeOctal(fields[4])
		if rel, ok := strings.CutPrefix(at, strings.TrimSuffix(dir, "/")+"/"); ok && rel != "" {
			return at
		}
	}
	return ""
}

func unescapeOctal(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+3 < len(s) {
			if c, err := strconv.ParseUint(s[i+1:i+4], 8, 8); err == nil {
				b.WriteByte(byte(c))
				i += 3
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}
