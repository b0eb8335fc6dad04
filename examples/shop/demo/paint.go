package main

import (
	"io"
	"os"
	"regexp"
	"strings"
)

// wantsColour follows no-color.org, and leaves files and pipes plain.
func wantsColour(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0 && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
}

// title is the first line of a chapter.
var title = regexp.MustCompile(`^[0-9]+\. `)

// paint writes the story, with the diffs as git would colour them.
func paint(w io.Writer, text string, colour bool) error {
	var b strings.Builder
	for line := range strings.Lines(text) {
		code := ""
		switch {
		case !colour:
		case line[0] == '-':
			code = "31"
		case line[0] == '+':
			code = "32"
		case line[0] == '@':
			code = "36"
		case title.MatchString(line):
			code = "1"
		}
		if code != "" {
			line = "\x1b[" + code + "m" + strings.TrimSuffix(line, "\n") + "\x1b[0m\n"
		}
		b.WriteString(line)
	}
	_, err := io.WriteString(w, b.String())
	return err
}
