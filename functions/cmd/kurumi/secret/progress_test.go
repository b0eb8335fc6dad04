package secret

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestProgressIsToldWhereItTakesLong(t *testing.T) {
	told := func(draws bool, values int) string {
		var out bytes.Buffer
		p := newProgress(&out, 2, values)
		assert.False(t, p.line.Draws, "a buffer is no terminal")
		p.line.Draws = draws
		for i := range values {
			p.value(i == values/2-1 || i == values-1)
		}
		p.line.Clear()
		return out.String()
	}
	assert.Empty(t, told(false, much-1))
	assert.Equal(t, "0/2 files, 20/200 values\n0/2 files, 40/200 values\n0/2 files, 60/200 values\n0/2 files, 80/200 values\n1/2 files, 100/200 values\n"+
		"1/2 files, 120/200 values\n1/2 files, 140/200 values\n1/2 files, 160/200 values\n1/2 files, 180/200 values\n2/2 files, 200/200 values\n", told(false, much))
	assert.Equal(t, "\r\x1b[K1/2 files, 1/2 values\r\x1b[K2/2 files, 2/2 values\r\x1b[K", told(true, 2))
}
