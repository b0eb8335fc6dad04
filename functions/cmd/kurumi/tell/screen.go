package tell

import (
	"fmt"
	"io"
	"os"
)

// IsTerminal tells a person's keyboard or screen from files and pipes. Other character
// devices pass for one, such as /dev/null.
func IsTerminal(stream any) bool {
	f, ok := stream.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// Draws tells whether something is a screen on which control sequences are wanted, be
// it for colours or for a Line.
func Draws(w io.Writer) bool {
	return IsTerminal(w) && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
}

// A Line of a screen is drawn again and again, to show how far a run is.
type Line struct {
	W     io.Writer
	Draws bool // if not, nothing is drawn

	drawn bool
}

// NewLine is a line that is drawn where that is wanted.
func NewLine(w io.Writer) Line { return Line{W: w, Draws: Draws(w)} }

// Draw draws a text in place of the last one.
func (l *Line) Draw(text string) {
	if l.Draws {
		fmt.Fprintf(l.W, "\r\x1b[K%s", oneLine(text))
		l.drawn = true
	}
}

// Clear makes room for a line of something else.
func (l *Line) Clear() {
	if l.drawn {
		fmt.Fprint(l.W, "\r\x1b[K")
		l.drawn = false
	}
}
