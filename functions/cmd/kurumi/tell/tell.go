// Package tell is how kurumi's commands speak to people: all that is wrong in one go,
// and nothing in it that would steer their terminal.
package tell

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/kurumi-krm/kurumi/pkg/krm"
)

// A Report collects errors, so that all of them are told in one go. Notes and warnings
// are told at once.
type Report struct {
	Stderr io.Writer // for notes and warnings

	errs []string
}

// Errorf adds an error, which may have several lines.
func (r *Report) Errorf(format string, args ...any) {
	r.errs = append(r.errs, Clean(fmt.Sprintf(format, args...)))
}

// Warnf tells a warning.
func (r *Report) Warnf(format string, args ...any) { r.Notef("warning: "+format, args...) }

// Notef tells something that is neither wrong nor a result.
func (r *Report) Notef(format string, args ...any) {
	fmt.Fprintln(r.Stderr, Clean(fmt.Sprintf(format, args...)))
}

// Results takes over the errors and warnings that a function tells, and reports
// whether there were errors among them.
func (r *Report) Results(results []krm.Result) (failed bool) {
	for _, res := range results {
		switch res.Severity {
		case krm.Error:
			r.Errorf("%s", strings.TrimPrefix(res.String(), "error: "))
			failed = true
		case krm.Warning:
			r.Notef("%s", res)
		}
	}
	return failed
}

// Failed reports whether there were errors so far.
func (r *Report) Failed() bool { return len(r.errs) > 0 }

// Errors is what went wrong so far.
func (r *Report) Errors() []string { return r.errs }

// Err is everything that went wrong, behind a line that sums up and says what came of
// it. The command is its whole name, as in kurumi secret seal. Without errors it is nil.
func (r *Report) Err(command, outcome string) error {
	if !r.Failed() {
		return nil
	}
	sum := Clean(fmt.Sprintf("%s: %s; %s", command, Count(len(r.errs), "error"), outcome))
	return errors.New(strings.Join(append([]string{sum}, r.errs...), "\nerror: "))
}

// Count is a number of things, whose plural ends in an s.
func Count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}
