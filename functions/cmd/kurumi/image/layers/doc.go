// Package layers looks into the file system of an image without unpacking it.
//
// The layers are read from the top down, and no further than an answer needs: a
// file that the topmost layer has, in directories that it has too, costs that
// layer alone. What is kept of a layer is its listing, the headers of its tar;
// content is read again where it is asked for. A layer that is read is read to its
// end, and has to have the digest that the image's config says.
//
// # How layers are put together
//
// As Docker's overlay driver does it. In a layer, later entries win, and links lead
// through what the layer itself has. Over the layers below it, a directory that it
// has, or that it has something in, is merged with a directory, and hides anything
// else, links too; whiteouts and opaque directories hide what is below them, never
// what is beside them.
//
// # Limits
//
//   - A layer that has files in a directory, and no entry for the directory itself,
//     over a layer in which that is a symbolic link: Docker makes it a directory, as
//     this package does; containerd writes through the link.
//   - A directory without an entry has the mode and owner that the nearest layer below
//     says, as with containerd, and 0755 of root where none does; Docker takes 0755 of
//     root in any case.
//   - Access control lists, other extended attributes and device numbers are not kept.
//   - A layer may have a million files and directories at most, with 256 MiB of names.
package layers
