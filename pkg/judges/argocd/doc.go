// Package argocd judges preview-app by the real thing: what comes out of the
// function has to be what Argo CD and Image Updater take, and has to make of a pull
// request what the function's page promises.
//
// It has tests only, and is a module of its own: Argo CD's types bring go-git and
// most of Kubernetes along, with a replace for each of its parts. Neither may weigh on who
// imports kurumi.
//
//   - golden_test.go holds every case in functions/previewapp/testdata against the
//     judges. judge_test.go says what they are: strict decoding into Argo CD's and
//     Image Updater's own types and the schemas of the CRDs (package crd), and Argo
//     CD's validation of a project;
//   - render_test.go makes Applications with the ApplicationSet controller's own
//     renderer, of a pull request whose author means harm, and asks the project
//     whether each is permitted: where it should be and nowhere else;
//   - sees_test.go breaks manifests on purpose: a judge that lets everything pass is
//     worth nothing.
//
// No pull request is looked up: what the generator would find is written down here.
package argocd
