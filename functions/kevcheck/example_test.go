package kevcheck_test

import (
	"fmt"
	"testing/fstest"
	"time"

	"github.com/kurumi-krm/kurumi/functions/kevcheck"
	"github.com/kurumi-krm/kurumi/pkg/krm"
)

func Example() {
	config := &krm.Source{Name: "kev-check.yaml", Data: []byte(`
apiVersion: kurumi.dev/v1alpha1
kind: KevCheck
spec:
  catalog: {file: kev.json}
  reports: [{file: api.json}]
`)}
	files := fstest.MapFS{
		"kev.json": {Data: []byte(`{
  "catalogVersion": "2026.06.30", "dateReleased": "2026-06-30T15:00:00.0000Z", "count": 1,
  "vulnerabilities": [{"cveID": "CVE-2023-4863", "dueDate": "2023-10-04", "knownRansomwareCampaignUse": "Unknown"}]
}`)},
		"api.json": {Data: []byte(`{
  "SchemaVersion": 2, "ArtifactName": "ghcr.io/example/api:1.4.2", "ArtifactType": "container_image",
  "Results": [{"Vulnerabilities": [
    {"VulnerabilityID": "CVE-2023-4863", "PkgName": "libwebp7", "InstalledVersion": "1.2.4", "FixedVersion": "1.3.2"},
    {"VulnerabilityID": "CVE-2024-0727", "PkgName": "openssl", "InstalledVersion": "3.0.11"}
  ]}]
}`)},
	}
	pod := `
apiVersion: v1
kind: Pod
metadata:
  name: api
spec:
  containers:
  - name: api
    image: ghcr.io/example/api:1.4.2
`
	_, results, err := kevcheck.Function.ProcessFiles(config, []krm.Source{{Name: "api.yaml", Data: []byte(pod)}},
		krm.Options{Files: files, Now: time.Date(2026, time.July, 1, 0, 0, 0, 0, time.UTC)})
	fmt.Println(results[0].Severity, results[0].ResourceRef, results[0].Field.Path)
	fmt.Println(results[0].Message)
	fmt.Println(err)
	// Output:
	// error Pod api spec.containers[0].image
	// container api: ghcr.io/example/api:1.4.2 has CVE-2023-4863, which is being exploited: libwebp7 1.2.4 (fixed in 1.3.2); CISA's due date is 2023-10-04; take an image with the fixed version, or put it under spec.allow with a reason and a day on which that expires
	// <nil>
}
