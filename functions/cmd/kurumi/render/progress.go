package render

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
)

// progress shows how far the builds are: on a terminal in one line that is drawn
// again and again, elsewhere in a line for each environment that is done.
type progress struct {
	w       io.Writer
	draws   bool
	mu      sync.Mutex
	running []string
	done    int
	total   int
}

func newProgress(w io.Writer, total int) *progress {
	return &progress{w: w, draws: isTerminal(w), total: total}
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
	p.clear()
	for line := range strings.Lines(strings.TrimSpace(string(notes))) {
		fmt.Fprintf(p.w, "%s: %s\n", b.name, clean(strings.TrimRight(line, "\r\n")))
	}
	if !p.draws {
		outcome := count(len(b.resources), "resource")
		if b.err != nil || len(b.problems) > 0 {
			outcome = "failed"
		}
		fmt.Fprintf(p.w, "%s: %s (%d/%d)\n", b.name, outcome, p.done, p.total)
	}
	p.draw()
}

func (p *progress) draw() {
	if p.draws && p.done < p.total {
		p.clear()
		fmt.Fprintf(p.w, "%d/%d environments: %s", p.done, p.total, cut(strings.Join(p.running, ", "), 50))
	}
}

// cut keeps the line on one line, or it could not be drawn again.
func cut(s string, limit int) string {
	if len(s) > limit {
		return s[:limit] + "..."
	}
	return s
}

// clear makes room for a line of something else.
func (p *progress) clear() {
	if p.draws {
		fmt.Fprint(p.w, "\r\x1b[K")
	}
}
