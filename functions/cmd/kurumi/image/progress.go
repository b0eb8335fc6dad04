package image

import (
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/image/place"
	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/tell"
)

// A progress says what is being done, and how many bytes went over the wire: on a
// terminal in one line that is drawn again and again, elsewhere in a line every few
// seconds. Other lines are written through it, so that they do not run into that.
type progress struct {
	w     io.Writer
	line  tell.Line
	meter *place.Meter

	mu    sync.Mutex
	doing string
	last  string
	quit  chan struct{}
	once  sync.Once
}

func newProgress(w io.Writer, meter *place.Meter) *progress {
	p := &progress{w: w, line: tell.NewLine(w), meter: meter, quit: make(chan struct{})}
	go p.run()
	return p
}

func (p *progress) run() {
	every := 10 * time.Second
	if p.line.Draws {
		every = 100 * time.Millisecond
	}
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	for {
		select {
		case <-p.quit:
			return
		case <-ticker.C:
			p.tell()
		}
	}
}

// phase says what is being done from now on.
func (p *progress) phase(doing string) {
	p.mu.Lock()
	p.doing = tell.Clean(doing)
	p.mu.Unlock()
	if p.line.Draws {
		p.tell()
	}
}

// tell says how far it is, if that is news.
func (p *progress) tell() {
	p.mu.Lock()
	defer p.mu.Unlock()
	line := fmt.Sprintf("%s: %s read, %s written", p.doing, bytesText(p.meter.Read()), bytesText(p.meter.Written()))
	if p.doing == "" || line == p.last {
		return
	}
	p.last = line
	if p.line.Draws {
		p.line.Draw(line)
		return
	}
	fmt.Fprintln(p.w, line)
}

// Write writes whole lines of something else.
func (p *progress) Write(text []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.clear()
	return p.w.Write(text)
}

func (p *progress) clear() {
	if p.line.Draws {
		p.line.Clear()
		p.last = ""
	}
}

// stop ends it. The line goes away.
func (p *progress) stop() {
	p.once.Do(func() {
		close(p.quit)
		p.mu.Lock()
		defer p.mu.Unlock()
		p.clear()
		p.doing = ""
	})
}

// bytesText is a number of bytes for people.
func bytesText(n int64) string {
	switch {
	case n < 1000:
		return fmt.Sprintf("%d B", n)
	case n < 1000_000:
		return fmt.Sprintf("%.1f kB", float64(n)/1000)
	}
	return fmt.Sprintf("%.1f MB", float64(n)/1000_000)
}
