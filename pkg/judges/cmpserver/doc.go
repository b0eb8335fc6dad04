// Package cmpserver judges kurumi argocd by the real thing: Argo CD's own plugin
// server runs it as the plugin.yaml in the image says, and the repo-server's own code
// asks for manifests.
//
// It has tests only, and is a module of its own: Argo CD brings most of Kubernetes
// along, with a replace for each of its parts. Neither may weigh on who imports
// kurumi. The first run builds the server (./server), which takes five to ten minutes.
//
//   - server_test.go builds and starts argocd-cmp-server as a process, under folders
//     of the test, and stops it;
//   - application_test.go is the repo-server's side: it makes the variables of an
//     Application, finds the plugin, sends the repository and takes the manifests
//     apart;
//   - generate_test.go and discover_test.go ask for what people will ask for;
//     authority_test.go for what nobody must get; load_test.go for much at once;
//   - install_test.go holds the patch against Argo CD's own manifests;
//   - image_test.go runs the image as the patch does: read-only, as user 999.
package cmpserver
