package kevcheck

import (
	"cmp"
	"fmt"
	"strings"
	"time"
	"unicode"

	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

func (c *checker) tellMissing(it *krm.Item, at krm.Field) {
	tell := c.Warnf
	switch c.cfg.MissingReport {
	case "ignore":
		return
	case "error":
		tell = c.Errorf
	}
	tell(it, at, "no report is about %s; scan it, and give the report in the input or under spec.reports", at.Current)
}

// tellOutdated says that a newer report counts, once for each two.
func (c *checker) tellOutdated(it *krm.Item, at krm.Field, newer, older *report) {
	key := newer.source + "\n" + older.source
	if c.told[key] {
		return
	}
	c.told[key] = true
	c.Warnf(it, at, "of two reports that differ the newer one counts: %s of %s, and not %s of %s; take the older one away",
		newer.source, newer.made.UTC().Format(time.RFC3339), older.source, older.made.UTC().Format(time.RFC3339))
}

// describe says what was found, in one line that a person can act on.
func (pl Place) describe(f *Finding) string {
	name, ransomware := "", ""
	if f.Name != "" {
		name = " (" + f.Name + ")"
	}
	if f.Ransomware {
		ransomware = ", in ransomware campaigns too"
	}
	return message("container %s: %s has %s%s, which is being exploited%s: %s; CISA's due date is %s",
		pl.Container, pl.Image, f.CVE, name, ransomware, listed(f.Packages), f.Due)
}

// remedy says what can be done.
func remedy(f *Finding, expired *Allowance) string {
	what := message("take an image with the fixed version")
	if !f.fixed() {
		what = message("no fixed version is known, so take another image")
	}
	if expired != nil {
		return message("%s; the allowance for it ended on %s", what, expired.Expires)
	}
	return message("%s, or put it under spec.allow with a reason and a day on which that expires", what)
}

// message is a part of what is told.
func message(format string, args ...any) string { return fmt.Sprintf(format, args...) }

// fixed reports whether there is a fixed version of every package.
func (f *Finding) fixed() bool {
	for _, p := range f.Packages {
		if p.Fixed == "" {
			return false
		}
	}
	return true
}

// listed names packages with their versions, but not all of very many.
func listed(packages []Package) string {
	const most = 8
	var texts []string
	for _, p := range packages[:min(most, len(packages))] {
		fix := "no fixed version"
		if p.Fixed != "" {
			fix = "fixed in " + p.Fixed
		}
		texts = append(texts, cmp.Or(strings.TrimSpace(p.Name+" "+p.Installed), "a package without a name")+" ("+fix+")")
	}
	if more := len(packages) - most; more > 0 {
		texts = append(texts, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(texts, ", ")
}

// checkAllowances warns about what is not needed any more.
func (c *checker) checkAllowances() {
	for i, a := range c.cfg.Allow {
		at := krm.Field{Path: manifest.At("spec.allow", i), Current: a.CVE}
		switch {
		case !c.used[i]:
			c.Warnf(nil, at, "the allowance for %s matches nothing that was found; take it away, or correct the image, whose name counts in full, as in docker.io/library/nginx", a.CVE)
		case a.Expires.over(c.Now()):
			c.Warnf(nil, at, "the allowance for %s ended on %s and counts no more; take it away", a.CVE, a.Expires)
		}
	}
}

// harmless cuts a text from a file short, and takes from it what could break a line.
func harmless(text string) string {
	const most = 200
	text = strings.Clone(text)
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, text)
	if len(text) > most {
		text = strings.ToValidUTF8(text[:most], "") + "…"
	}
	return text
}
