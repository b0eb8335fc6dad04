// Package crd is what the judges share: manifests as an API server sees them, and
// what it does to a custom resource of which it knows nothing but the CRD.
//
//   - objects.go reads manifests, and decodes them strictly into a Go type;
//   - schema.go reads CRDs from the modules that the types come from, and prunes,
//     defaults and validates by them.
//
// It is a module of its own, since apiextensions-apiserver brings much of Kubernetes
// along, and it requires the oldest version of it that a judge has: each judge takes
// the version of what it judges by. It has no tests: every judge breaks manifests on
// purpose, and sees it here.
package crd
