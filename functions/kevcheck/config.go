package kevcheck

import (
	"path"
	"strings"

	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

// Config is the spec of a KevCheck.
type Config struct {
	// The catalogue of known exploited vulnerabilities, in the JSON that CISA publishes.
	Catalog File `json:"catalog" required:"true"`
	// Reports on images, besides those in the input: Trivy's JSON, CycloneDX with vulnerabilities, VulnerabilityReports as
	// JSON.
	Reports []Reports `json:"reports,omitempty"`
	// What to do about an image that no report is about.
	MissingReport string `json:"missingReport,omitempty" enum:"ignore,warning,error"`
	// How old the catalogue may be, in days or hours (`14d`, `36h`). An older one is warned about.
	MaxAge Age `json:"maxAge,omitempty"`
	// What does not fail the build, for now.
	Allow []Allowance `json:"allow,omitempty"`
}

// File names a file.
type File struct {
	// Its path.
	File string `json:"file" required:"true"`
}

// Reports names a file, or a folder of them.
type Reports struct {
	// The path of a file, or of a folder whose *.json files are meant.
	File string `json:"file" required:"true"`
}

// Allowance lets one vulnerability pass.
type Allowance struct {
	// The vulnerability, as in CVE-2021-44228.
	CVE string `json:"cve" required:"true"`
	// In which images: a whole name, with or without its tag or digest, as in `docker.io/library/nginx`. `*` and `?` stand
	// for anything but a slash. Any image if not given.
	Image string `json:"image,omitempty"`
	// Why it can wait.
	Reason string `json:"reason" required:"true"`
	// The last day on which it counts, as in `2027-01-31` (UTC).
	Expires Date `json:"expires" required:"true"`
}

// Default fills in what is not given.
func (c *Config) Default() {
	c.MissingReport = "warning"
	c.MaxAge = 14 * day
}

// Validate judges what the types cannot. All mistakes are told in one go.
func (c *Config) Validate(p *krm.Pass) {
	for i, a := range c.Allow {
		at := manifest.At("spec.allow", i)
		if !isCVE(a.CVE) {
			p.Errorf(nil, krm.Field{Path: at + ".cve", Current: a.CVE}, "%q is no CVE; write it as in CVE-2021-44228", a.CVE)
		}
		if strings.TrimSpace(a.Reason) == "" {
			p.Errorf(nil, krm.Field{Path: at + ".reason"}, "is blank; say why it can wait, for whoever reads it when it expires")
		}
		if _, err := path.Match(a.Image, ""); err != nil {
			p.Errorf(nil, krm.Field{Path: at + ".image", Current: a.Image}, "%q is no pattern for image names; write it as in ghcr.io/example/*", a.Image)
		}
	}
}
