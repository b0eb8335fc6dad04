package secret

import (
	"io"
	"sync/atomic"

	"github.com/spf13/cobra"

	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/tell"
)

func rotateCommand() *cobra.Command {
	var keys string
	var dryRun bool
	cmd := &cobra.Command{
		Use:                   "rotate [--keys DIR] PATH ...",
		Short:                 "Re-wrap every SealedSecret of files and folders for the newest key",
		DisableFlagsInUseLine: true,
		Long: `Re-wraps the values of every SealedSecret in the files and folders for the newest of
the controller's keys, without a cluster, and prints the files that it changed. Names,
namespaces and scopes stay; so do comments, templates and every other byte. No value
is decrypted: its session key alone is wrapped anew.

A file is changed as a whole or not at all: if one of its values does not open, the
file stays as it is, and the others go on. What the newest key opens already stays as
it is, so that a second run changes nothing. Of folders it reads all .yaml, .yml and
.json files below them, but for those in folders whose names begin with a dot.

This is for when the controller has a new key and the old ones are to go. If a key
was stolen, change the secrets themselves: whoever has the old key and the history of
the repository reads the old values still, re-wrapped or not.`,
		Example: `  kurumi secret rotate --keys ~/keys --dry-run deploy/
  kurumi secret rotate --keys ~/keys deploy/`,
		RunE: func(cmd *cobra.Command, args []string) error {
			r := &rotation{report: report{tell.Report{Stderr: cmd.ErrOrStderr()}}, dryRun: dryRun, stdout: cmd.OutOrStdout()}
			r.run(args, keys)
			return r.Err("kurumi secret rotate", r.outcome())
		},
	}
	keysFlag(cmd, &keys)
	cmd.Flags().BoolVar(&dryRun, "dry-run", false, "print the files that would change, and change none")
	return cmd
}

// A rotation is one run of kurumi secret rotate.
type rotation struct {
	report
	dryRun        bool
	stdout        io.Writer
	keys          *ring
	rewrapped     int // values
	changed, done int // files
}

// toRotate is a file with its values.
type toRotate struct {
	file
	values []*rewrapping
	left   atomic.Int64 // values that are not computed yet
}

// A rewrapping is one value on its way to the newest key.
type rewrapping struct {
	*opening
	file *toRotate
	text string // the new value, empty if it stays as it is
}

func (r *rotation) run(paths []string, keysDir string) {
	if len(paths) == 0 {
		r.Errorf("which files? Give files or folders")
	}
	r.keys = r.needKeys(keysDir)
	if r.Failed() {
		return
	}
	files, values := r.read(r.find(paths, nil))
	progress := newProgress(r.Stderr, len(files), len(values))
	r.rewrapAll(values, progress)
	for _, f := range files {
		r.rotate(f, progress)
	}
	progress.line.Clear()
	verb := "re-wrapped"
	if r.dryRun {
		verb = "to be re-wrapped"
	}
	r.Notef("%d/%d files, %s: %d %s, in %s", r.done, len(files), tell.Count(len(values), "value"), r.rewrapped, verb, tell.Count(r.changed, "file"))
}

func (r *rotation) outcome() string {
	if r.changed == 0 || r.dryRun {
		return "nothing was changed"
	}
	return "what they name is as it was, the rest was re-wrapped"
}

// read reads the files, and leaves out those with mistakes.
func (r *rotation) read(found []file) (files []*toRotate, values []*rewrapping) {
	for _, f := range found {
		objects, ok := r.report.read(f)
		if !ok || r.wrong(f.name, objects) {
			continue
		}
		next := &toRotate{file: f}
		for _, o := range openings(objects) {
			next.values = append(next.values, &rewrapping{opening: o, file: next})
		}
		next.left.Store(int64(len(next.values)))
		files, values = append(files, next), append(values, next.values...)
	}
	return files, values
}
