package layers

import (
	"archive/tar"
	"context"
	"fmt"
	"path"
)

// A hit is what is at a path, and the layer that says so.
type hit struct {
	parts []string
	layer *layer
	node  *node
}

func (h *hit) record() record { return h.layer.tree.of(h.node) }

func (h *hit) entry() *Entry {
	name := path.Join(h.parts...)
	return &Entry{Path: "/" + name, Header: h.record().header(name), Layer: h.layer.diffID}
}

// find looks for a path without links, whose parents are known to be directories,
// in a layer and those below it; it is nil if nothing is there. Of a directory
// that has no entry where it is first seen, exact looks further down for one.
func (f *FS) find(ctx context.Context, parts []string, top int, exact bool) (*hit, error) {
	var found *hit
	for i := top; i >= 0; i-- {
		l, err := f.load(ctx, i)
		if err != nil {
			return nil, err
		}
		n, covers := l.tree.find(parts)
		if n != nil {
			isDir := l.tree.isDir(n)
			switch {
			case found != nil && !isDir:
				return found, nil // a directory that hides what is no directory
			case isDir && n.record == noRecord && exact:
				if found == nil {
					found = &hit{parts, l, n}
				}
			case l.tree.of(n).kind == tar.TypeLink:
				return f.linked(ctx, &hit{parts, l, n}, i)
			default:
				return &hit{parts, l, n}, nil
			}
		}
		if covers {
			break
		}
	}
	if found == nil && len(parts) == 0 {
		return &hit{nil, &layer{tree: newTree()}, &node{record: noRecord}}, nil // the root of an image without layers
	}
	return found, nil
}

// linked is the file that a hard link names which is in a layer below.
func (f *FS) linked(ctx context.Context, h *hit, at int) (*hit, error) {
	to := h.record().link
	file, err := f.lookupFrom(ctx, to, at-1)
	if err != nil {
		return nil, fmt.Errorf("%s is a hard link in layer %s: %w", h.entry().Path, h.layer.diffID, err)
	}
	return &hit{h.parts, file.layer, file.node}, nil
}

// find is what a layer has at a path, nil if that is nothing, and whether it hides
// what the layers below have there.
func (t *tree) find(parts []string) (n *node, covers bool) {
	n = &t.root
	for _, part := range parts {
		if !t.isDir(n) {
			return nil, true
		}
		covers = covers || n.opaque
		if n = n.children[part]; n == nil {
			return nil, covers
		}
		covers = covers || n.gone
		if n.record == noContent {
			return nil, covers
		}
	}
	return n, covers
}
