package render

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"unicode"

	"github.com/kurumi-krm/kurumi/pkg/krm/strict"
)

// A report collects what is wrong, so that all of it is told in one go.
type report struct {
	errs []string
}

func (r *report) errorf(format string, args ...any) {
	r.errs = append(r.errs, clean(fmt.Sprintf(format, args...)))
}

func (r *report) failed() bool { return len(r.errs) > 0 }

// err is everything that went wrong, behind a line that sums up.
func (r *report) err() error {
	if !r.failed() {
		return nil
	}
	lines := append([]string{fmt.Sprintf("kurumi render: %s; nothing was written", count(len(r.errs), "error"))}, r.errs...)
	return errors.New(strings.Join(lines, "\nerror: "))
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}

func lineOf(p strict.Problem) string {
	if p.Line == 0 {
		return ""
	}
	return strconv.Itoa(p.Line) + ":"
}

// isTerminal tells a person's screen from files and pipes.
func isTerminal(stream io.Writer) bool {
	f, ok := stream.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0 && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
}

// clean escapes what would steer a terminal: names and texts come from files. Line
// breaks and tabs stay.
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
	return c != '\n' && c != '\t' && (unicode.IsControl(c) || unicode.Is(unicode.Bidi_Control, c))
}
