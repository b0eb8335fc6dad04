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
	"regexp"
	"strings"
	"time"

	"github.com/kurumi-krm/kurumi/pkg/krmtest"
)

// overlay is what is rendered.
const overlay = "examples/preview-environment/overlays/staging"

// annotation is where the overlay has the host of the preview.
var annotation = regexp.MustCompile(`(?m)^ +preview-host: (\S+)$`)

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

	before, err := k.build("")
	if err != nil {
		return err
	}
	start := time.Now()
	after, err := k.build(function)
	if err != nil {
		return err
	}
	took := time.Since(start)

	host := annotation.FindStringSubmatch(after)
	if host == nil {
		return fmt.Errorf("%s has no annotation preview-host any more", overlay)
	}
	text := krmtest.Diff("production", "preview", before, after, 1)
	fmt.Fprintf(w, `kustomize build %s
  ---  as production serves it: a function that changes nothing in the place of preview-host
  +++  as a pull request's preview: %s run by kustomize, with %s as the host

`, overlay, filepath.Base(function), host[1])
	paint(w, titled(text, before), colour)
	fmt.Fprintf(w, "\n%d lines changed, built in %.2f s. The preview's host is in %s/kustomization.yaml: try another.\n",
		strings.Count(text, "\n+")-1, took.Seconds(), overlay)
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
		fmt.Fprint(w, ln)
	}
}
