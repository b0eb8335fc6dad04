package trivy

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	cdx "github.com/CycloneDX/cyclonedx-go"
	"github.com/aquasecurity/trivy-operator/pkg/apis/aquasecurity/v1alpha1"
	ftypes "github.com/aquasecurity/trivy/pkg/fanal/types"
	"github.com/aquasecurity/trivy/pkg/sbom/cyclonedx"
	"github.com/aquasecurity/trivy/pkg/types"
	"github.com/package-url/packageurl-go"
	"github.com/stretchr/testify/require"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm"
)

const (
	image  = "ghcr.io/example/api:1.4.2"
	digest = "sha256:3b5e2a1d9c8f7e6d5c4b3a2918070605f4e3d2c1b0a9f8e7d6c5b4a392817065"
)

// A scan is what a scanner may find: packages with vulnerabilities, of which some are in the catalogue.
type scan struct {
	exploited       []string // the catalogue
	vulnerabilities []types.DetectedVulnerability
	expected        []string
}

func newScan(r *rand.Rand) scan {
	s := scan{exploited: []string{"CVE-1999-9999"}}
	for i := range 1 + r.IntN(30) {
		pkg := fmt.Sprintf("lib%d", r.IntN(10))
		v := types.DetectedVulnerability{
			VulnerabilityID:  fmt.Sprintf("CVE-2024-%d", 10000+r.IntN(40)),
			PkgName:          pkg,
			PkgID:            pkg + "@1." + pkg[3:],
			InstalledVersion: "1." + pkg[3:],
		}
		v.PkgIdentifier = ftypes.PkgIdentifier{UID: pkg, PURL: packageurl.NewPackageURL("deb", "debian", pkg, v.InstalledVersion, nil, "")}
		// One and the same vulnerability is fixed in one and the same version of a package.
		if v.VulnerabilityID[len(v.VulnerabilityID)-1]%2 == 0 {
			v.FixedVersion = "2." + pkg[3:]
		}
		v.Title, v.Severity = fmt.Sprintf("vulnerability %d", i), "HIGH"
		if !slices.ContainsFunc(s.vulnerabilities, func(o types.DetectedVulnerability) bool {
			return o.VulnerabilityID == v.VulnerabilityID && o.PkgName == v.PkgName
		}) {
			s.vulnerabilities = append(s.vulnerabilities, v)
		}
	}
	for _, v := range s.vulnerabilities {
		if !slices.Contains(s.exploited, v.VulnerabilityID) && r.IntN(4) == 0 {
			s.exploited = append(s.exploited, v.VulnerabilityID)
		}
	}
	for _, v := range s.vulnerabilities {
		if slices.Contains(s.exploited, v.VulnerabilityID) {
			s.expected = append(s.expected, fmt.Sprintf("%s in %s %s, fixed in %q", v.VulnerabilityID, v.PkgName, v.InstalledVersion, v.FixedVersion))
		}
	}
	slices.Sort(s.expected)
	return s
}

// report is Trivy's.
func (s scan) report() types.Report {
	r := types.Report{
		SchemaVersion: 2, CreatedAt: time.Date(2026, time.June, 30, 22, 10, 0, 0, time.UTC),
		ArtifactName: image, ArtifactType: ftypes.TypeContainerImage,
		Metadata: types.Metadata{
			OS:       &ftypes.OS{Family: ftypes.Debian, Name: "12.5"},
			RepoTags: []string{image}, RepoDigests: []string{"ghcr.io/example/api@" + digest},
		},
	}
	r.Metadata.ImageConfig.Architecture = "amd64"
	result := types.Result{Target: image, Class: types.ClassOSPkg, Type: ftypes.Debian, Vulnerabilities: s.vulnerabilities}
	for _, v := range s.vulnerabilities {
		pkg := ftypes.Package{ID: v.PkgID, Name: v.PkgName, Version: v.InstalledVersion, Identifier: v.PkgIdentifier}
		if !slices.ContainsFunc(result.Packages, func(o ftypes.Package) bool { return o.ID == pkg.ID }) {
			result.Packages = append(result.Packages, pkg)
		}
	}
	r.Results = types.Results{{Target: "Java", Class: types.ClassLangPkg, Type: ftypes.Jar}, result}
	return r
}

