package render

import (
	"errors"
	"fmt"
	"io/fs"
)

// swap puts the new tree into the place of the old one, which stands where the new
// one was, afterwards.
func (p *place) swap() error {
	if _, err := p.root.Lstat(p.name); errors.Is(err, fs.ErrNotExist) {
		return p.told(p.root.Rename(p.next(), p.name))
	}
	err := exchange(p.folder, p.next(), p.name)
	if !errors.Is(err, errors.ErrUnsupported) {
		return p.told(err)
	}
	return p.told(p.dance())
}

// exchange is for tests to replace.
var exchange = exchangeFolders

// dance does with renames what exchange cannot do here. A run that is killed after
// the first one leaves no output folder; the next run puts the old one back.
func (p *place) dance() error {
	if err := p.root.Rename(p.name, p.last()); err != nil {
		return err
	}
	if err := p.root.Rename(p.next(), p.name); err != nil {
		return errors.Join(err, p.root.Rename(p.last(), p.name))
	}
	return p.root.Rename(p.last(), p.next())
}

func (p *place) told(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s cannot be replaced as a whole: %w; if it is a mount point, mount the folder above it", p.out, cause(err))
}
