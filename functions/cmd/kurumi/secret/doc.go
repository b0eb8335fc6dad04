// Package secret is the command kurumi secret: it seals Secrets, edits
// SealedSecrets, re-wraps them for a new key, and checks that they open.
//
// # What it promises
//
// Stdout carries the result and nothing else; notes, warnings and errors go to
// stderr. All mistakes are told in one go, and none of them shows a value, a part
// of one, or a key. A file is replaced as a whole or not at all, and of a file
// only the bytes that have to change do: comments, order, quoting and what else
// stands in it survive.
//
// Plaintexts are on disk in one case only: while an editor has them, in a file
// that only the user can read, in memory where the system has a place for that,
// removed with all that the editor put beside it when the editor has ended, and
// on every signal that can be caught. A process that is killed outright (SIGKILL)
// or a machine that loses power leaves the file behind.
package secret
