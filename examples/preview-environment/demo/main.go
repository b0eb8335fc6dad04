// Command demo renders the preview environment beside it as production has it
// and as a preview, and shows the difference. From the root of the repository:
//
//	go run ./examples/preview-environment/demo bin/preview-host
//
// Both times the real kustomize builds the overlay as it stands, function and
// all. Only Docker is missing: the docker that kustomize finds is this program
// under another name. It runs the given binary as the container would have
// been run, or, for production, a function that changes nothing.
package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// overlay is what is rendered.
const overlay = "examples/preview-environment/overlays/staging"

func main() {
	var err error
	switch {
	case calledAsDocker():
		err = asDocker()
	case len(os.Args) == 2:
		err = demo(os.Stdout, os.Args[1], wantsColour(os.Stdout))
	default:
		err = fmt.Errorf("usage: %s bin/preview-host", os.Args[0])
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// demo writes the difference between production and a preview to w.
func demo(w io.Writer, function string, colour bool) error {
	function, err := filepath.Abs(function)
	if err != nil {
		return err
	}
	k, err := newKustomize()
	if err != nil {
		return err
	}
	defer k.close()

	before, err := k.build(overlay, "")
	if err != nil {
		return err
	}
	start := time.Now()
	after, err := k.build(overlay, function)
	if err != nil {
		return err
	}
	took := time.Since(start)

	fmt.Fprintf(w, "kustomize build %s\n", overlay)
	fmt.Fprintf(w, "  before: with a function that changes nothing, in the place of preview-host\n")
	fmt.Fprintf(w, "  after:  with %s, and shop-12.preview.example.com as the host of the preview\n\n", filepath.Base(function))
	changes := diff(strings.SplitAfter(before, "\n"), strings.SplitAfter(after, "\n"))
	paint(w, unified(changes, titles(changes)), colour)
	fmt.Fprintf(w, "\n%d lines changed in %.2f s. The host of the preview is in %s/kustomization.yaml: try another.\n",
		count(changes, '+'), took.Seconds(), overlay)
	return nil
}

// wantsColour follows no-color.org, and leaves files and pipes plain.
func wantsColour(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0 && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
}

// paint writes a unified diff as git would colour it.
func paint(w io.Writer, text string, colour bool) {
	for ln := range strings.Lines(text) {
		code := ""
		switch {
		case !colour:
		case strings.HasPrefix(ln, "---"), strings.HasPrefix(ln, "+++"):
			code = "1"
		case ln[0] == '-':
			code = "31"
		case ln[0] == '+':
			code = "32"
		case ln[0] == '@':
			code = "36"
		}
		if code != "" {
			ln = "\x1b[" + code + "m" + strings.TrimSuffix(ln, "\n") + "\x1b[0m\n"
		}
		io.WriteString(w, ln)
	}
}
