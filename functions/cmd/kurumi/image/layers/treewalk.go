package layers

import (
	"archive/tar"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// split takes a name apart. Tars begin names with ./ or a slash, or do not.
func split(name string) ([]string, error) {
	var parts []string
	for part := range strings.SplitSeq(name, "/") {
		switch part {
		case "", ".":
		case "..":
			return nil, errors.New("leads upwards, which a layer must not")
		default:
			parts = append(parts, part)
		}
	}
	return parts, nil
}

// walk goes to a directory, through the symbolic links of this layer. What is
// missing on the way is created, or without create the answer is nil.
func (t *tree) walk(parts []string, create bool) (*node, error) {
	trail := []*node{&t.root}
	todo := parts
	for links := 0; len(todo) > 0; {
		part := todo[0]
		todo = todo[1:]
		if t.steps++; t.steps > maxSteps {
			return nil, errTooMuch
		}
		if part == ".." && len(trail) > 1 {
			trail = trail[:len(trail)-1]
		}
		if part == "" || part == "." || part == ".." {
			continue
		}
		n, err := t.step(trail[len(trail)-1], part, create)
		if n == nil || err != nil {
			return nil, err
		}
		switch rec := t.of(n); rec.kind {
		case tar.TypeDir:
			trail = append(trail, n)
		case tar.TypeSymlink:
			if links++; links > maxLinks {
				return nil, errLoop
			}
			if strings.HasPrefix(rec.link, "/") {
				trail = trail[:1]
			}
			todo = slices.Concat(strings.Split(rec.link, "/"), todo)
		default:
			return nil, fmt.Errorf("lies below %q, which is %s in the same layer", rec.name, Kind(rec.kind))
		}
	}
	return trail[len(trail)-1], nil
}

var errLoop = fmt.Errorf("leads through more than %d symbolic links, or in a circle", maxLinks)

// step is what a directory has under a name.
func (t *tree) step(dir *node, name string, create bool) (*node, error) {
	if n := dir.children[name]; n != nil && n.record != noContent {
		return n, nil
	}
	if !create {
		return nil, nil
	}
	n, err := t.child(dir, name)
	if err == nil {
		n.record = noRecord
	}
	return n, err
}

// linked is the file of this layer that a hard link names, if this layer has it.
func (t *tree) linked(target string) (*node, error) {
	parts, err := split(target)
	if err != nil || len(parts) == 0 {
		return nil, fmt.Errorf("is a hard link to %q, which is no file", target)
	}
	dir, err := t.walk(parts[:len(parts)-1], false)
	if dir == nil || err != nil {
		return nil, err
	}
	n := dir.children[parts[len(parts)-1]]
	switch {
	case n == nil || n.record == noContent:
		return nil, nil
	case t.isDir(n):
		return nil, fmt.Errorf("is a hard link to %q, which is a directory", target)
	}
	return n, nil
}
