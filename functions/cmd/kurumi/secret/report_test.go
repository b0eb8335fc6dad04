package secret

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kurumi-krm/kurumi/pkg/krm"
)

func TestAReportTellsAllErrorsBehindALineThatSumsUp(t *testing.T) {
	var stderr bytes.Buffer
	r := report{w: &stderr}
	require.NoError(t, r.err("seal", "nothing was written"))
	r.warnf("a %s", "look")
	failed := r.results([]krm.Result{{Severity: krm.Warning, Message: "b"}, {Severity: krm.Info, Message: "c"}})
	assert.False(t, failed)
	r.errorf("d")
	failed = r.results([]krm.Result{{Severity: krm.Error, Message: "e"}})
	assert.True(t, failed)
	assert.Equal(t, "warning: a look\nwarning: b\n", stderr.String())
	require.EqualError(t, r.err("seal", "nothing was written"), "kurumi secret seal: 2 errors; nothing was written\nerror: d\nerror: e")
}

func TestNothingSteersATerminal(t *testing.T) {
	assert.Equal(t, `a\x1b[31m\a\rb`+"\n"+`\u202ec`, clean("a\x1b[31m\a\rb\n\u202ec"))
	assert.Equal(t, "ä…", clean("ä…"))
	assert.Equal(t, "a\\tb\t-\tc\\nd", cells("a\tb", "", "c\nd"))
}

func TestProgressIsToldWhereItTakesLong(t *testing.T) {
	told := func(draws bool, values int) string {
		var out bytes.Buffer
		p := newProgress(&out, 2, values)
		assert.False(t, p.draws, "a buffer is no terminal")
		p.draws = draws
		for i := range values {
			p.value(i == values/2-1 || i == values-1)
		}
		p.clear()
		return out.String()
	}
	assert.Empty(t, told(false, much-1))
	assert.Equal(t, "0/2 files, 20/200 values\n0/2 files, 40/200 values\n0/2 files, 60/200 values\n0/2 files, 80/200 values\n1/2 files, 100/200 values\n"+
		"1/2 files, 120/200 values\n1/2 files, 140/200 values\n1/2 files, 160/200 values\n1/2 files, 180/200 values\n2/2 files, 200/200 values\n", told(false, much))
	assert.Equal(t, "\r1/2 files, 1/2 values\r2/2 files, 2/2 values\r\x1b[K", told(true, 2))
}
