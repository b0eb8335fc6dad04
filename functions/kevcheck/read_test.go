package kevcheck

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var logged = map[string]exploited{"CVE-2021-44228": {cve: "CVE-2021-44228"}, "CVE-2023-4911": {cve: "CVE-2023-4911"}, "CVE-2023-4863": {cve: "CVE-2023-4863"}}

func readText(text []byte) ([]*report, error) {
	return readReports(func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(text)), nil }, logged)
}

// Whatever a file holds: no panic, no finding that is not in the catalogue, no report without an image, and an error that
// repeats nothing of it.
func FuzzReport(f *testing.F) {
	files, err := filepath.Glob("testdata/*/files/reports/*.json")
	require.NoError(f, err)
	require.NotEmpty(f, files)
	for _, name := range files {
		text, err := os.ReadFile(name)
		require.NoError(f, err)
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		all, err := readText(text)
		if err != nil {
			assert.Empty(t, all)
			if bad, ok := errors.AsType[*badJSON](err); ok {
				err = bad.explain(bytes.NewReader(text))
			}
			assert.Less(t, len(err.Error()), 400)
			return
		}
		for _, r := range all {
			assert.NotEmpty(t, r.images)
			for _, f := range r.found {
				assert.Contains(t, logged, f.cve)
				assert.Equal(t, f.Package, f.harmless())
			}
		}
	})
}

// A catalogue is whole, or refused: cut anywhere, nothing of it counts.
func TestACatalogIsWhole(t *testing.T) {
	text, err := os.ReadFile("testdata/the-fixed-image-passes/files/kev/known_exploited_vulnerabilities.json")
	require.NoError(t, err)
	c, err := readCatalog(bytes.NewReader(text))
	require.NoError(t, err)
	assert.Len(t, c.entries, 4)
	for i := range len(bytes.TrimSpace(text)) {
		c, err := readCatalog(bytes.NewReader(text[:i]))
		require.Error(t, err, "%d bytes", i)
		require.Nil(t, c)
	}
}

func FuzzCatalog(f *testing.F) {
	text, err := os.ReadFile("testdata/the-fixed-image-passes/files/kev/known_exploited_vulnerabilities.json")
	require.NoError(f, err)
	f.Add(text)
	f.Add([]byte("<html>"))
	f.Add([]byte(`{"catalogVersion": "1", "dateReleased": "2026-06-30T15:00:00Z", "count": 1, "vulnerabilities": [{"cveID": "CVE-2021-44228"}]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		c, err := readCatalog(bytes.NewReader(text))
		if err != nil {
			return
		}
		assert.NotEmpty(t, c.entries)
		assert.False(t, c.released.IsZero() && !bytes.Contains(text, []byte("0001")))
		for cve := range c.entries {
			assert.True(t, isCVE(cve))
		}
	})
}

// A report of any size is read in the same memory: what is not needed is passed over, wherever it stands.
func TestAReportIsNeverInMemory(t *testing.T) {
	big := func(n int) func() (io.ReadCloser, error) {
		return func() (io.ReadCloser, error) {
			filler := strings.Repeat(fmt.Sprintf(`{"VulnerabilityID": "CVE-2000-0001", "PkgName": %q},`, strings.Repeat("x", 900)), 100)
			readers := []io.Reader{strings.NewReader(`{"ArtifactName": "a", "ArtifactType": "container_image", "Results": [{"Packages": [`)}
			for range n {
				readers = append(readers, strings.NewReader(filler))
			}
			readers = append(readers, strings.NewReader(`{}], "Vulnerabilities": [`))
			for range n {
				readers = append(readers, strings.NewReader(filler))
			}
			readers = append(readers, strings.NewReader(`{"VulnerabilityID": "CVE-2021-44228", "PkgName": "log4j"}]}], "SchemaVersion": 2}`))
			return io.NopCloser(io.MultiReader(readers...)), nil
		}
	}
	peak := func(n int) uint64 {
		var before, after runtime.MemStats
		open := big(n)
		runtime.GC()
		runtime.ReadMemStats(&before)
		all, err := readReports(open, logged)
		require.NoError(t, err)
		require.Equal(t, []found{{"CVE-2021-44228", Package{Name: "log4j"}}}, all[0].found)
		runtime.ReadMemStats(&after)
		return after.HeapSys - before.HeapSys + after.HeapAlloc
	}
	peak(1)
	assert.Less(t, peak(400), uint64(32<<20), "of a report of 75 MB")
}

// What nests deeper than anybody writes is refused, and nothing runs out of stack.
func TestDeepNestingIsRefused(t *testing.T) {
	for _, open := range []string{`{"items":[`, `{"a":`, `{"report":`, `{"Results":[`, `{"components":[`, `[`} {
		_, err := readText([]byte(strings.Repeat(open, 3_000_000)))
		require.Error(t, err, open)
	}
}

// Findings that are many cost what many cost, and no more.
func TestManyFindings(t *testing.T) {
	var text bytes.Buffer
	text.WriteString(`{"SchemaVersion": 2, "ArtifactName": "a", "ArtifactType": "container_image", "Results": [{"Vulnerabilities": [`)
	for i := range 200_000 {
		fmt.Fprintf(&text, `{"VulnerabilityID": "CVE-2021-44228", "PkgName": "p%d"},`, i)
	}
	text.WriteString(`{}]}]}`)
	all, err := readText(text.Bytes())
	require.NoError(t, err)
	require.Len(t, all[0].found, 200_000)
	list := merged([]*report{all[0], all[0]})
	require.Len(t, list, 1)
	require.Len(t, list[0].Packages, 200_000)
	assert.True(t, strings.HasSuffix(listed(list[0].Packages), ", and 199992 more"))
}
