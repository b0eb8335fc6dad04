// Package rename is what functions share that give an object another name with every change of its content: what goes with
// the name, and that everything which refers to the object follows.
package rename
