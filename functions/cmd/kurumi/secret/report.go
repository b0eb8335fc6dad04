package secret

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"

	"github.com/kurumi-krm/kurumi/pkg/krm"
)

// A report tells people what happens. Warnings and notes are told at once, errors
// are collected, so that all of them are told in one go.
type report struct {
	w    io.Writer // stderr
	errs []string
}

func (r *report) errorf(format string, args ...any) {
	r.errs = append(r.errs, clean(fmt.Sprintf(format, args...)))
}

func (r *report) warnf(format string, args ...any) { r.notef("warning: "+format, args...) }

func (r *report) notef(format string, args ...any) {
	fmt.Fprintln(r.w, clean(fmt.Sprintf(format, args...)))
}

// results takes over what was found in a file, and tells whether it had errors.
func (r *report) results(results []krm.Result) (failed bool) {
	for _, res := range results {
		switch res.Severity {
		case krm.Error:
			r.errorf("%s", strings.TrimPrefix(res.String(), "error: "))
			failed = true
		case krm.Warning:
			r.notef("%s", res)
		}
	}
	return failed
}

func (r *report) failed() bool { return len(r.errs) > 0 }

// err is everything that went wrong, behind a line that sums up and says what
// became of the files.
func (r *report) err(command, outcome string) error {
	if !r.failed() {
		return nil
	}
	lines := append([]string{fmt.Sprintf("kurumi secret %s: %s; %s", command, count(len(r.errs), "error"), outcome)}, r.errs...)
	return errors.New(strings.Join(lines, "\nerror: "))
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}

// clean escapes what would steer a terminal: names come from files. Line breaks
// stay, for messages of several lines.
func clean(s string) string {
	if strings.IndexFunc(s, steers) < 0 {
		return s
	}
	var b strings.Builder
	for _, c := range s {
		if steers(c) {
			quoted := strconv.QuoteRune(c)
			b.WriteString(quoted[1 : len(quoted)-1])
			continue
		}
		b.WriteRune(c)
	}
	return b.String()
}

func steers(c rune) bool {
	return c != '\n' && (unicode.IsControl(c) || unicode.Is(unicode.Bidi_Control, c))
}
