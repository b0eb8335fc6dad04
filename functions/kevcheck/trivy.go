package kevcheck

import "slices"

// This file reads what Trivy writes by itself, with --format json.

type trivyHead struct {
	ArtifactName, ArtifactType, CreatedAt string

	Metadata struct {
		RepoTags, RepoDigests []string
		ImageConfig           struct {
			Architecture string `json:"architecture"`
		}
	}
}

// readResults reads what was found, target by target: the operating system's packages, each kind of library.
func (d *document) readResults(s stream) error {
	vulnerability := func() error {
		var v struct{ VulnerabilityID, PkgName, InstalledVersion, FixedVersion string }
		err := s.value(&v)()
		d.note(v.VulnerabilityID, Package{v.PkgName, v.InstalledVersion, v.FixedVersion})
		return err
	}
	return s.list(func() error {
		return s.object(fields{"Vulnerabilities": func() error { return s.list(vulnerability) }})
	})
}

// note keeps what was found, if it is in the catalogue.
func (d *document) note(cve string, in Package) {
	if e, ok := d.exploited[cve]; ok {
		d.found = append(d.found, found{e.cve, in.harmless()})
	}
}

func (d *document) trivyReport() *report {
	h := d.trivy
	r := &report{made: timeOf(h.CreatedAt), platform: h.Metadata.ImageConfig.Architecture}
	names := slices.Concat(h.Metadata.RepoTags, h.Metadata.RepoDigests)
	if h.ArtifactType == "container_image" {
		names = append(names, h.ArtifactName)
	}
	r.name(names...)
	r.put(d.found)
	return r
}

// name notes what an image is called. What is no name of one, as that of an archive, does not count.
func (r *report) name(names ...string) {
	for _, text := range names {
		if img, ok := parseImage(text); ok {
			r.images = append(r.images, img)
		}
	}
}
