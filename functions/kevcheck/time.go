package kevcheck

import (
	"fmt"
	"strconv"
	"time"

	"github.com/kurumi-krm/kurumi/pkg/lazyregexp"
)

// An Age is how old something may be.
type Age time.Duration

const (
	hour = Age(time.Hour)
	day  = 24 * hour
)

var ageForm = lazyregexp.New(`^([1-9]\d{0,3})([dh])$`)

// UnmarshalText reads whole days or whole hours.
func (a *Age) UnmarshalText(text []byte) error {
	m := ageForm.FindSubmatch(text)
	if m == nil {
		return fmt.Errorf("is %q, but must be days or hours, as in 14d or 36h", text)
	}
	n, err := strconv.Atoi(string(m[1]))
	if err != nil {
		return err
	}
	*a = Age(n) * hour
	if m[2][0] == 'd' {
		*a = Age(n) * day
	}
	return nil
}

// MarshalText writes days where they are whole ones.
func (a Age) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

func (a Age) String() string {
	if a%day == 0 {
		return fmt.Sprintf("%dd", a/day)
	}
	return fmt.Sprintf("%dh", a/hour)
}

// A Date is a day in UTC.
type Date struct{ first time.Time }

// UnmarshalText reads a day.
func (d *Date) UnmarshalText(text []byte) error {
	first, err := time.Parse(time.DateOnly, string(text))
	if err != nil {
		return fmt.Errorf("is %q, but must be a day, as in 2027-01-31", text)
	}
	d.first = first
	return nil
}

// MarshalText writes what UnmarshalText reads.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

func (d Date) String() string { return d.first.Format(time.DateOnly) }

// over reports whether the day has passed.
func (d Date) over(now time.Time) bool { return !now.Before(d.first.AddDate(0, 0, 1)) }
