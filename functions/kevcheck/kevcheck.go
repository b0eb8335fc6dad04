package kevcheck

import (
	"bytes"
	_ "embed"
	"time"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

//go:embed doc.go
var doc string

//go:embed schema.json
var schema []byte

// Function is kev-check.
var Function = &krm.Function{
	Name:   "kev-check",
	Kind:   "KevCheck",
	Type:   krm.Validator,
	Doc:    krm.DocText(doc),
	Schema: schema,
	Run: krm.Configured(func(p *krm.Pass, cfg Config) error {
		Check(p, cfg)
		return nil
	}),
}

// A Place is a container whose image was looked at.
type Place struct {
	Item      *krm.Item
	Container string
	Field     string // the path of its image
	Image     string // as it stands there
	Reported  bool   // there is a report on it
	Findings  []Finding
}

// A Finding is an exploited vulnerability in an image.
type Finding struct {
	CVE        string
	Name       string // the catalogue's
	Packages   []Package
	Due        string     // the day until which CISA wants it fixed
	Ransomware bool       // known to be used in ransomware campaigns
	Message    string     // what is told of it
	Allowed    *Allowance // why it does not fail the build; nil if it does
}

// Check is the function, and returns what it looked at, in the order of the input. Nothing is returned if the catalogue or
// a report cannot be read.
func Check(p *krm.Pass, cfg Config) []Place {
	c := &checker{Pass: p, cfg: cfg, reports: newReports(), used: map[int]bool{}, told: map[string]bool{}}
	c.readFiles()
	if p.Failed() {
		return nil
	}
	p.EditEach(krm.Where(p.Items(), isReport), c.readItem)
	if p.Failed() {
		return nil // an image may seem to have no report
	}
	p.EditEach(krm.Where(p.Items(), mayHavePods), c.look)
	c.checkAllowances()
	return c.places
}

// A checker is one run.
type checker struct {
	*krm.Pass
	cfg     Config
	catalog *catalog
	reports *reports
	places  []Place
	used    map[int]bool    // allowances that something was found for
	told    map[string]bool // what was said about several reports
}

// mayHavePods reports whether an object may have containers, so that the others need not be parsed. A backslash may hide
// the word.
func mayHavePods(it *krm.Item) bool {
	return !isReport(it) && (bytes.Contains(it.Text(), []byte("containers")) || bytes.IndexByte(it.Text(), '\\') >= 0)
}

// look judges the images of an object.
func (c *checker) look(it *krm.Item, obj *yaml.RNode) error {
	for _, pod := range manifest.Pods(obj.YNode()) {
		pod.Containers(func(container *yaml.Node, at string) {
			if image := text(container, "image"); image != "" {
				c.judge(it, Place{Item: it, Container: text(container, "name"), Field: manifest.Under(at, "image"), Image: image})
			}
		})
	}
	return nil
}

// judge judges one image.
func (c *checker) judge(it *krm.Item, pl Place) {
	at := krm.Field{Path: pl.Field, Current: pl.Image}
	img, ok := parseImage(pl.Image)
	if !ok {
		c.Errorf(it, at, "%q is no image reference, so that nothing is known about it; write it as in ghcr.io/example/api:1.4.2", pl.Image)
		return
	}
	about := c.reports.about(img)
	count, outdated := newest(about)
	for _, pair := range outdated {
		c.tellOutdated(it, at, pair[0], pair[1])
	}
	if pl.Reported = len(count) > 0; !pl.Reported {
		c.tellMissing(it, at)
	}
	for _, f := range merged(count) {
		entry := c.catalog.entries[f.CVE]
		f.Name, f.Due, f.Ransomware = entry.name, entry.due, entry.ransomware
		f.Message = pl.describe(&f)
		if expired := c.allow(img, &f); f.Allowed == nil {
			f.Message += "; " + remedy(&f, expired)
			c.Errorf(it, at, "%s", f.Message)
		}
		pl.Findings = append(pl.Findings, f)
	}
	c.places = append(c.places, pl)
}

// allow looks for an allowance, and for one that was.
func (c *checker) allow(img image, f *Finding) (expired *Allowance) {
	for i := range c.cfg.Allow {
		a := &c.cfg.Allow[i]
		if a.CVE != f.CVE || a.Image != "" && !img.matches(a.Image) {
			continue
		}
		c.used[i] = true
		switch {
		case a.Expires.over(c.Now()):
			expired = a
		case f.Allowed == nil:
			f.Allowed = a
		}
	}
	return expired
}

// tooOld reports whether the catalogue is older than the config wants it.
func (c *checker) tooOld() bool {
	return c.Now().Sub(c.catalog.released) > time.Duration(c.cfg.MaxAge)
}
