// Package configbake bakes ConfigMaps into images, so that config is canaried and rolled back together with the code that reads it.
//
// Stable and canary pods read the same ConfigMap: a key that the new version needs otherwise breaks the old one, and a
// rollback of the image brings no config back. This function takes the ConfigMap away from the workloads. The volume and
// its mounts go, a variable can say where the file is, and the pod template says which files its images have to hold
// (`kurumi.dev/baked`). `kurumi image bake` puts them there, and `kurumi image verify` looks whether they are there.
//
// Files stay where they were mounted unless the config says otherwise, so that the application needs no change. Mounts of
// whole folders, single files (subPath), items and projected sources go, in every kind that has a pod template. Variables
// that come from a ConfigMap become literal ones if the config says so. The ConfigMap itself goes once nothing in the
// input refers to it.
//
// What cannot be baked is refused, all of it in one go: a ConfigMap that is filled in the cluster, a file that another
// mount would hide, two files for one path, a variable that somebody else sets. Nothing is changed then.
package configbake
