package kevcheck

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/kurumi-krm/kurumi/pkg/lazyregexp"
)

// A document is what is read of a file with reports, whatever its form: no two forms have the same field mean different
// things, so that the fields may stand in any order.
type document struct {
	exploited map[string]exploited

	// What says which form it is.
	SchemaVersion                                         json.Number
	BOMFormat, SpecVersion, APIVersion, Kind, SPDXVersion string

	trivy     trivyHead
	metadata  metadata
	report    operatorHead
	found     []found
	items     []*document // of a list of objects
	scanned   bool        // the field for vulnerabilities is there
	listed    int         // vulnerabilities in it
	cyclonedx []affected
}

// Why a report is refused.
var (
	errNoReport  = errors.New("is no report that is known; give Trivy's JSON, CycloneDX or VulnerabilityReports")
	errSPDX      = errors.New("is SPDX, which has packages but no vulnerabilities; scan it, as with trivy sbom --format cyclonedx --scanners vuln")
	errNoImage   = errors.New("says of no image that it is about it; scan the image by its name, or give the report of that scan")
	errUnscanned = errors.New("is CycloneDX without the field vulnerabilities, which is a list of packages and no report; scan it, as with trivy sbom --format cyclonedx --scanners vuln")
)

// readReports reads the reports in a file, and keeps of them what is in the catalogue. Open opens the file: some are read
// twice.
func readReports(open func() (io.ReadCloser, error), exploited map[string]exploited) ([]*report, error) {
	d := &document{exploited: exploited}
	if err := readOnce(open, d.readAll); err != nil {
		return nil, err
	}
	if len(d.cyclonedx) > 0 {
		if err := readOnce(open, d.nameComponents); err != nil {
			return nil, err
		}
	}
	return d.reports()
}

func readOnce(open func() (io.ReadCloser, error), object func(s stream) error) error {
	file, err := open()
	if err != nil {
		return err
	}
	return errors.Join(read(file, object), file.Close())
}

// readAll reads a document. A list in a list is none that kubectl prints.
func (d *document) readAll(s stream) error {
	read := d.fields(s)
	read["items"] = func() error {
		d.items = []*document{}
		return s.list(func() error {
			item := &document{exploited: d.exploited}
			d.items = append(d.items, item)
			return s.object(item.fields(s))
		})
	}
	return s.object(read)
}

func (d *document) fields(s stream) fields {
	return fields{
		"apiVersion":    s.value(&d.APIVersion),
		"kind":          s.value(&d.Kind),
		"bomFormat":     s.value(&d.BOMFormat),
		"specVersion":   s.value(&d.SpecVersion),
		"spdxVersion":   s.value(&d.SPDXVersion),
		"SchemaVersion": s.value(&d.SchemaVersion),

		"ArtifactName": s.value(&d.trivy.ArtifactName),
		"ArtifactType": s.value(&d.trivy.ArtifactType),
		"CreatedAt":    s.value(&d.trivy.CreatedAt),
		"Metadata":     s.value(&d.trivy.Metadata),
		"Results":      func() error { return d.readResults(s) },

		"metadata":        s.value(&d.metadata),
		"vulnerabilities": func() error { return d.readCycloneDX(s) },

		"report": func() error { return d.readOperator(s) },
	}
}

// reports is the reports in what was read.
func (d *document) reports() ([]*report, error) {
	var r *report
	switch {
	case d.SPDXVersion != "":
		return nil, errSPDX
	case d.BOMFormat == "CycloneDX":
		switch d.SpecVersion {
		case "1.4", "1.5", "1.6", "1.7":
		default:
			return nil, fmt.Errorf("is CycloneDX %s, and 1.4 to 1.7 are known", known(d.SpecVersion))
		}
		if !d.scanned {
			return nil, errUnscanned
		}
		r = d.cycloneDX()
	case d.SchemaVersion != "":
		if d.SchemaVersion != "2" {
			return nil, fmt.Errorf("is of Trivy's schema version %s, and 2 is known", known(string(d.SchemaVersion)))
		}
		r = d.trivyReport()
	case d.APIVersion != "" && d.items != nil:
		return d.itemReports()
	case isOperator(d.APIVersion, d.Kind):
		if d.APIVersion != operatorVersion {
			return nil, fmt.Errorf("is of %s, and %s is known", known(d.APIVersion), operatorVersion)
		}
		r = d.report.asReport(d.found)
		r.source = d.Kind + " " + d.metadata.String()
	default:
		return nil, errNoReport
	}
	if len(r.images) == 0 {
		return nil, errNoImage
	}
	return []*report{r}, nil
}

// itemReports is the reports in a list of objects, as kubectl prints it. Other kinds in it are passed over.
func (d *document) itemReports() ([]*report, error) {
	var all []*report
	for i, item := range d.items {
		if !isOperator(item.APIVersion, item.Kind) {
			continue
		}
		more, err := item.reports()
		if err != nil {
			return nil, fmt.Errorf("has items[%d], which %w", i, err)
		}
		all = append(all, more...)
	}
	if len(all) == 0 && len(d.items) > 0 {
		return nil, errNoReport
	}
	return all, nil
}

// timeOf reads a time, zero if it is none.
func timeOf(text string) time.Time {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return time.Time{}
	}
	return t
}

// known is a version for a message. What has not the form of one is not repeated.
func known(version string) string {
	if !versionForm.MatchString(version) {
		return "of another version"
	}
	return version
}

var versionForm = lazyregexp.New(`^[a-z0-9./]{1,60}$`)
