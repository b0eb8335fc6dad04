package trivy

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// A catalogue of the size of the published one, and a report with 2,000 vulnerabilities of which it has some.
func TestTheSizeThatTheyHave(t *testing.T) {
	s := newScan(rand.New(rand.NewPCG(7, 7)))
	s.exploited = append(s.exploited, s.vulnerabilities[0].VulnerabilityID)
	for i := range 1400 {
		s.exploited = append(s.exploited, fmt.Sprintf("CVE-2023-%04d", i))
	}
	s.expected = nil
	like := s.vulnerabilities[0]
	s.vulnerabilities = nil
	for i := range 2000 {
		v := like
		v.VulnerabilityID = fmt.Sprintf("CVE-2022-%04d", i)
		if i%100 == 0 {
			v.VulnerabilityID = fmt.Sprintf("CVE-2023-%04d", i/2)
			s.expected = append(s.expected, fmt.Sprintf("%s in %s %s, fixed in %q", v.VulnerabilityID, v.PkgName, v.InstalledVersion, v.FixedVersion))
		}
		s.vulnerabilities = append(s.vulnerabilities, v)
	}
	require.Equal(t, s.expected, check(t, image, catalogOf(t, s.exploited...), map[string][]byte{"api.json": marshal(t, s.report())}))
}
