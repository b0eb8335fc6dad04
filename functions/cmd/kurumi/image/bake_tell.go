package image

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"
)

// mistakes are collected, so that all of them are told in one go. Notes are told at
// once.
type mistakes struct {
	w    io.Writer // stderr
	errs []string
}

func (m *mistakes) errorf(format string, args ...any) {
	m.errs = append(m.errs, harmless(fmt.Sprintf(format, args...)))
}

func (m *mistakes) notef(format string, args ...any) {
	fmt.Fprintln(m.w, harmless(fmt.Sprintf(format, args...)))
}

func (m *mistakes) failed() bool { return len(m.errs) > 0 }

// err is everything that went wrong, behind a line that sums up.
func (m *mistakes) err(command, outcome string) error {
	if !m.failed() {
		return nil
	}
	lines := append([]string{fmt.Sprintf("kurumi image %s: %s; %s", command, count(len(m.errs), "error"), outcome)}, m.errs...)
	return errors.New(strings.Join(lines, "\nerror: "))
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}

// harmless escapes what would steer a terminal: names come from files and
// registries.
func harmless(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return unicode.ReplacementChar
		}
		return r
	}, s)
}
