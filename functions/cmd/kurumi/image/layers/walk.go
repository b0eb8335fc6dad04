package layers

import (
	"archive/tar"
	"context"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// A way is where a path leads, without links.
type way struct {
	exists  []string
	missing []string // what would have to be made there
	broken  bool     // something was missing, if only before a ..
}

func (w *way) String() string {
	return path.Join("/", path.Join(w.exists...), path.Join(w.missing...))
}

func (w *way) up() {
	if n := len(w.missing); n > 0 {
		w.missing = w.missing[:n-1]
	} else if n := len(w.exists); n > 0 {
		w.exists = w.exists[:n-1]
	}
}

// walk follows a path through a layer and those below it.
func (f *FS) walk(ctx context.Context, name string, top int) (*way, error) {
	w := &way{}
	todo := strings.Split(name, "/")
	for links := 0; len(todo) > 0; {
		part := todo[0]
		todo = todo[1:]
		if part == ".." {
			w.up()
		}
		if part == "" || part == "." || part == ".." {
			continue
		}
		h, err := f.step(ctx, w, part, top)
		if err != nil {
			return nil, err
		}
		if h == nil {
			w.missing, w.broken = append(w.missing, part), true
			continue
		}
		switch rec := h.record(); {
		case rec.kind == tar.TypeSymlink:
			if links++; links > maxLinks {
				return nil, fmt.Errorf("%s %w", name, errLoop)
			}
			if strings.HasPrefix(rec.link, "/") {
				w.exists = nil
			}
			todo = slices.Concat(strings.Split(rec.link, "/"), todo)
		case rec.kind != tar.TypeDir && strings.Join(todo, "") != "":
			return nil, &notDirError{name, h.entry().Path, rec.kind}
		default:
			w.exists = append(w.exists, part)
		}
	}
	return w, nil
}

// step is what is there under a name, nil if it is nothing.
func (f *FS) step(ctx context.Context, w *way, name string, top int) (*hit, error) {
	if len(w.missing) > 0 {
		return nil, nil
	}
	return f.find(ctx, append(slices.Clip(w.exists), name), top, false)
}

// A notDirError is a path that cannot be: a part of it is a file.
type notDirError struct {
	path, at string
	kind     byte
}

func (e *notDirError) Error() string { return fmt.Sprintf("%s: %s is %s", e.path, e.at, Kind(e.kind)) }

// Is makes it the same to those who only ask whether something is there.
func (e *notDirError) Is(target error) bool { return target == fs.ErrNotExist }
