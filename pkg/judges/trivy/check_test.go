package trivy

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kurumi-krm/kurumi/functions/kevcheck"
	"github.com/kurumi-krm/kurumi/pkg/krm"
)

// catalogOf is a catalogue in the published form.
func catalogOf(t *testing.T, cves ...string) []byte {
	t.Helper()
	type entry struct {
		CVEID                      string   `json:"cveID"`
		VendorProject              string   `json:"vendorProject"`
		Product                    string   `json:"product"`
		VulnerabilityName          string   `json:"vulnerabilityName"`
		DateAdded                  string   `json:"dateAdded"`
		ShortDescription           string   `json:"shortDescription"`
		RequiredAction             string   `json:"requiredAction"`
		DueDate                    string   `json:"dueDate"`
		KnownRansomwareCampaignUse string   `json:"knownRansomwareCampaignUse"`
		Notes                      string   `json:"notes"`
		CWEs                       []string `json:"cwes"`
	}
	entries := []entry{}
	for _, cve := range cves {
		entries = append(entries, entry{cve, "Example", "Shop", "Example Shop " + cve, "2026-01-02", "What is wrong with it.",
			"Apply updates per vendor instructions.", "2026-01-23", "Unknown", "https://nvd.nist.gov/vuln/detail/" + cve, []string{"CWE-787"}})
	}
	data, err := json.MarshalIndent(map[string]any{
		"title": "CISA Catalog of Known Exploited Vulnerabilities", "catalogVersion": "2026.06.30",
		"dateReleased": "2026-06-30T15:04:05.6789Z", "count": len(entries), "vulnerabilities": entries,
	}, "", "    ")
	require.NoError(t, err)
	return data
}

// check runs kev-check over a Deployment with an image, and tells what was found in it, as CVE and package.
func check(t *testing.T, image string, catalog []byte, reports map[string][]byte, input ...krm.Source) []string {
	t.Helper()
	files := fstest.MapFS{"kev.json": {Data: catalog}}
	config := "apiVersion: kurumi.dev/v1alpha1\nkind: KevCheck\nspec:\n  catalog: {file: kev.json}\n"
	if len(reports) > 0 {
		config += "  reports: [{file: reports}]\n"
	}
	for name, data := range reports {
		files["reports/"+name] = &fstest.MapFile{Data: data}
	}
	var places []kevcheck.Place
	f := *kevcheck.Function
	f.Run = krm.Configured(func(p *krm.Pass, cfg kevcheck.Config) error {
		places = kevcheck.Check(p, cfg)
		return nil
	})
	input = append(input, krm.Source{Name: "api.yaml", Data: fmt.Appendf(nil, `apiVersion: apps/v1
kind: Deployment
metadata: {name: api}
spec:
  template:
    spec:
      containers:
      - {name: api, image: %q}
`, image)})
	_, results, err := f.ProcessFiles(&krm.Source{Name: "kev.yaml", Data: []byte(config)}, input,
		krm.Options{Files: files, Now: time.Date(2026, time.July, 1, 0, 0, 0, 0, time.UTC)})
	require.NoError(t, err)
	require.Len(t, places, 1, "%v", results)
	require.True(t, places[0].Reported, "%v", results)
	var found []string
	for _, f := range places[0].Findings {
		for _, p := range f.Packages {
			found = append(found, fmt.Sprintf("%s in %s %s, fixed in %q", f.CVE, p.Name, p.Installed, p.Fixed))
		}
	}
	slices.Sort(found)
	return found
}

// refused is what kev-check says about a report that it does not take.
func refused(t *testing.T, report []byte) string {
	t.Helper()
	files := fstest.MapFS{"kev.json": {Data: catalogOf(t, "CVE-2021-44228")}, "api.json": {Data: report}}
	config := "apiVersion: kurumi.dev/v1alpha1\nkind: KevCheck\nspec:\n  catalog: {file: kev.json}\n  reports: [{file: api.json}]\n"
	_, results, err := kevcheck.Function.ProcessFiles(&krm.Source{Name: "kev.yaml", Data: []byte(config)}, nil, krm.Options{Files: files})
	require.NoError(t, err)
	require.Equal(t, krm.Error, results[0].Severity)
	return results[0].Message
}
