// Package argocd is the command kurumi argocd: kurumi as a config management plugin
// of Argo CD.
//
// # How Argo CD calls it
//
// A plugin is a sidecar of the repo-server. Argo CD's own argocd-cmp-server is its
// main process: it gets a copy of the repository for each request, and runs the
// commands that deploy/plugin.yaml names, in the Application's folder: discover, to
// ask whether the folder is for this plugin, and generate, which prints manifests.
// What is on stderr when generate fails is shown to people in Argo CD's UI; when it
// does not, it is logged: the warnings of the functions.
//
// # Who may say what
//
// The repository and the Application's plugin section are written by whoever may
// open a pull request or edit an Application. They say a preview host, annotations
// and images (settings.go), and nothing else: neither flags nor programs to run nor
// keys. What is not known is an error. What they give as variables comes in under
// the prefixes ARGOCD_ENV_ and PARAM_ only, which Argo CD sees to, so that it cannot
// stand for PATH, TMPDIR or KURUMI_KEYS. These are the operator's, in the sidecar.
//
// # Cancelled requests
//
// Argo CD sends SIGTERM to the whole process group of a request that is cancelled or
// late, and SIGKILL to its first process in the same moment. So that process, which
// is this command, makes no files: the changes to the kustomization stay in memory,
// and the build runs in a process of its own, which removes what it made.
package argocd
