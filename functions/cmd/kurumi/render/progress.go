package render

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"

	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/tell"
)

// progress shows how far the builds are: on a terminal in one line that is drawn
// again and again, elsewhere in a line for each environment that is done.
type progress struct {
	w       io.Writer
	line    tell.Line
	mu      sync.Mutex
	running []string
	done    int
	total   int
}

func newProgress(w io.Writer, total int) *progress {
	return &progress{w: w, line: tell.NewLine(w), total: total}
}

func (p *progress) begin(name string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.running = append(p.running, name)
	p.draw()
}

// end counts an environment, and tells what its build had to say.
func (p *progress) end(b built, notes []byte) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.running = slices.DeleteFunc(p.running, func(name string) bool { return name == b.name })
	p.done++
	p.line.Clear()
	for line := range strings.Lines(strings.TrimSpace(string(notes))) {
		fmt.Fprintf(p.w, "%s: %s\n", b.name, tell.Clean(strings.TrimRight(line, "\r\n")))
	}
	if !p.line.Draws {
		outcome := tell.Count(len(b.resources), "resource")
		if b.err != nil || len(b.problems) > 0 {
			outcome = "failed"
		}
		fmt.Fprintf(p.w, "%s: %s (%d/%d)\n", b.name, outcome, p.done, p.total)
	}
	p.draw()
}

func (p *progress) draw() {
	if p.done < p.total {
		p.line.Draw(fmt.Sprintf("%d/%d environments: %s", p.done, p.total, cut(strings.Join(p.running, ", "), 50)))
	}
}

// cut keeps the line on one line, or it could not be drawn again.
func cut(s string, limit int) string {
	if len(s) > limit {
		return s[:limit] + "..."
	}
	return s
}
