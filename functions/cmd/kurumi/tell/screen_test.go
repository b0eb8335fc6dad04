package tell

import (
	"bytes"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestATerminalIsNoFileAndNoPipe(t *testing.T) {
	file, err := os.Create(t.TempDir() + "/file")
	require.NoError(t, err)
	closed, err := os.Create(t.TempDir() + "/closed")
	require.NoError(t, err)
	require.NoError(t, closed.Close())
	in, out, err := os.Pipe()
	require.NoError(t, err)
	device := characterDevice(t)
	for name, test := range map[string]struct {
		stream any
		want   bool
	}{
		"a buffer":           {&bytes.Buffer{}, false},
		"nothing":            {nil, false},
		"a file":             {file, false},
		"a closed file":      {closed, false},
		"no file":            {(*os.File)(nil), false},
		"a pipe":             {in, false},
		"its other end":      {out, false},
		"a character device": {device, true},
	} {
		assert.Equal(t, test.want, IsTerminal(test.stream), name)
	}
	for _, f := range []*os.File{file, in, out} {
		require.NoError(t, f.Close())
	}
}

func TestWhereControlSequencesAreWanted(t *testing.T) {
	device := characterDevice(t)
	for name, test := range map[string]struct {
		noColor, term string
		want          bool
	}{
		"a terminal":      {"", "xterm", true},
		"of unknown kind": {"", "", true},
		"NO_COLOR":        {"1", "xterm", false},
		"a dumb one":      {"", "dumb", false},
		"both":            {"1", "dumb", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("NO_COLOR", test.noColor)
			t.Setenv("TERM", test.term)
			assert.Equal(t, test.want, Draws(device))
			assert.Equal(t, test.want, NewLine(device).Draws)
			assert.False(t, Draws(&bytes.Buffer{}))
		})
	}
}

// characterDevice passes for a terminal.
func characterDevice(t *testing.T) *os.File {
	t.Helper()
	f, err := os.OpenFile(os.DevNull, os.O_RDWR, 0)
	require.NoError(t, err)
	t.Cleanup(func() { _ = f.Close() })
	return f
}

func TestALineIsDrawnOverItself(t *testing.T) {
	draw := func(draws bool) string {
		var screen bytes.Buffer
		line := NewLine(&screen)
		assert.False(t, line.Draws)
		line.Draws = draws
		line.Clear()
		line.Draw("1/2 a\nb")
		line.Draw("2/2 \x1b[2J")
		line.Clear()
		line.Clear()
		return screen.String()
	}
	assert.Equal(t, "\r\x1b[K"+`1/2 a\nb`+"\r\x1b[K"+`2/2 \x1b[2J`+"\r\x1b[K", draw(true))
	assert.Empty(t, draw(false))
}
