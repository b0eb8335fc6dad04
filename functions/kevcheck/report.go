package kevcheck

import (
	"cmp"
	"slices"
	"time"
)

// A report is what one scan of an image found, of what is in the catalogue.
type report struct {
	source   string  // for messages: a file or an object
	images   []image // the names that it has for the image
	platform string  // of the image, if the report says so
	made     time.Time
	found    []found
	blank    bool // it has no vulnerability at all, and it may be that nobody has looked for any
}

// A found is an exploited vulnerability in a package.
type found struct {
	cve string
	Package
}

// A Package is what has a vulnerability.
type Package struct {
	Name      string `json:"name"`
	Installed string `json:"installed"` // its version
	Fixed     string `json:"fixed"`     // the version that has it no more; empty if there is none yet
}

// harmless is the package as messages can have it, in memory of its own: a text may be a piece of a whole report.
func (p Package) harmless() Package {
	return Package{harmless(p.Name), harmless(p.Installed), harmless(p.Fixed)}
}

// put takes over what was found, in order and each once.
func (r *report) put(all []found) {
	slices.SortFunc(all, found.compare)
	r.found = slices.Compact(all)
}

func (f found) compare(o found) int {
	return cmp.Or(cmp.Compare(f.cve, o.cve), cmp.Compare(f.Name, o.Name), cmp.Compare(f.Installed, o.Installed), cmp.Compare(f.Fixed, o.Fixed))
}

// hasDigest reports whether the report says which content it is about.
func (r *report) hasDigest() bool {
	return slices.ContainsFunc(r.images, func(i image) bool { return i.digest != "" })
}

// reports finds reports by what they are about.
type reports struct{ byDigest, byTag map[string][]*report }

func newReports() *reports {
	return &reports{byDigest: map[string][]*report{}, byTag: map[string][]*report{}}
}

func (rs *reports) add(r *report) {
	put := func(into map[string][]*report, key string) {
		if key != "" && !slices.Contains(into[key], r) {
			into[key] = append(into[key], r)
		}
	}
	for _, img := range r.images {
		put(rs.byDigest, img.digest)
		put(rs.byTag, img.tagged())
	}
}

// about is the reports on an image: those on its digest, else those on its name and tag. A report on another digest is one
// on another image, whatever its tag was.
func (rs *reports) about(img image) []*report {
	if img.digest == "" {
		return rs.byTag[img.tagged()]
	}
	if same := rs.byDigest[img.digest]; len(same) > 0 {
		return same
	}
	return slices.DeleteFunc(slices.Clone(rs.byTag[img.tagged()]), (*report).hasDigest)
}

// newest is the reports that count, of several on one image: the newest for each platform, and those that do not say when
// they were made. Outdated is those of the others that found something else, each beside the one that counts.
func newest(all []*report) (count []*report, outdated [][2]*report) {
	latest := map[string]*report{}
	for _, r := range all {
		if old := latest[r.platform]; old == nil || r.made.After(old.made) {
			latest[r.platform] = r
		}
	}
	for _, r := range all {
		switch of := latest[r.platform]; {
		case r.made.IsZero(), r.made.Equal(of.made):
			count = append(count, r)
		case !slices.Equal(r.found, of.found):
			outdated = append(outdated, [2]*report{of, r})
		}
	}
	return count, outdated
}

// merged is what some reports found, in the order of the CVEs, each with its packages.
func merged(all []*report) []Finding {
	var sum report
	for _, r := range all {
		sum.found = append(sum.found, r.found...)
	}
	sum.put(sum.found)
	var list []Finding
	for _, f := range sum.found {
		if len(list) == 0 || list[len(list)-1].CVE != f.cve {
			list = append(list, Finding{CVE: f.cve})
		}
		last := &list[len(list)-1]
		last.Packages = append(last.Packages, f.Package)
	}
	return list
}
