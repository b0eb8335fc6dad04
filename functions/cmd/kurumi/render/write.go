package render

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
)

// write puts a plan into the place of the output folder: all of it or, whatever
// happens, nothing.
func (p *place) write(ctx context.Context, next *plan) error {
	err := p.prepare(ctx, next)
	if err == nil {
		err = p.swap()
	}
	if err != nil {
		return errors.Join(nothing(err), p.remove(p.next()))
	}
	return p.remove(p.next())
}

// prepare makes the new tree beside the old one. The index comes first: it tells
// the next run what may be removed, if this one is killed.
func (p *place) prepare(ctx context.Context, next *plan) error {
	if err := p.mkdir(p.next(), p.name); err != nil {
		return fmt.Errorf("a folder cannot be made beside %s: %w", p.out, cause(err))
	}
	made := map[string]bool{".": true}
	for _, at := range slices.Sorted(maps.Keys(next.files)) { // the dot sorts first
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if dir := path.Dir(at); !made[dir] {
			made[dir] = true
			if err := p.mkdir(path.Join(p.next(), dir), path.Join(p.name, dir)); err != nil {
				return fmt.Errorf("%s: %w", path.Join(p.out, dir), cause(err))
			}
		}
		if err := p.put(at, next); err != nil {
			return fmt.Errorf("%s: %w", path.Join(p.out, at), cause(err))
		}
	}
	return context.Cause(ctx)
}

// mkdir makes a folder with the mode and owner of another one, if that is there.
func (p *place) mkdir(name, like string) error {
	if err := p.root.Mkdir(name, 0o755); err != nil {
		return err
	}
	if info, err := p.root.Lstat(like); err == nil {
		if err := p.root.Chmod(name, info.Mode()); err != nil {
			return err
		}
	}
	p.own(name)
	return nil
}

// put puts a file into the new tree: the old tree's own file if it stays as it is.
func (p *place) put(at string, next *plan) error {
	from, to := path.Join(p.name, at), path.Join(p.next(), at)
	text := next.files[at]
	if text == nil {
		if p.root.Link(from, to) == nil {
			return nil
		}
		return p.copyFile(from, to) // not every file system has hard links
	}
	mode, there := next.modes[at]
	if !there {
		mode = 0o644
	}
	return p.newFile(to, text, mode, there)
}

func (p *place) copyFile(from, to string) error {
	text, err := p.root.ReadFile(from)
	if err != nil {
		return err
	}
	info, err := p.root.Lstat(from)
	if err != nil {
		return err
	}
	if err := p.newFile(to, text, info.Mode(), true); err != nil {
		return err
	}
	return p.root.Chtimes(to, info.ModTime(), info.ModTime())
}

func (p *place) newFile(name string, text []byte, mode fs.FileMode, exactly bool) error {
	f, err := p.root.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, mode.Perm())
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	if err == nil && exactly { // whatever the umask
		err = f.Chmod(mode.Perm())
	}
	p.own(name)
	return errors.Join(err, f.Close())
}

// recover tidies up after a run that was killed.
func (p *place) recover() error {
	if _, err := p.root.Lstat(p.name); errors.Is(err, fs.ErrNotExist) {
		if err := p.root.Rename(p.last(), p.name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("%s is not there, and %s, which an earlier run left, cannot be put back: %w", p.out, p.beside(p.last()), cause(err))
		}
	}
	return errors.Join(p.remove(p.last()), p.remove(p.next()))
}

// remove removes a tree that render made, and nothing else: what stands neither in
// the tree's index nor in that of the output folder stays, and is named.
func (p *place) remove(folder string) error {
	t, err := p.scan(folder)
	if err != nil {
		return fmt.Errorf("%s: %w", p.beside(folder), cause(err))
	}
	own, _ := p.index(folder) // without it nothing is removed but what the other one lists
	out, _ := p.index(p.name)
	foreign := t.odd
	for at := range t.files {
		switch {
		case at == indexName: // the last to go
		case own[at] || out[at] || at == versionsName:
			if err := p.root.Remove(path.Join(folder, at)); err != nil {
				return fmt.Errorf("%s: %w", path.Join(p.beside(folder), at), cause(err))
			}
		default:
			foreign = append(foreign, at)
		}
	}
	if len(foreign) > 0 {
		slices.Sort(foreign)
		return fmt.Errorf("%s holds what came while %s was replaced: %q; move it to where it belongs, and remove the folder", p.beside(folder), p.out, foreign)
	}
	return p.removeEmpty(folder)
}

// removeEmpty removes a folder that holds folders and an index at most.
func (p *place) removeEmpty(folder string) error {
	var dirs []string
	err := fs.WalkDir(p.root.FS(), folder, func(at string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() {
			dirs = append(dirs, at)
		}
		return err
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for _, dir := range slices.Backward(dirs) {
		if err == nil && dir == folder {
			if err = p.root.Remove(path.Join(folder, indexName)); errors.Is(err, fs.ErrNotExist) {
				err = nil
			}
		}
		if err == nil {
			err = p.root.Remove(dir)
		}
	}
	if err != nil {
		return fmt.Errorf("%s: %w", p.beside(folder), cause(err))
	}
	return nil
}

// beside is the path of what is in the root, as the user would name it.
func (p *place) beside(name string) string { return path.Join(path.Dir(p.out), name) }
