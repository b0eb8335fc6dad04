package image

import (
	"archive/tar"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	v1 "github.com/google/go-containerregistry/pkg/v1"

	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/image/layers"
)

// A lookup looks into one image.
type lookup struct {
	image  v1.Image
	files  *layers.FS
	checks []string
}

// problem is why a container would not have its file, empty if it has.
func (l *lookup) problem(ctx context.Context, c claim) string {
	path := c.file.Path
	entry, err := l.files.Lookup(ctx, path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return l.missing(ctx, path, err)
	case err != nil:
		return err.Error()
	case entry.Header.Typeflag != tar.TypeReg:
		return "is " + layers.Kind(entry.Header.Typeflag) + ", not a file"
	}
	config, err := l.image.ConfigFile()
	if err != nil {
		return err.Error()
	}
	user := &account{newReader(c.user.as(config.Config.User), l.files), c.user.groups}
	why, err := l.closed(ctx, user, path, entry)
	if err == nil && why == "" {
		why, err = l.check(ctx, path)
	}
	if err != nil {
		return err.Error()
	}
	return why
}

func (l *lookup) missing(ctx context.Context, path string, err error) string {
	leads, resolveErr := l.files.Resolve(ctx, path)
	switch {
	case resolveErr != nil: // a part of it is a file
		return "is not there: " + strings.TrimPrefix(err.Error(), path+": ")
	case leads != path:
		return "is not there: it leads to " + leads + ", which does not exist"
	}
	return "is not there"
}

// closed says why a user cannot read a file, if so.
func (l *lookup) closed(ctx context.Context, user *account, path string, file *layers.Entry) (string, error) {
	dirs, err := l.dirs(ctx, path, file.Path)
	if err != nil {
		return "", err
	}
	for _, dir := range dirs {
		ok, err := user.may(ctx, dir.Header, 1)
		if err != nil {
			return "", err
		}
		if !ok {
			return fmt.Sprintf("the user %s cannot get through %s (%s)", user.name(), dir.Path, rights(dir.Header)), nil
		}
	}
	ok, err := user.may(ctx, file.Header, 4)
	if ok || err != nil {
		return "", err
	}
	return fmt.Sprintf("the user %s cannot read it (%s)", user.name(), rights(file.Header)), nil
}

func rights(h *tar.Header) string {
	return fmt.Sprintf("mode %04o, of %d:%d", h.Mode, h.Uid, h.Gid)
}

// dirs are the folders that one has to get through: those above the path, and above
// what it leads to.
func (l *lookup) dirs(ctx context.Context, path, leadsTo string) ([]*layers.Entry, error) {
	var dirs []*layers.Entry
	seen := map[string]bool{}
	for _, name := range slices.Concat(above(path), above(leadsTo)) {
		leads, err := l.files.Resolve(ctx, name)
		if err != nil {
			return nil, err
		}
		for _, at := range append(above(leads), leads) {
			if seen[at] {
				continue
			}
			seen[at] = true
			dir, err := l.files.Lookup(ctx, at)
			if err != nil {
				return nil, err
			}
			dirs = append(dirs, dir)
		}
	}
	return dirs, nil
}

// readable is as much as is read of a file for --check. A ConfigMap is smaller.
const readable = 4 << 20

func (l *lookup) check(ctx context.Context, path string) (string, error) {
	parse := parserOf(path, l.checks)
	if parse == nil {
		return "", nil
	}
	data, err := l.files.ReadFile(ctx, path, readable)
	if err != nil {
		return "", err
	}
	return parse(bytes.TrimPrefix(data, []byte("\ufeff"))), nil
}

// An account is the user of a container, with the groups that Kubernetes adds.
type account struct {
	*reader
	groups []int
}

func (a *account) may(ctx context.Context, h *tar.Header, what int64) (bool, error) {
	ok, err := a.reader.may(ctx, h.Mode, h.Uid, h.Gid, what)
	if err != nil || a.uid == 0 || a.uid == h.Uid || !slices.Contains(a.groups, h.Gid) {
		return ok, err
	}
	return h.Mode>>3&what != 0, nil
}

func (a *account) name() string {
	if a.user == "" {
		return "root"
	}
	return a.user
}
