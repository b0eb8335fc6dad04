package render

import (
	"strconv"

	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/tell"
	"github.com/kurumi-krm/kurumi/pkg/krm/strict"
)

// A report is what a run tells people.
type report struct{ tell.Report }

// err is everything that went wrong.
func (r *report) err() error { return r.Err("kurumi render", "nothing was written") }

func lineOf(p strict.Problem) string {
	if p.Line == 0 {
		return ""
	}
	return strconv.Itoa(p.Line) + ":"
}
