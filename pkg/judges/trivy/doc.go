// Package trivy judges kev-check by those who write the reports that it reads: Trivy's own types and its own writer of
// CycloneDX, trivy-operator's types and its CustomResourceDefinitions, and CycloneDX's library for the versions 1.4 to
// 1.7. What kurumi kev writes is judged by the schema of SARIF.
//
// It has tests only, and is a module of its own: some hundred packages that nobody should need who imports kurumi.
//
//   - golden_test.go holds the reports in functions/kevcheck/testdata to be in the exact form that these write;
//   - written_test.go lets them write reports, and looks whether kev-check finds what they put in;
//   - sarif_test.go holds what kurumi kev prints against the schema of SARIF 2.1.0;
//   - size_test.go is about a catalogue and reports of the size that they have.
package trivy
