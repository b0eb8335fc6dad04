// Command demo builds the shop as it stands in git and as it is deployed, and shows
// in the difference what the functions did, from a pull request to a release. From
// the root of the repository:
//
//	go run ./examples/shop/demo bin/kurumi
package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// shop is where the example is, seen from the root of the repository.
const shop = "examples/shop"

func main() {
	err := fmt.Errorf("usage: %s bin/kurumi", filepath.Base(os.Args[0]))
	if len(os.Args) == 2 {
		err = demo(os.Stdout, os.Args[1], wantsColour(os.Stdout))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// demo tells the story to w.
func demo(w io.Writer, kurumi string, colour bool) error {
	states := map[string]*state{}
	for _, name := range []string{"preview", "prod"} {
		s, err := newState(kurumi, name)
		if err != nil {
			return err
		}
		states[name] = s
	}
	var b strings.Builder
	fmt.Fprintf(&b, `A shop of twelve services, as it stands in git (-) and as it is deployed (+).

  kurumi build %s   %s
  kurumi build %s      %s
`, overlay("preview"), states["preview"].summary(), overlay("prod"), states["prod"].summary())
	for i, c := range story {
		fmt.Fprintf(&b, "\n%d. %s\n%s\n\n", i+1, c.title, c.says)
		if err := c.tell(&b, states[c.state].changes); err != nil {
			return err
		}
	}
	fmt.Fprintf(&b, `
All of it:
  %[1]s build %[2]s | less
  diff -u <(%[1]s build %[3]s) <(%[1]s build %[2]s) | less
The functions are named in %[4]s/overlays/*/pipeline.yaml; %[4]s/README.md tells the story.
`, kurumi, overlay("prod"), manifests("prod"), shop)
	return paint(w, b.String(), colour)
}

func manifests(name string) string { return shop + "/manifests/" + name }
func overlay(name string) string   { return shop + "/overlays/" + name }

// A state is what an environment is without the functions, and with them.
type state struct {
	changes []change
	objects int
	took    time.Duration
}

func newState(kurumi, name string) (*state, error) {
	before, _, err := run(kurumi, manifests(name))
	if err != nil {
		return nil, err
	}
	after, took, err := run(kurumi, overlay(name))
	if err != nil {
		return nil, err
	}
	return &state{changes: changes(before, after), objects: len(after), took: took}, nil
}

func (s *state) summary() string {
	return fmt.Sprintf("%d objects in %.2f s", s.objects, s.took.Seconds())
}

// run runs kurumi build.
func run(kurumi, dir string) (all []object, took time.Duration, err error) {
	var stdout, stderr strings.Builder
	path, err := filepath.Abs(kurumi) // bin/kurumi is no program on PATH
	if err != nil {
		return nil, 0, err
	}
	cmd := exec.Command(path, "build", dir)
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	start := time.Now()
	if err := cmd.Run(); err != nil {
		return nil, 0, fmt.Errorf("%s build %s: %w\n%s", kurumi, dir, err, stderr.String())
	}
	took = time.Since(start)
	all, err = objects(stdout.String())
	return all, took, err
}
