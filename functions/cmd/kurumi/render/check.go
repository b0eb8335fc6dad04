package render

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/rogpeppe/go-internal/diff"

	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/tell"
)

// formats is how --check can tell what differs.
var formats = []string{"text", "json", "github"}

// A finding is a file that is not as it would be rendered.
type finding struct {
	Environment string `json:"environment"` // empty for the list of files
	File        string `json:"file"`
	State       state  `json:"state"` // missing, changed, leftover
	Line        int    `json:"line"`  // of the file, where it first differs; 0 if it is missing
	Diff        string `json:"diff"`  // unified, without the values of Secrets
}

// tellStale tells what differs, and is an error if anything does.
func (o *options) tellStale(p *place, next *plan, environments int) error {
	findings := []finding{}
	if next != nil {
		for _, c := range next.changes {
			findings = append(findings, c.finding(p.out))
		}
	}
	write := map[string]func(io.Writer, []finding) error{"text": writeText, "json": writeJSON, "github": writeGitHub}[o.format]
	if err := write(o.stdout, findings); err != nil {
		return err
	}
	if len(findings) > 0 {
		return fmt.Errorf("kurumi render --check: %s not up to date; run kurumi render and commit %s", isOrAre(len(findings)), p.out)
	}
	if next != nil {
		fmt.Fprintf(o.stderr, "%s in %s: %s, up to date\n", tell.Count(environments, "environment"), p.out, tell.Count(next.resources(), "file"))
	}
	return nil
}

func isOrAre(files int) string {
	if files == 1 {
		return "1 file is"
	}
	return tell.Count(files, "file") + " are"
}

func (c change) finding(out string) finding {
	f := finding{Environment: c.environment, File: path.Join(out, c.path), State: c.state}
	if c.state != missing {
		f.Line = firstDifference(c.was, c.is)
	}
	f.Diff = c.diff(f.File)
	return f
}

// diff is a unified diff that git apply takes, unless values are masked in it.
func (c change) diff(file string) string {
	oldName, newName := "a/"+file, "b/"+file
	switch c.state {
	case missing:
		oldName = "/dev/null"
	case leftover:
		newName = "/dev/null"
	}
	head := fmt.Sprintf("--- %s\n+++ %s\n", oldName, newName)
	was, is, err := masked(c.was, c.is)
	if errors.Is(err, errWithheld) || err == nil && bytes.Equal(was, is) {
		return head + "(" + errWithheld.Error() + ")\n"
	}
	if err != nil {
		return head + "(" + err.Error() + ")\n"
	}
	_, text, _ := strings.Cut(string(diff.Diff(oldName, was, newName, is)), "\n") // its first line names the files once more
	return text
}

// firstDifference is the first line that is not the same, from 1.
func firstDifference(was, is []byte) int {
	same := 0
	for same < len(was) && same < len(is) && was[same] == is[same] {
		same++
	}
	return bytes.Count(was[:same], []byte("\n")) + 1
}

func writeJSON(w io.Writer, findings []finding) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(findings)
}

func writeText(w io.Writer, findings []finding) error {
	colours := tell.Draws(w)
	for _, f := range findings {
		text := f.Diff
		if colours {
			text = coloured(tell.Clean(text))
		}
		if _, err := io.WriteString(w, text); err != nil {
			return err
		}
	}
	return nil
}

// coloured is a diff as a terminal shows it.
func coloured(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		colour := ""
		switch {
		case strings.HasPrefix(line, "--- "), strings.HasPrefix(line, "+++ "):
			colour = "1" // bold
		case strings.HasPrefix(line, "@@"):
			colour = "36"
		case strings.HasPrefix(line, "-"):
			colour = "31"
		case strings.HasPrefix(line, "+"):
			colour = "32"
		}
		if colour != "" {
			line = "\x1b[" + colour + "m" + line + "\x1b[m"
		}
		b.WriteString(line + "\n")
	}
	return b.String()
}
