package secret

import (
	"fmt"
	"io"
	"os"
	"sync"
)

// progress shows how far a run is: on a terminal in one line that is drawn again
// and again, elsewhere, if there is much to do, in a line for each tenth.
type progress struct {
	w             io.Writer
	draws         bool
	mu            sync.Mutex
	files, values int // all of them
	doneFiles     int
	doneValues    int
}

// much is how many values take long enough to be told about.
const much = 200

func newProgress(w io.Writer, files, values int) *progress {
	draws := isTerminal(w) && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
	return &progress{w: w, draws: draws, files: files, values: values}
}

// value counts a value that is done, and its file if that was the last one in it.
func (p *progress) value(last bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.doneValues++
	if last {
		p.doneFiles++
	}
	p.draw()
	tenth := p.doneValues*10/p.values > (p.doneValues-1)*10/p.values
	if !p.draws && tenth && p.values >= much {
		fmt.Fprintln(p.w, p)
	}
}

func (p *progress) String() string {
	return fmt.Sprintf("%d/%d files, %d/%d values", p.doneFiles, p.files, p.doneValues, p.values)
}

func (p *progress) draw() {
	if p.draws {
		fmt.Fprintf(p.w, "\r%s", p)
	}
}

// clear makes room for a line of something else.
func (p *progress) clear() {
	if p.draws {
		fmt.Fprint(p.w, "\r\x1b[K")
	}
}
