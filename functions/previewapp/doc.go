// Package previewapp makes the Argo CD side of preview environments: one environment for each labelled pull request.
//
// Ten lines of config say which repository, which folder, which host. From them come an ApplicationSet that watches for
// the label and deploys the pull request's own manifests, each into a namespace of its own and under a host of its own;
// the AppProject that fences them in; and what Image Updater needs to take the newest image of the pull request, by its
// name, so that a revert is deployed too. preview-host, in the manifests, does the rest.
//
// A preview runs what a stranger may have written. So the project is fixed, and permits the previews' namespaces on one
// cluster, one repository, and nothing that belongs to the cluster. Of what a pull request says of itself, its number
// goes into names and its commit into the revision; its branch, title, author and labels go nowhere.
//
// What was generated before and stands in the input is brought up to date, not made twice. An object of the same name
// that the function did not make is refused.
package previewapp
