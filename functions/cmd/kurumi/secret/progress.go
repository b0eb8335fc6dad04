package secret

import (
	"fmt"
	"io"
	"sync"

	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/tell"
)

// progress shows how far a run is: on a terminal in one line that is drawn again
// and again, elsewhere, if there is much to do, in a line for each tenth.
type progress struct {
	w             io.Writer
	line          tell.Line
	mu            sync.Mutex
	files, values int // all of them
	doneFiles     int
	doneValues    int
}

// much is how many values take long enough to be told about.
const much = 200

func newProgress(w io.Writer, files, values int) *progress {
	return &progress{w: w, line: tell.NewLine(w), files: files, values: values}
}

// value counts a value that is done, and its file if that was the last one in it.
func (p *progress) value(last bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.doneValues++
	if last {
		p.doneFiles++
	}
	p.line.Draw(p.String())
	tenth := p.doneValues*10/p.values > (p.doneValues-1)*10/p.values
	if !p.line.Draws && tenth && p.values >= much {
		fmt.Fprintln(p.w, p)
	}
}

func (p *progress) String() string {
	return fmt.Sprintf("%d/%d files, %d/%d values", p.doneFiles, p.files, p.doneValues, p.values)
}
