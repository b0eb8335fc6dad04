package render

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"

	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/tell"
)

// options is one run of kurumi render.
type options struct {
	names        []string // of environments; all if there are none
	out          string
	check        bool
	format       string
	allowSecrets bool

	build          builder
	stdout, stderr io.Writer
}

func (o *options) run(ctx context.Context) (err error) {
	p, err := openPlace(o.out)
	if err != nil {
		return nothing(err)
	}
	defer func() { err = errors.Join(err, p.close()) }()
	r := &report{tell.Report{Stderr: o.stderr}}
	o.checkFlags(r)
	chosen := r.choose(r.findEnvironments(o.out), o.names)
	if r.Failed() {
		return r.err()
	}
	// The lock comes before the builds: of two runs the later one sees later sources.
	if err := p.lock(ctx, o.check, o.stderr); err != nil {
		return nothing(err)
	}
	if !o.check {
		if err := p.recover(); err != nil {
			return nothing(err)
		}
	}
	results := buildAll(ctx, chosen, o.build, newProgress(o.stderr, len(chosen)))
	kept := r.keep(p, results, o.names)
	files := r.collect(results, o.allowSecrets)
	if ctx.Err() != nil {
		return nothing(context.Cause(ctx))
	}
	if r.Failed() {
		return r.err()
	}
	next := r.plan(p, files, kept, o.names)
	if o.check {
		return errors.Join(r.err(), o.tellStale(p, next, len(chosen)))
	}
	if r.Failed() {
		return r.err()
	}
	return o.write(ctx, p, next, len(chosen))
}

// nothing is an error that comes before the new tree takes its place.
func nothing(err error) error { return fmt.Errorf("kurumi render: %w; nothing was written", err) }

func (o *options) checkFlags(r *report) {
	if !slices.Contains(formats, o.format) {
		r.Errorf("-o is %q, but must be one of %v", o.format, formats)
	}
	if !o.check && o.format != formats[0] {
		r.Errorf("-o %s is for --check; add it, or leave -o out", o.format)
	}
}

// write writes what is to be written, and tells which files that were.
func (o *options) write(ctx context.Context, p *place, next *plan, environments int) error {
	if len(next.changes) > 0 {
		if err := p.write(ctx, next); err != nil {
			return err
		}
	}
	verbs := map[state]string{missing: "added", changed: "changed", leftover: "removed"}
	counts := map[state]int{}
	for _, c := range next.changes {
		if isIndex(c.path) {
			continue
		}
		counts[c.state]++
		if _, err := fmt.Fprintln(o.stdout, verbs[c.state], path.Join(p.out, c.path)); err != nil {
			return err
		}
	}
	fmt.Fprintf(o.stderr, "%s in %s: %d added, %d changed, %d removed\n",
		tell.Count(environments, "environment"), p.out, counts[missing], counts[changed], counts[leftover])
	return nil
}
