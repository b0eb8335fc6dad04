package kevcheck

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

// readFiles reads the catalogue and the reports that the config names.
func (c *checker) readFiles() {
	name := c.cfg.Catalog.File
	at := krm.Field{Path: "spec.catalog.file", Current: name}
	var err error
	if c.catalog, err = c.openCatalog(name); err != nil {
		c.Errorf(nil, at, "%v", err)
		return // without it nothing can be said about reports
	}
	if c.tooOld() {
		c.Warnf(nil, at, "the catalogue is of %s, and older than %s; fetch it anew", c.catalog.released.Format(time.DateOnly), c.cfg.MaxAge)
	}
	for i, r := range c.cfg.Reports {
		at := krm.Field{Path: manifest.At("spec.reports", i) + ".file", Current: r.File}
		names, err := c.reportFiles(r.File)
		if err != nil {
			c.Errorf(nil, at, "%v", err)
		}
		for _, name := range names {
			if err := c.readReportFile(at, name); err != nil {
				c.Errorf(nil, at, "%v", err)
			}
		}
	}
}

func (c *checker) openCatalog(name string) (*catalog, error) {
	file, err := c.Open(name)
	if err != nil {
		return nil, err
	}
	read, err := readCatalog(file)
	return read, c.explain(name, errors.Join(err, file.Close()))
}

// reportFiles is a file, or the files in a folder.
func (c *checker) reportFiles(name string) ([]string, error) {
	file, err := c.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }() // it was only looked at
	info, err := file.Stat()
	if err != nil || !info.IsDir() {
		return []string{name}, err
	}
	var names []string
	if folder, ok := file.(fs.ReadDirFile); ok {
		entries, err := folder.ReadDir(-1)
		if err != nil {
			return nil, err
		}
		for _, entry := range entries {
			if strings.HasSuffix(entry.Name(), ".json") && !entry.IsDir() {
				names = append(names, path.Join(name, entry.Name()))
			}
		}
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("%s is a folder without *.json files; name one that has reports", name)
	}
	slices.Sort(names)
	return names, nil
}

func (c *checker) readReportFile(at krm.Field, name string) error {
	var openErr error
	open := func() (file io.ReadCloser, err error) {
		file, err = c.Open(name)
		openErr = err
		return file, err
	}
	all, err := readReports(open, c.catalog.entries)
	if openErr != nil {
		return openErr
	}
	for _, r := range all {
		if r.source == "" {
			r.source = name
		} else {
			r.source += " in " + name
		}
		if r.blank {
			c.Warnf(nil, at, "%s has no vulnerability at all, as CycloneDX has that was written without a scan; see to it that there was one, with trivy by --scanners vuln", name)
		}
		c.reports.add(r)
	}
	return c.explain(name, err)
}

// explain says what is wrong with a file, without its content.
func (c *checker) explain(name string, err error) error {
	if err == nil {
		return nil
	}
	if bad, ok := errors.AsType[*badJSON](err); ok {
		file, openErr := c.Open(name)
		if openErr != nil {
			return openErr
		}
		err = errors.Join(bad.explain(file), file.Close())
	}
	if of, ok := errors.AsType[*fs.PathError](err); ok {
		return fmt.Errorf("%s cannot be read: %w", name, of.Err)
	}
	return fmt.Errorf("%s %w", name, err)
}
