package build

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"
)

// buildVerb is the argument by which our own binary, as docker, builds a folder.
const buildVerb = "kurumi-build"

// A job is what such a process is to do, which it reads from stdin.
type job struct {
	Dir      string
	Function string // whose inputs are printed, or empty for the output
	Changes  Changes
}

// Render is the manifests that kurumi build prints for a folder. It runs in a
// process of its own; the program has to call Docker at its start, if IsDocker.
// An error holds what was said on stderr.
func Render(ctx context.Context, dir string) ([]byte, error) {
	out, _, err := inProcess(ctx, job{Dir: dir})
	return out, err
}

// Inputs is the ResourceLists that a function was handed while a folder was built,
// functionConfig included, in the order of the runs. A Pipeline may have it among
// its steps, so what a Pipeline was handed is among them. A function that did not
// run was handed none. As Render, it runs in a process of its own.
func Inputs(ctx context.Context, dir, function string) ([][]byte, error) {
	if named(function) == nil {
		return nil, fmt.Errorf("there is no function %q; there are %s", function, names())
	}
	text, _, err := inProcess(ctx, job{Dir: dir, Function: function})
	if err != nil {
		return nil, err
	}
	var all [][]byte
	return all, json.Unmarshal(text, &all)
}

// inProcess is what a build prints, and its warnings.
func inProcess(ctx context.Context, j job) (out []byte, warnings []string, err error) {
	self, err := os.Executable()
	if err != nil {
		return nil, nil, err
	}
	text, err := json.Marshal(j)
	if err != nil {
		return nil, nil, err
	}
	var stdout, stderr bytes.Buffer
	cmd := exec.CommandContext(ctx, self, buildVerb)
	cmd.Args[0] = "docker"
	cmd.Stdin = bytes.NewReader(text)
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) } // it has a folder to remove
	cmd.WaitDelay = 5 * time.Second
	err = cmd.Run()
	said := strings.TrimSpace(stderr.String())
	switch {
	case err == nil:
		first, rest, _ := bytes.Cut(stdout.Bytes(), []byte("\n"))
		err = json.Unmarshal(first, &warnings)
		return rest, warnings, err
	case ctx.Err() != nil:
		return nil, nil, fmt.Errorf("%s: %w", j.Dir, ctx.Err())
	case said != "":
		return nil, nil, fmt.Errorf("%s: %s", j.Dir, said)
	}
	return nil, nil, fmt.Errorf("%s: %w", j.Dir, err)
}

// buildProcess is the other end of inProcess. The first line that it prints is the
// warnings, as JSON.
func buildProcess() int {
	var j job
	if err := json.NewDecoder(os.Stdin).Decode(&j); err != nil {
		fmt.Fprintf(os.Stderr, "docker %s is for kurumi itself: %v\n", buildVerb, err)
		return 1
	}
	c := newCommand()
	c.inProcess, c.inputs, c.changes = true, j.Function, j.Changes
	c.SilenceErrors, c.SilenceUsage = true, true
	c.SetArgs([]string{j.Dir})
	if err := c.Execute(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

// writeInputs prints what was recorded of a function's inputs.
func writeInputs(w io.Writer, runs []*run) error {
	all := [][]byte{}
	for _, r := range runs {
		if r.Input != nil {
			all = append(all, r.Input)
		}
	}
	return json.NewEncoder(w).Encode(all)
}
