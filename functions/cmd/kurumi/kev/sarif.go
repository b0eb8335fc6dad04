package kev

import (
	"net/url"
	"path/filepath"
	"slices"

	"github.com/kurumi-krm/kurumi/functions/kevcheck"
	"github.com/kurumi-krm/kurumi/pkg/krm"
)

// The parts of SARIF 2.1.0 that are needed.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool struct {
			Driver sarifDriver `json:"driver"`
		} `json:"tool"`
		Results []sarifResult `json:"results"`
	}
	sarifDriver struct {
		Name    string      `json:"name"`
		Version string      `json:"version"`
		Rules   []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID      string    `json:"id"`
		Short   sarifText `json:"shortDescription"`
		HelpURI string    `json:"helpUri,omitempty"`
	}
	sarifText struct {
		Text string `json:"text"`
	}
	sarifResult struct {
		RuleID       string             `json:"ruleId"`
		RuleIndex    int                `json:"ruleIndex"`
		Level        string             `json:"level"`
		Message      sarifText          `json:"message"`
		Locations    []sarifLocation    `json:"locations"`
		Suppressions []sarifSuppression `json:"suppressions,omitempty"`
	}
	sarifSuppression struct {
		Kind          string `json:"kind"`
		Status        string `json:"status"`
		Justification string `json:"justification"`
	}
	sarifLocation struct {
		Physical *sarifPhysical `json:"physicalLocation,omitempty"`
		Logical  []sarifLogical `json:"logicalLocations"`
	}
	sarifPhysical struct {
		Artifact struct {
			URI string `json:"uri"`
		} `json:"artifactLocation"`
		Region *sarifRegion `json:"region,omitempty"`
	}
	sarifRegion struct {
		StartLine int `json:"startLine"`
	}
	sarifLogical struct {
		Name string `json:"fullyQualifiedName"`
	}
)

// sarif is the rows as code scanning takes them: each CVE is a rule, and an allowance suppresses.
func sarif(rows []row) sarifLog {
	run := sarifRun{Results: []sarifResult{}}
	driver := &run.Tool.Driver
	driver.Name, driver.Version, driver.Rules = kevcheck.Function.Name, krm.Version(), []sarifRule{}
	for _, r := range rows {
		rule := sarifRule{ID: "no-report", Short: sarifText{"An image that no report is about"}}
		if r.CVE != "" {
			rule = sarifRule{ID: r.CVE, Short: sarifText{r.Name}, HelpURI: "https://nvd.nist.gov/vuln/detail/" + r.CVE}
		}
		i := slices.Index(driver.Rules, rule)
		if i < 0 {
			i = len(driver.Rules)
			driver.Rules = append(driver.Rules, rule)
		}
		result := sarifResult{RuleID: rule.ID, RuleIndex: i, Level: r.level, Message: sarifText{r.Message}, Locations: []sarifLocation{r.location()}}
		if r.Result == allowed {
			result.Suppressions = []sarifSuppression{{"external", "accepted", r.Reason + " (until " + r.Expires + ")"}}
		}
		run.Results = append(run.Results, result)
	}
	return sarifLog{"https://json.schemastore.org/sarif-2.1.0.json", "2.1.0", []sarifRun{run}}
}

func (r row) location() sarifLocation {
	at := sarifLocation{Logical: []sarifLogical{{r.Workload + " " + r.Field}}}
	if r.File == "" || r.File == "stdin" {
		return at
	}
	uri := url.URL{Path: filepath.ToSlash(r.File)}
	if filepath.IsAbs(r.File) {
		uri.Scheme = "file"
	}
	at.Physical = &sarifPhysical{}
	at.Physical.Artifact.URI = uri.String()
	if r.Line > 0 {
		at.Physical.Region = &sarifRegion{r.Line}
	}
	return at
}
