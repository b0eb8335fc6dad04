// Package kevcheck fails the build when an image in the manifests is known to have a vulnerability that is being exploited.
//
// Forty applications have thousands of open vulnerabilities, and nobody can fix them all. Those few that somebody exploits
// are in CISA's catalogue of known exploited vulnerabilities (KEV): only these fail the build, the rest does not. This
// function takes the images of all containers in the manifests, looks up what scanners have found in them, and compares
// that with the catalogue. What it tells names the workload, the container, the package, the version that is fixed, and the
// day until which CISA wants it fixed.
//
// The reports come with the input (trivy-operator's VulnerabilityReport and ClusterVulnerabilityReport) or from files that
// the config names: Trivy's JSON, CycloneDX with vulnerabilities, and the same reports as kubectl prints them in JSON. An
// image is looked up by its digest, else by its whole name and tag (`nginx` is `docker.io/library/nginx:latest`), never by
// a part of it. What cannot be fixed at once is allowed by name, with a reason, until a day.
//
// It belongs into CI, not into the way of a deployment: a catalogue that grew overnight must not keep a rollback from going
// out. It changes nothing, looks nothing up in a network, and scans no image by itself.
package kevcheck
