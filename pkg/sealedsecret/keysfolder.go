package sealedsecret

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
)

const (
	maxKeyFile    = 1 << 20 // bytes; a List of a hundred key Secrets has half of it
	maxKeyEntries = 1000    // files and folders; with more, the folder is not one of keys
	movesFile     = "moves.yaml"
	byteOrderMark = "\xef\xbb\xbf" // some editors put it first
)

// walk reads a folder, with those below it, in the order of their names. Links to
// folders are followed, for Kubernetes makes them; above are the folders that
// the walk is inside of, so that no link leads in circles.
func (l *keyLoader) walk(dir string, above []fs.FileInfo) {
	at := keyPlace{loader: l, file: dir}
	if dir == "." {
		at.file = ""
	}
	entries, err := fs.ReadDir(l.folder, dir)
	if err != nil {
		at.losef("cannot be listed (%s); let the user that runs this read it", cause(err))
	}
	for _, entry := range entries {
		if strings.HasPrefix(entry.Name(), "..") {
			continue
		}
		if l.entries++; l.entries > maxKeyEntries {
			l.tooMany()
			return
		}
		l.entry(path.Join(dir, entry.Name()), entry, above)
	}
}

// tooMany says once that the walk ends here.
func (l *keyLoader) tooMany() {
	if l.entries == maxKeyEntries+1 {
		keyPlace{loader: l}.losef("holds more than %d files; give a folder with nothing but keys in it", maxKeyEntries)
	}
}

func (l *keyLoader) entry(name string, entry fs.DirEntry, above []fs.FileInfo) {
	at := keyPlace{loader: l, file: name}
	info, err := fs.Stat(l.folder, name)
	switch {
	case err != nil:
		at.unreachable(err, entry.Type()&fs.ModeSymlink != 0)
	case info.IsDir():
		if slices.ContainsFunc(above, func(up fs.FileInfo) bool { return os.SameFile(up, info) }) {
			at.errorf("is a link to a folder that it is in; remove it")
			return
		}
		l.walk(name, append(slices.Clip(above), info))
	case !info.Mode().IsRegular():
		at.errorf("is neither a file nor a folder; remove it")
	default:
		l.file(at, info.Mode())
	}
}

func (at keyPlace) unreachable(err error, link bool) {
	switch {
	case errors.Is(err, fs.ErrPermission):
		at.losef("cannot be read (permission denied); let the user that runs this read it")
	case link && errors.Is(err, fs.ErrNotExist):
		at.losef("is a link to something that is not there; remove it, or put the file itself in its place")
	case link:
		at.losef("is a link that leads out of the folder, or in circles; put the file itself in its place")
	default:
		at.losef("cannot be read (%s)", cause(err))
	}
}

// cause is what the system says, without the path that the file's name gives.
func cause(err error) string {
	if p := new(fs.PathError); errors.As(err, &p) {
		return p.Err.Error()
	}
	return err.Error()
}

// file reads one file, whatever it holds.
func (l *keyLoader) file(at keyPlace, mode fs.FileMode) {
	data, err := l.read(at.file)
	switch {
	case err != nil:
		at.unreachable(err, false)
		return
	case len(data) > maxKeyFile:
		at.losef("has more than 1 MiB; split it, or remove it if it holds no keys")
		return
	}
	if l.content(at, data) && mode.Perm()&0o004 != 0 {
		at.warnf("holds a private key that every user can read; chmod it to 600 (defaultMode: 0400 for a mounted Secret)")
	}
}

func (l *keyLoader) read(name string) ([]byte, error) {
	f, err := l.folder.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // it was only read
	return io.ReadAll(io.LimitReader(f, maxKeyFile+1))
}

// content says whether it found a private key.
func (l *keyLoader) content(at keyPlace, data []byte) bool {
	data = bytes.TrimPrefix(data, []byte(byteOrderMark))
	switch {
	case at.file == movesFile:
		l.moves = at.moves(data)
	case path.Base(at.file) == movesFile:
		at.errorf("counts only at the top of the folder; move it there")
	case len(bytes.TrimSpace(data)) == 0:
		at.losef("is empty; write the key into it, or remove it")
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")):
		at.losef("is UTF-16; save it as UTF-8")
	case len(pemParts(data)) > 0:
		found, _ := at.pem(data)
		for _, key := range found.private {
			l.hold(at, key)
		}
		l.certs = append(l.certs, found.certs...)
		return len(found.private) > 0
	default:
		return at.objects(data)
	}
	return false
}
