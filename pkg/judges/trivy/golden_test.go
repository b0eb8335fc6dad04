package trivy

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"sigs.k8s.io/yaml"
)

// goldens is the function's cases, seen from here.
const goldens = "../../../functions/kevcheck/testdata"

// wrong is what the names of cases contain whose reports are meant to be none.
const wrong = "that-are-no-reports"

// Every report in the function's cases is as its writer would have written it, but for those that are wrong on purpose.
func TestGoldens(t *testing.T) {
	n := map[string]int{}
	files, err := filepath.Glob(goldens + "/*/files/reports/*.json")
	require.NoError(t, err)
	for _, file := range files {
		if strings.Contains(file, wrong) {
			continue
		}
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		assert.NoError(t, judge(data, n), file)
	}
	inputs, err := filepath.Glob(goldens + "/*/input/*.yaml")
	require.NoError(t, err)
	for _, file := range inputs {
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		for doc := range bytes.SplitSeq(data, []byte("\n---\n")) {
			if strings.Contains(file, wrong) || !bytes.Contains(doc, []byte("apiVersion: aquasecurity.github.io/")) {
				continue
			}
			obj, err := yaml.YAMLToJSON(doc)
			require.NoError(t, err)
			assert.NoError(t, judge(obj, n), file)
		}
	}
	for _, form := range []string{"trivy", "cyclonedx", "operator"} {
		assert.Greater(t, n[form], 3, form)
	}
}

// A judge that lets everything pass is worth nothing.
func TestTheJudgeSees(t *testing.T) {
	for name, text := range map[string]string{
		"a field that Trivy does not have":     `{"SchemaVersion": 2, "Artifact": "api"}`,
		"a type that Trivy does not have":      `{"SchemaVersion": 2, "Results": {}}`,
		"a status that Trivy does not have":    `{"SchemaVersion": 2, "Results": [{"Vulnerabilities": [{"Status": 7}]}]}`,
		"a field that CycloneDX does not have": `{"bomFormat": "CycloneDX", "specVersion": "1.6", "vulnerability": []}`,
		"a version of CycloneDX":               `{"bomFormat": "CycloneDX", "specVersion": "2.0"}`,
		"a field that the operator lacks":      `{"apiVersion": "aquasecurity.github.io/v1alpha1", "kind": "VulnerabilityReport", "report": {"image": "api"}}`,
		"what the operator requires":           `{"apiVersion": "aquasecurity.github.io/v1alpha1", "kind": "ClusterVulnerabilityReport", "metadata": {"name": "a"}, "report": {"artifact": {}}}`,
		"another object":                       `{"apiVersion": "v1", "kind": "Pod"}`,
	} {
		assert.Error(t, judge([]byte(text), map[string]int{}), name)
	}
}
