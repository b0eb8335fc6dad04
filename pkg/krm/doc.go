// Package krm runs KRM functions: it reads a ResourceList or plain manifests,
// hands the objects to a function, and writes what became of them.
//
// # The first law
//
// A function changes the bytes that it means to change, and no others. What a
// YAML library reads and writes back is another text: comments move, lines are
// folded elsewhere, quotes and indentation go. So this package never writes back
// what nobody changed. It keeps the input as it is, and replaces pieces of it:
//
//   - A line scanner finds the items and their identities (lex.go, scan.go). It
//     parses nothing, and knows when it is unsure; then a full parse finds them
//     (list.go).
//   - Only an item that the function asks for is parsed (tree.go), most of them by
//     a reader for plain block style (quick.go), the rest by yaml.v3. The function
//     edits the tree as any kustomize filter does. Where many objects are edited in
//     turn, their trees share one memory (arena.go).
//   - The tree is compared with what it was (diff.go). If no more than scalars have
//     changed, their new values are spliced into the item's text, each in the
//     quoting of the old one (splice.go). The raw text has to decode to the old
//     value first. Fields of block mappings and elements of block sequences that came
//     or went are spliced as whole lines (fields.go, elements.go, quickencode.go), and
//     the result has to parse to the tree that is wanted. Where either does not hold,
//     the item alone is encoded anew (encode.go).
//
// Each shortcut gives what the long way gives; fuzz tests hold them together.
//
// # Limits
//
//   - An item over 16 MiB is not parsed, but passes through. Nor is a list of more
//     than 16 MiB that the scanner cannot split; that is an error.
//   - A list in flow style (JSON), and one whose items share anchors, is written
//     anew in block style without anchors.
//   - An item that is encoded anew is indented by two spaces, in the sequence style
//     that it had; its aliases are written out.
//   - In a duplicate key, readers disagree on which value counts: it is an error
//     wherever it is seen, in an item that no function asks for it is not.
package krm
