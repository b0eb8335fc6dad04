// Command roundtrip reads a ResourceList with kyaml and writes it back: the unit
// in which the benchmark measures.
package main

import (
	"bufio"
	"fmt"
	"os"

	"sigs.k8s.io/kustomize/kyaml/kio"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	out := bufio.NewWriterSize(os.Stdout, 1<<16) // unbuffered, kyaml writes 128 bytes at a time
	rw := kio.ByteReadWriter{Reader: os.Stdin, Writer: out, OmitReaderAnnotations: true, KeepReaderAnnotations: true}
	nodes, err := rw.Read()
	if err != nil {
		return err
	}
	if err := rw.Write(nodes); err != nil {
		return err
	}
	return out.Flush()
}
