package layers

import (
	"archive/tar"
	"errors"
	"path"
	"slices"
	"strings"
)

// A naive image is unpacked whole, from the bottom up: by path without leading
// slash, "" being the root. It is what the lazy reading is held against.
type naive map[string]naiveFile

type naiveFile struct {
	kind    byte
	content string // of a file, or where a link leads
	uid     int
	implied bool
}

var errNaive = errors.New("cannot be unpacked")

func (n naive) remove(at string, itself bool) {
	for p := range n {
		if strings.HasPrefix(p, at+"/") || at == "" && p != "" || itself && p == at {
			delete(n, p)
		}
	}
}

// follow is where a path leads, and whether each part of it is there. A missing
// directory is made, if that is wanted.
func (n naive) follow(name string, create bool) (string, bool, error) {
	at, todo, there := "", strings.Split(name, "/"), true
	for links := 0; len(todo) > 0; {
		part := todo[0]
		todo = todo[1:]
		if part == "" || part == "." {
			continue
		}
		if part == ".." {
			at = strings.TrimPrefix(path.Dir("/"+at), "/")
			continue
		}
		next := path.Join(at, part)
		f, ok := n[next]
		switch {
		case !ok && create:
			n[next] = naiveFile{kind: tar.TypeDir, implied: true}
		case !ok:
			return strings.TrimPrefix(path.Join("/", next, path.Join(todo...)), "/"), false, nil
		case f.kind == tar.TypeSymlink:
			if links++; links > 40 {
				return "", false, errNaive
			}
			if strings.HasPrefix(f.content, "/") {
				at = ""
			}
			todo = append(strings.Split(f.content, "/"), todo...)
			continue
		case f.kind != tar.TypeDir && (create || strings.Join(todo, "") != ""):
			return "", false, errNaive
		}
		at = next
	}
	return at, there, nil
}

// unpack puts a layer on top: first alone, into a folder of its own, then over
// what was there.
func (n naive) unpack(entries []entry) error {
	own := naive{"": {kind: tar.TypeDir, implied: true}}
	var gone, opaques []string
	for _, e := range entries {
		parent, base := path.Split(strings.TrimSuffix(e.name, "/"))
		parent, _, err := own.follow(parent, true)
		if err != nil {
			return err
		}
		at := path.Join(parent, base)
		switch {
		case base == ".wh..wh..opq":
			opaques = append(opaques, parent)
		case strings.HasPrefix(base, ".wh."):
			gone = append(gone, path.Join(parent, strings.TrimPrefix(base, ".wh.")))
		default:
			if err := own.put(at, e); err != nil {
				return err
			}
		}
	}
	for _, at := range gone {
		n.remove(at, true)
	}
	for _, at := range opaques {
		n.remove(at, false)
	}
	return n.merge(own)
}

func (n naive) put(at string, e entry) error {
	f := naiveFile{kind: e.kind, content: e.link, uid: e.uid}
	if e.kind == tar.TypeLink {
		to, there, err := n.follow(path.Dir(e.link), false)
		if err != nil {
			return err
		}
		target, ok := n[path.Join(to, path.Base(e.link))]
		if !there || !ok || target.kind == tar.TypeDir {
			return errNaive
		}
		f = target
	}
	if old := n[at]; f.kind != tar.TypeDir || old.kind != tar.TypeDir {
		n.remove(at, true)
	}
	n[at] = f
	return nil
}

func (n naive) merge(own naive) error {
	paths := make([]string, 0, len(own))
	for at := range own {
		paths = append(paths, at)
	}
	slices.Sort(paths)
	for _, at := range paths {
		old, f := n[at], own[at]
		if f.kind == tar.TypeDir && old.kind == tar.TypeDir {
			if !f.implied {
				n[at] = f
			}
			continue
		}
		n.remove(at, true)
		n[at] = f
	}
	return nil
}
