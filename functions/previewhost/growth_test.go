package previewhost

import (
	"testing"
	"time"
)

// assertLinear fails if do takes far more than eight times as long for an input eight times as large. What is quadratic
// takes sixty-four times as long. Each size counts with its best run of three, since other work on the machine can only
// make a run longer.
func assertLinear(t *testing.T, name string, n int, do func(n int)) {
	t.Helper()
	best := func(n int) time.Duration {
		fastest := time.Hour
		for range 3 {
			start := time.Now()
			do(n)
			fastest = min(fastest, time.Since(start))
		}
		return max(fastest, time.Millisecond) // below this the scheduler decides; what is quadratic takes seconds
	}
	small, large := best(n), best(8*n)
	if large > 32*small {
		t.Errorf("%q: %v for %d bytes, but %v for %d", name, small, n, large, 8*n)
	}
}
