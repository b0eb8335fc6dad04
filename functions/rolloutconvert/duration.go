package rolloutconvert

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/kurumi-krm/kurumi/pkg/lazyregexp"
)

// A Duration is a span of time, as in 30d, 2h or 1h30m.
type Duration time.Duration

const day = 24 * time.Hour

// longestDuration keeps the arithmetic with durations far from its limits.
const longestDuration = 3650 * day

var durationUnits = []struct {
	name string
	unit time.Duration
}{{"d", day}, {"h", time.Hour}, {"m", time.Minute}, {"s", time.Second}}

var durationText = lazyregexp.New(`^(?:(\d{1,9})d)?(?:(\d{1,9})h)?(?:(\d{1,9})m)?(?:(\d{1,9})s)?$`)

// UnmarshalText reads whole days, hours, minutes and seconds, in this order, each
// of which may be left out.
func (d *Duration) UnmarshalText(text []byte) error {
	m := durationText.FindStringSubmatch(string(text))
	if m == nil || len(text) == 0 {
		return fmt.Errorf("is %q, but must be a duration as in 30d, 2h or 1h30m", text)
	}
	var sum time.Duration
	for i, u := range durationUnits {
		n, err := strconv.ParseInt("0"+m[i+1], 10, 64)
		if err != nil || n > int64(longestDuration/u.unit) {
			return fmt.Errorf("is %q, but must be at most %s", text, Duration(longestDuration))
		}
		sum += time.Duration(n) * u.unit
	}
	switch {
	case sum == 0:
		return fmt.Errorf("is %q, but must be longer than nothing", text)
	case sum > longestDuration:
		return fmt.Errorf("is %q, but must be at most %s", text, Duration(longestDuration))
	}
	*d = Duration(sum)
	return nil
}

// MarshalText writes the largest units first.
func (d Duration) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

func (d Duration) String() string { return spell(time.Duration(d), durationUnits[0].unit) }

// hours writes a duration as Argo Rollouts and Prometheus both read it: Go has no
// days.
func hours(d time.Duration) string { return spell(d, time.Hour) }

func spell(d, largest time.Duration) string {
	var b strings.Builder
	for _, u := range durationUnits {
		if u.unit > largest || d < u.unit {
			continue
		}
		fmt.Fprintf(&b, "%d%s", d/u.unit, u.name)
		d %= u.unit
	}
	if b.Len() == 0 {
		return "0s"
	}
	return b.String()
}
