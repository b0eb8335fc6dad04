// Package build is the command kurumi build: kustomize build, in which the
// functions of the suite run without Docker and without a flag.
//
// # How
//
// kustomize does all the work, its own path for functions in containers included.
// That path starts a program called docker, which is looked up on PATH. For the
// time of a build a private folder stands first there, in which docker is a link
// to this very binary. So whatever kustomize hands to a container is handed to the
// function, wherever the config comes from: nested bases, components, inline,
// generated, patched, remote.
//
// What kustomize would pass over in silence is an error here. The file system that
// it reads from is ours (tree.go), and shows us each kustomization. The configs
// that a kustomization lists as files or inline are looked at as they are read.
// What comes from elsewhere, another kustomization or a URL, is only known when
// kustomize has built it: there a step of ours is put behind it that looks at the
// result (guard.go).
//
// # Limits
//
// PATH and other variables of the process are changed during a build, and kyaml
// keeps its OpenAPI schema for the whole process: one process builds one folder.
// Render and Inputs start a process each.
package build
