package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"sigs.k8s.io/yaml"
)

type object = map[string]any

const config = "apiVersion: kurumi.dev/v1alpha1\nkind: KevCheck\nspec:\n  catalog: {file: kev.json}\n"

// write writes the catalogue, the config, the reports as files and in lists, and what uses their images.
func write(dir string, n int) error {
	report, err := json.Marshal(template())
	if err != nil {
		return err
	}
	asYAML, err := yaml.JSONToYAML(report)
	if err != nil {
		return err
	}
	item := "- " + strings.ReplaceAll(strings.TrimSpace(string(asYAML)), "\n", "\n  ") + "\n"
	if err := os.Mkdir(filepath.Join(dir, "reports"), 0o755); err != nil {
		return err
	}
	files := map[string]string{"kev.yaml": config + "  reports: [{file: reports}]\n"}
	for i := range n {
		number := strings.NewReplacer("NUMBER", strconv.Itoa(i), "ENTRY", fmt.Sprintf("%04d", i%entries))
		files[fmt.Sprintf("reports/%04d.json", i)] = number.Replace(string(report))
		files["pods.yaml"] += "---\n" + number.Replace(pod)
		list := fmt.Sprintf("%04d.list", i/together)
		if i%together == 0 {
			files[list+".json"], files[list+".yaml"] = head, head
		}
		files[list+".json"] += "- " + number.Replace(string(report)) + "\n- " + number.Replace(podInFlow) + "\n"
		files[list+".yaml"] += number.Replace(item) + "- " + number.Replace(podInFlow) + "\n"
	}
	text, err := json.MarshalIndent(catalog(), "", "    ")
	files["kev.json"] = string(text)
	for name, text := range files {
		err = errors.Join(err, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
	}
	return err
}

const (
	pod       = "apiVersion: v1\nkind: Pod\nmetadata: {name: app-NUMBER, namespace: shop}\nspec: {containers: [{name: app, image: \"ghcr.io/example/app-NUMBER:1.0\"}]}\n"
	podInFlow = `{apiVersion: v1, kind: Pod, metadata: {name: app-NUMBER, namespace: shop}, spec: {containers: [{name: app, image: "ghcr.io/example/app-NUMBER:1.0"}]}}`
	head      = "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nfunctionConfig: {apiVersion: kurumi.dev/v1alpha1, kind: KevCheck, spec: {catalog: {file: kev.json}}}\nitems:\n"
	entries   = 1400 // of the catalogue
)

// template is a VulnerabilityReport, as trivy-operator writes it, for any number. One of its vulnerabilities is in the
// catalogue.
func template() object {
	var all []object
	for n := range vulnerabilities {
		cve := fmt.Sprintf("CVE-20%02d-%d", 10+n%14, 20000+n)
		if n == 1000 {
			cve = "CVE-2025-ENTRY"
		}
		pkg := fmt.Sprintf("lib%d", n%300)
		all = append(all, object{
			"vulnerabilityID": cve, "resource": pkg, "installedVersion": fmt.Sprintf("1.%d.0", n%40), "fixedVersion": fmt.Sprintf("1.%d.1", n%40),
			"severity": "HIGH", "title": pkg + ": what is wrong with it", "primaryLink": "https://avd.aquasec.com/nvd/" + cve, "links": []string{},
			"score": 7.8, "target": "", "packagePURL": "pkg:deb/debian/" + pkg,
		})
	}
	return object{
		"apiVersion": "aquasecurity.github.io/v1alpha1", "kind": "VulnerabilityReport",
		"metadata": object{"name": "replicaset-app-NUMBER-app", "namespace": "shop"},
		"report": object{
			"updateTimestamp": "2026-06-30T22:10:00Z",
			"scanner":         object{"name": "Trivy", "vendor": "Aqua Security", "version": "0.66.0"},
			"registry":        object{"server": "ghcr.io"},
			"artifact":        object{"repository": "example/app-NUMBER", "tag": "1.0"},
			"os":              object{"family": "debian", "name": "12.5"},
			"summary":         object{"criticalCount": 0, "highCount": vulnerabilities, "mediumCount": 0, "lowCount": 0, "unknownCount": 0},
			"vulnerabilities": all,
		},
	}
}

// catalog is one of the size of the published one.
func catalog() object {
	var all []object
	for i := range entries {
		cve := fmt.Sprintf("CVE-2025-%04d", i)
		all = append(all, object{
			"cveID": cve, "vendorProject": "Example", "product": "Shop", "vulnerabilityName": "Example Shop Remote Code Execution Vulnerability",
			"dateAdded": "2026-01-02", "shortDescription": "A request may run code in the shop, and read and write whatever it can read and write.",
			"requiredAction": "Apply mitigations per vendor instructions, or discontinue use of the product if mitigations are unavailable.",
			"dueDate":        "2026-01-23", "knownRansomwareCampaignUse": "Unknown", "notes": "https://nvd.nist.gov/vuln/detail/" + cve, "cwes": []string{"CWE-787"},
		})
	}
	return object{
		"title": "CISA Catalog of Known Exploited Vulnerabilities", "catalogVersion": "2026.06.30",
		"dateReleased": time.Now().UTC().Format(time.RFC3339Nano), "count": len(all), "vulnerabilities": all,
	}
}
