// Package render is the command kurumi render: it builds every environment of a
// repository and keeps the result in files, one for each resource.
//
// # What it promises
//
// All or nothing. Every environment is built before a file is written; if one
// does not build, nothing is. The new tree is put together beside the old one and
// takes its place in one step (on Linux and macOS, where the file system can
// exchange two folders), so that at any moment, a kill -9 included, the folder
// is the old tree or the new one. Elsewhere two renames do it; a run that is
// killed between them leaves the old tree beside, and the next run puts it back.
//
// A file that did not change keeps its inode and its time. What is gone from the
// build is removed. What render did not write is never touched: it refuses to go
// on, and names it. The file .kurumi-render in the output folder lists what it
// wrote. Nothing is written outside of the output folder, except for the new tree
// beside it, which is gone when the run ends, on errors and signals too. Links are
// not followed.
//
// A Secret with values is refused unless it is allowed, and no value is shown.
//
// # File names
//
// A file is named kind-name.yaml, in small letters; every character that is not a
// letter, a digit, a dot or a dash becomes a dash. Where two resources of an
// environment would get one name, all of them get the namespace too,
// kind-name_namespace.yaml; if that does not tell them apart, the API group,
// kind-name_namespace_group.yaml, and at last a hash of group, kind, namespace
// and name. So a name depends on no other resource than those of the same kind
// and name, and not on their order. Names of more than 200 characters are cut,
// and end in the hash.
//
// # Earlier versions
//
// A function that gives an object another name with every change may ask, by an
// annotation that does not get into the files, that the last N versions stay. The
// file .kurumi-versions has their names in the order in which they were rendered.
// The earlier ones are taken from the output folder as they are: the same build, and
// the same output folder, give the same files.
//
// # Limits
//
// Two runs wait for each other by a lock on the folder that the output folder is
// in; Windows has no such lock. Whoever reads the tree file by file while it is
// exchanged sees some files of the old tree and some of the new one. The output
// folder cannot be a mount point, since it is replaced as a whole. What was
// written last may not outlive a loss of power, as after a git checkout.
package render