// operator is trivy-operator's.
func (s scan) operator() v1alpha1.VulnerabilityReport {
	r := v1alpha1.VulnerabilityReport{
		TypeMeta:   metav1.TypeMeta{APIVersion: v1alpha1.SchemeGroupVersion.String(), Kind: "VulnerabilityReport"},
		ObjectMeta: metav1.ObjectMeta{Name: "replicaset-api-6d4cf56db6-api", Namespace: "shop"},
	}
	r.Report.UpdateTimestamp = metav1.Date(2026, time.June, 30, 22, 10, 0, 0, time.UTC)
	r.Report.Registry.Server = "ghcr.io"
	r.Report.Artifact = v1alpha1.Artifact{Repository: "example/api", Tag: "1.4.2", Digest: digest}
	r.Report.Vulnerabilities = []v1alpha1.Vulnerability{}
	for _, v := range s.vulnerabilities {
		r.Report.Vulnerabilities = append(r.Report.Vulnerabilities, v1alpha1.Vulnerability{
			VulnerabilityID: v.VulnerabilityID, Resource: v.PkgName, InstalledVersion: v.InstalledVersion, FixedVersion: v.FixedVersion,
			Severity: "HIGH", Title: v.Title, Links: []string{},
		})
	}
	return r
}

// What they write is read as they mean it, in each form, by tag and by digest.
func TestWhatTheyWriteIsFound(t *testing.T) {
	for seed := range uint64(60) {
		s := newScan(rand.New(rand.NewPCG(seed, 1)))
		same := func(how string, reports map[string][]byte, input ...krm.Source) {
			for _, name := range []string{image, "mirror.example.com/other@" + digest} {
				require.Equal(t, s.expected, check(t, name, catalogOf(t, s.exploited...), reports, input...), "seed %d, %s, %s", seed, how, name)
			}
		}
		same("Trivy", map[string][]byte{"api.json": marshal(t, s.report())})

		report := s.operator()
		same("kubectl get -o json", map[string][]byte{"all.json": marshal(t, map[string]any{"apiVersion": "v1", "items": []any{report}, "kind": "List"})})
		object, err := yaml.Marshal(report)
		require.NoError(t, err)
		same("an object of the input", nil, krm.Source{Name: "report.yaml", Data: object})

		writer := cyclonedx.NewMarshaler("0.66.0")
		bom, err := writer.MarshalReport(t.Context(), s.report())
		require.NoError(t, err)
		for _, version := range []cdx.SpecVersion{cdx.SpecVersion1_4, cdx.SpecVersion1_5, cdx.SpecVersion1_6, cdx.SpecVersion1_7} {
			var text bytes.Buffer
			require.NoError(t, cdx.NewBOMEncoder(&text, cdx.BOMFileFormatJSON).EncodeVersion(bom, version))
			same("CycloneDX "+version.String(), map[string][]byte{"api.json": text.Bytes()})
		}
	}
}

func marshal(t *testing.T, value any) []byte {
	t.Helper()
	data, err := json.MarshalIndent(value, "", "  ")
	require.NoError(t, err)
	return data
}

// Older versions of CycloneDX had no vulnerabilities, or had them elsewhere.
func TestOlderVersionsAreRefused(t *testing.T) {
	s := newScan(rand.New(rand.NewPCG(1, 1)))
	writer := cyclonedx.NewMarshaler("0.66.0")
	bom, err := writer.MarshalReport(t.Context(), s.report())
	require.NoError(t, err)
	var text bytes.Buffer
	require.NoError(t, cdx.NewBOMEncoder(&text, cdx.BOMFileFormatJSON).EncodeVersion(bom, cdx.SpecVersion1_3))
	require.Contains(t, refused(t, text.Bytes()), "is CycloneDX 1.3, and 1.4 to 1.7 are known")
}
