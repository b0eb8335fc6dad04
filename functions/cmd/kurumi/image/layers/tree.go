package layers

import (
	"archive/tar"
	"errors"
	"fmt"
	"strings"
)

// Limits of what a layer may hold. The largest images in use have some hundred
// thousand files.
const (
	maxNodes  = 1 << 20   // files, directories and whiteouts
	maxNames  = 256 << 20 // bytes of names and link targets
	maxSteps  = 32 << 20  // from directory to directory
	maxLength = 4096      // bytes of one name, as in Linux
	maxLinks  = 40        // symbolic links on one path, as in Linux
)

const (
	whiteout = ".wh."
	opaque   = ".wh..wh..opq"
)

// A tree is the listing of one layer.
type tree struct {
	root    node
	records []record // all entries, in the order of the tar
	nodes   int
	names   int // bytes
	steps   int
}

// A node is a name in a layer.
type node struct {
	children map[string]*node
	record   int  // the entry that it comes from, or one of the next two
	gone     bool // hides what the layers below have here
	opaque   bool // hides what the layers below have in it
}

const (
	noRecord  = -1 // a directory that has no entry of its own
	noContent = -2 // nothing but a whiteout
)

func newTree() *tree { return &tree{root: node{record: noRecord}} }

func (t *tree) of(n *node) record {
	if n.record == noRecord {
		return implied
	}
	return t.records[n.record]
}

func (t *tree) isDir(n *node) bool {
	return n.record != noContent && t.of(n).kind == tar.TypeDir
}

// add takes in the next entry of the tar.
func (t *tree) add(r record) error {
	at := len(t.records)
	t.names += len(r.name) + len(r.link)
	if len(r.name) > maxLength || len(r.link) > maxLength {
		return fmt.Errorf("entry %d has a name of %d bytes; more than %d are not read", at+1, max(len(r.name), len(r.link)), maxLength)
	}
	t.records = append(t.records, r)
	if len(t.records) > maxNodes || t.names > maxNames {
		return errTooMuch
	}
	if r.kind == tar.TypeXGlobalHeader {
		return nil
	}
	if err := t.place(r, at); err != nil {
		return fmt.Errorf("entry %q: %w", r.name, err)
	}
	return nil
}

var errTooMuch = fmt.Errorf("it has more than %d files, %d MiB of names, or too many links between them; such layers are not read",
	maxNodes, maxNames>>20)

func (t *tree) place(r record, at int) error {
	parts, err := split(r.name)
	if err != nil {
		return err
	}
	if len(parts) == 0 {
		if r.kind == tar.TypeDir {
			t.root.record = at
		}
		return nil
	}
	base := parts[len(parts)-1]
	dir, err := t.walk(parts[:len(parts)-1], true)
	if err != nil {
		return err
	}
	switch gone, isWhiteout := strings.CutPrefix(base, whiteout); {
	case base == opaque:
		dir.opaque = true
		return nil
	case isWhiteout && (gone == "" || gone == "." || gone == ".."):
		return errors.New("is a whiteout of no file")
	case isWhiteout:
		n, err := t.child(dir, gone)
		if err == nil {
			n.gone = true
		}
		return err
	}
	return t.put(dir, base, r, at)
}

func (t *tree) put(dir *node, base string, r record, at int) error {
	if r.kind == tar.TypeLink {
		if to, err := t.linked(r.link); err != nil {
			return err
		} else if to != nil {
			at = to.record
		}
	}
	n, err := t.child(dir, base)
	if err != nil {
		return err
	}
	if r.kind != tar.TypeDir {
		n.children = nil
	}
	n.record = at
	return nil
}

func (t *tree) child(dir *node, name string) (*node, error) {
	n := dir.children[name]
	if n != nil {
		return n, nil
	}
	if t.nodes++; t.nodes > maxNodes {
		return nil, errTooMuch
	}
	if dir.children == nil {
		dir.children = map[string]*node{}
	}
	n = &node{record: noContent}
	dir.children[name] = n
	return n, nil
}
