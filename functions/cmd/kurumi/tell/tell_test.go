package tell

import (
	"bytes"
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kurumi-krm/kurumi/pkg/krm"
)

func TestErrorsAreToldInOneGo(t *testing.T) {
	for name, test := range map[string]struct {
		fill    func(r *Report)
		outcome string
		want    string // empty for no error
	}{
		"none": {fill: func(*Report) {}},
		"notes and warnings are none": {fill: func(r *Report) {
			r.Notef("a")
			r.Warnf("b")
		}},
		"one": {
			fill:    func(r *Report) { r.Errorf("%s: %v", "a.yaml", errors.New("is empty")) },
			outcome: "nothing was written",
			want:    "kurumi secret seal: 1 error; nothing was written\nerror: a.yaml: is empty",
		},
		"two, one of them of several lines": {
			fill: func(r *Report) {
				r.Errorf("a:\n  b")
				r.Errorf("c")
			},
			outcome: "nothing was written",
			want:    "kurumi secret seal: 2 errors; nothing was written\nerror: a:\n  b\nerror: c",
		},
		"of a function, without its own severity": {
			fill: func(r *Report) {
				r.Results([]krm.Result{
					{Severity: krm.Warning, Message: "w"}, {Severity: krm.Info, Message: "i"},
					{Severity: krm.Error, Message: "e", File: &krm.File{Path: "a.yaml"}},
				})
			},
			outcome: "nothing was written",
			want:    "kurumi secret seal: 1 error; nothing was written\nerror: in a.yaml: e",
		},
		"with names that would steer a terminal": {
			fill:    func(r *Report) { r.Errorf("%s", "a\x1b[2J") },
			outcome: "b\r is as it was",
			want:    `kurumi secret seal: 1 error; b\r is as it was` + "\n" + `error: a\x1b[2J`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := &Report{Stderr: &bytes.Buffer{}}
			test.fill(r)
			err := r.Err("kurumi secret seal", test.outcome)
			assert.Equal(t, test.want != "", r.Failed())
			assert.Equal(t, r.Failed(), len(r.Errors()) > 0)
			if test.want == "" {
				require.NoError(t, err)
				return
			}
			require.EqualError(t, err, test.want)
		})
	}
}

func TestNotesAndWarningsAreToldAtOnce(t *testing.T) {
	for name, test := range map[string]struct {
		tell func(r *Report)
		want string
	}{
		"a note":    {func(r *Report) { r.Notef("%d files", 2) }, "2 files\n"},
		"a warning": {func(r *Report) { r.Warnf("look at %s", "a\x07\tb") }, `warning: look at a\a` + "\tb\n"},
		"results": {func(r *Report) {
			assert.False(t, r.Results([]krm.Result{{Severity: krm.Warning, Message: "a"}, {Severity: krm.Info, Message: "b"}}))
		}, "warning: a\n"},
		"results that fail": {func(r *Report) {
			assert.True(t, r.Results([]krm.Result{{Severity: krm.Error, Message: "a"}, {Severity: krm.Warning, Message: "b"}}))
		}, "warning: b\n"},
		"an error": {func(r *Report) { r.Errorf("a") }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			var stderr bytes.Buffer
			test.tell(&Report{Stderr: &stderr})
			assert.Equal(t, test.want, stderr.String())
		})
	}
}

func TestCount(t *testing.T) {
	for n, want := range map[int]string{0: "0 errors", 1: "1 error", 2: "2 errors"} {
		assert.Equal(t, want, Count(n, "error"))
	}
}
