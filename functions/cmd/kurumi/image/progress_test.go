package image

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/image/place"
	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/tell"
)

func TestProgressIsDrawnOverItselfOnAScreen(t *testing.T) {
	var out bytes.Buffer
	p := &progress{w: &out, line: tell.Line{W: &out, Draws: true}, meter: &place.Meter{}, quit: make(chan struct{})}
	p.phase("reading base")
	p.tell()
	fmt.Fprintln(p, "a note")
	p.phase("writing \x1b[31mapi")
	p.stop()
	p.stop()
	assert.Equal(t, "\r\x1b[Kreading base: 0 B read, 0 B written"+
		"\r\x1b[Ka note\n"+
		"\r\x1b[Kwriting \\x1b[31mapi: 0 B read, 0 B written\r\x1b[K", out.String())
}

func TestProgressIsLinesElsewhere(t *testing.T) {
	var out bytes.Buffer
	p := newProgress(&out, &place.Meter{})
	p.phase("reading base")
	p.tell()
	p.tell()
	fmt.Fprintln(p, "a note")
	p.stop()
	p.tell()
	assert.Equal(t, "reading base: 0 B read, 0 B written\na note\n", out.String())
}

func TestBytesAreForPeople(t *testing.T) {
	for n, want := range map[int64]string{0: "0 B", 999: "999 B", 1000: "1.0 kB", 999_949: "999.9 kB", 200_000_000: "200.0 MB"} {
		assert.Equal(t, want, bytesText(n))
	}
}
