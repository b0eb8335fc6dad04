package kev

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"

	"github.com/kurumi-krm/kurumi/pkg/krm"
)

// A run tells warnings at once, and collects errors, so that all of them are told in one go.
type run struct {
	flags     flags
	w         io.Writer // stderr
	manifests []krm.Source
	rendered  []string // names of those that no file holds
	missing   string   // what the config says about an image without a report
	outcome   string
	errs      []string
}

func (r *run) errorf(format string, args ...any) {
	r.errs = append(r.errs, harmless(fmt.Sprintf(format, args...)))
}

func (r *run) notef(format string, args ...any) {
	fmt.Fprintln(r.w, harmless(fmt.Sprintf(format, args...)))
}

func (r *run) failed() bool { return len(r.errs) > 0 }

// results takes over what the function tells.
func (r *run) results(results []krm.Result) {
	for _, res := range results {
		switch res.Severity {
		case krm.Error:
			r.errorf("%s", strings.TrimPrefix(res.String(), string(krm.Error)+": "))
		case krm.Warning:
			r.notef("%s", res)
		}
	}
}

// err is everything that went wrong, behind a line that sums up.
func (r *run) err() error {
	if !r.failed() {
		return nil
	}
	lines := append([]string{fmt.Sprintf("kurumi kev: %s; %s", count(len(r.errs), "error"), r.outcome)}, r.errs...)
	return errors.New(strings.Join(lines, "\nerror: "))
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}

// harmless escapes what would steer a terminal: names come from files.
func harmless(s string) string {
	return strings.Map(func(c rune) rune {
		if c != '\n' && unicode.IsControl(c) || unicode.Is(unicode.Bidi_Control, c) {
			return unicode.ReplacementChar
		}
		return c
	}, s)
}
