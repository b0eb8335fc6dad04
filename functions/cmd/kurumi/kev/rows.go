package kev

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/tell"
	"github.com/kurumi-krm/kurumi/functions/kevcheck"
)

// What a row tells.
const (
	exploited = "exploited" // fails the build
	allowed   = "allowed"
	noReport  = "no report" // on the image; the row has no vulnerability then
)

// A row is one vulnerability in one image, or an image without a report.
type row struct {
	Result     string             `json:"result"`
	Workload   string             `json:"workload"`
	File       string             `json:"file"`
	Line       int                `json:"line"`
	Container  string             `json:"container"`
	Field      string             `json:"field"`
	Image      string             `json:"image"`
	CVE        string             `json:"cve"`
	Name       string             `json:"name"`
	Packages   []kevcheck.Package `json:"packages"`
	Due        string             `json:"due"`
	Ransomware bool               `json:"ransomware"`
	Reason     string             `json:"reason"`  // of the allowance
	Expires    string             `json:"expires"` // the last day of the allowance
	Message    string             `json:"message"`

	level string // SARIF's
}

// rows is what there is to tell of the places, in their order.
func (r *run) rows(places []kevcheck.Place) []row {
	rows := []row{}
	at := r.locations(places)
	for _, pl := range places {
		ref := refOf(pl.Item)
		where := at.next(key{ref, pl.Field})
		of := row{Workload: ref.String(), File: where.file, Line: where.line, Container: pl.Container, Field: pl.Field, Image: pl.Image, Packages: []kevcheck.Package{}}
		if !pl.Reported && r.missing != "ignore" {
			one := of
			one.Result, one.level, one.Message = noReport, r.missing, "no report is about "+pl.Image
			rows = append(rows, one)
		}
		for _, f := range pl.Findings {
			rows = append(rows, of.with(f))
		}
	}
	return rows
}

func (r row) with(f kevcheck.Finding) row {
	r.Result, r.level = exploited, "error"
	r.CVE, r.Name, r.Packages, r.Due, r.Ransomware, r.Message = f.CVE, f.Name, f.Packages, f.Due, f.Ransomware, f.Message
	if f.Allowed != nil {
		r.Result, r.Reason, r.Expires = allowed, f.Allowed.Reason, f.Allowed.Expires.String()
	}
	return r
}

// fails tells whether the row is an error.
func (r row) fails() bool { return r.level == "error" && r.Result != allowed }

func write(w io.Writer, output string, rows []row) error {
	switch output {
	case "json":
		return writeJSON(w, rows)
	case "sarif":
		return writeJSON(w, sarif(rows))
	}
	return writeTable(w, rows)
}

func writeJSON(w io.Writer, value any) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(value)
}

func writeTable(w io.Writer, rows []row) error {
	if len(rows) == 0 {
		return nil
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "RESULT\tWORKLOAD\tCONTAINER\tIMAGE\tCVE\tPACKAGE\tFIXED IN\tDUE\tRANSOMWARE")
	for _, r := range rows {
		result, ransomware := r.Result, ""
		if r.Result == allowed {
			result += " until " + r.Expires
		}
		if r.Ransomware {
			ransomware = "yes"
		}
		packages := r.Packages
		if len(packages) == 0 {
			packages = []kevcheck.Package{{}}
		}
		for _, p := range packages {
			fmt.Fprintln(t, tell.Cells(result, r.Workload, r.Container, r.Image, r.CVE, strings.TrimSpace(p.Name+" "+p.Installed), p.Fixed, r.Due, ransomware))
		}
	}
	return t.Flush()
}
