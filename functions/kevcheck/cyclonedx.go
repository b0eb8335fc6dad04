package kevcheck

import (
	"net/url"
	"path"
	"strings"
)

// This file reads CycloneDX with vulnerabilities, as Trivy, Grype and Dependency-Track write it.

// A metadata is a BOM's, or an object's.
type metadata struct {
	Name, Namespace, Timestamp string

	Component struct {
		Type, Name, Version string
		PURL                string `json:"purl"`
		Properties          []struct{ Name, Value string }
	}
}

// String is the name of an object.
func (m metadata) String() string { return strings.TrimPrefix(m.Namespace+"/"+m.Name, "/") }

// An affected is an exploited vulnerability in a component, which a BOM names by a reference. Components need not stand
// before what refers to them.
type affected struct {
	cve, ref, recommendation string
	Package
}

type cdxVulnerability struct {
	ID             string
	Recommendation string
	References     []struct{ ID string }
	Affects        []struct {
		Ref      string
		Versions []struct{ Version, Status string }
	}
}

func (d *document) readCycloneDX(s stream) error {
	d.scanned = true
	return s.list(func() error {
		d.listed++
		var v cdxVulnerability
		if err := s.value(&v)(); err != nil {
			return err
		}
		ids := map[string]bool{v.ID: true}
		for _, r := range v.References {
			ids[r.ID] = true // a scanner may go by the names of another database
		}
		for id := range ids {
			if _, ok := d.exploited[id]; ok {
				d.affects(id, v)
			}
		}
		return nil
	})
}

func (d *document) affects(cve string, v cdxVulnerability) {
	if len(v.Affects) == 0 {
		d.cyclonedx = append(d.cyclonedx, affected{cve: cve})
	}
	for _, a := range v.Affects {
		_, ref, isLink := strings.Cut(a.Ref, "#") // of urn:cdx:<BOM>/<version>#<ref>
		if !isLink || !strings.HasPrefix(a.Ref, "urn:cdx:") {
			ref = a.Ref
		}
		one := affected{cve: cve, ref: ref, recommendation: v.Recommendation, Package: Package{Name: ref}}
		for _, version := range a.Versions {
			switch version.Status {
			case "", "affected":
				one.Installed = version.Version
			case "unaffected":
				one.Fixed = version.Version
			}
		}
		d.cyclonedx = append(d.cyclonedx, one)
	}
}

type component struct {
	Ref                        string `json:"bom-ref"`
	Group, Name, Version, PURL string
	Components                 []component
}

// nameComponents looks for the components that are affected, in a second reading: only few are.
func (d *document) nameComponents(s stream) error {
	return s.object(fields{
		"metadata": func() error {
			return s.object(fields{"component": func() error { return d.nameComponent(s) }})
		},
		"components": func() error {
			return s.list(func() error { return d.nameComponent(s) })
		},
	})
}

func (d *document) nameComponent(s stream) error {
	var c component
	err := s.value(&c)()
	d.nameAll(c)
	return err
}

func (d *document) nameAll(c component) {
	for i := range d.cyclonedx {
		if a := &d.cyclonedx[i]; a.ref == c.Ref && c.Ref != "" {
			a.describe(c)
		}
	}
	for _, inner := range c.Components {
		d.nameAll(inner)
	}
}

func (a *affected) describe(c component) {
	if a.Name = c.Name; c.Group != "" {
		separator := "/"
		if strings.HasPrefix(c.PURL, "pkg:maven/") {
			separator = ":"
		}
		a.Name = c.Group + separator + c.Name
	}
	if c.Version != "" {
		a.Installed = c.Version
	}
	// Trivy puts the fixed versions into words, those of several packages in a row.
	for advice := range strings.SplitSeq(a.recommendation, "; ") {
		for _, name := range []string{a.Name, c.Name} {
			if version, ok := strings.CutPrefix(advice, "Upgrade "+name+" to version "); ok && a.Fixed == "" {
				a.Fixed = version
			}
		}
	}
}

func (d *document) cycloneDX() *report {
	r := &report{made: timeOf(d.metadata.Timestamp), blank: d.listed == 0}
	for _, a := range d.cyclonedx {
		d.found = append(d.found, found{a.cve, a.harmless()})
	}
	r.put(d.found)
	c := d.metadata.Component
	for _, p := range c.Properties {
		if p.Name == "aquasecurity:trivy:RepoTag" || p.Name == "aquasecurity:trivy:RepoDigest" {
			r.name(p.Value)
		}
	}
	if rest, ok := strings.CutPrefix(c.PURL, "pkg:oci/"); ok {
		r.nameByPURL(rest)
	}
	if c.Type == "container" {
		r.nameByComponent(c.Name, c.Version)
	}
	return r
}

// nameByPURL takes what follows pkg:oci/, as in api@sha256%3A…?repository_url=ghcr.io%2Fexample%2Fapi.
func (r *report) nameByPURL(rest string) {
	before, query, _ := strings.Cut(rest, "?")
	_, version, _ := strings.Cut(before, "@")
	digest, err := url.PathUnescape(version)
	qualifiers, queryErr := url.ParseQuery(query)
	if err != nil || queryErr != nil {
		return
	}
	r.platform = qualifiers.Get("arch")
	if repository := qualifiers.Get("repository_url"); repository != "" && digest != "" {
		r.name(repository + "@" + digest)
	}
}

// nameByComponent takes a name that may have a tag, and a version that may be a tag or a digest.
func (r *report) nameByComponent(name, version string) {
	bare := !strings.ContainsAny(path.Base(name), ":@")
	switch {
	case strings.HasPrefix(version, "sha256:") && !strings.Contains(name, "@"):
		r.name(name + "@" + version)
	case bare && version != "":
		r.name(name + ":" + version)
	default:
		r.name(name)
	}
}
