package rolloutconvert

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/kurumi-krm/kurumi/pkg/lazyregexp"
)

// A Share is a part of a whole, more than nothing and less than everything, as in
// 99.9%. It is counted in billionths, so that what is written is what comes out.
type Share int64

const (
	entire        Share = 1_000_000_000
	hundredth           = entire / 100
	percentDigits       = 7 // decimals of a percentage that a billionth can tell
)

var percentage = lazyregexp.New(`^(\d{1,3})(?:\.(\d{1,7}))?%$`)

// UnmarshalText reads a percentage. The sign is required, since 0.1 alone means a
// tenth to some and a thousandth to others.
func (s *Share) UnmarshalText(text []byte) error {
	m := percentage.FindStringSubmatch(string(text))
	if m == nil {
		return fmt.Errorf("is %q, but must be a percentage as in 99.9%% or 0.1%%, with the sign and at most %d decimals", text, percentDigits)
	}
	n, err := strconv.ParseInt(m[1]+m[2]+strings.Repeat("0", percentDigits-len(m[2])), 10, 64)
	if err != nil {
		return fmt.Errorf("is %q, but must be a percentage as in 99.9%%", text)
	}
	if n <= 0 || Share(n) >= entire {
		return fmt.Errorf("is %q, but must be more than 0%% and less than 100%%", text)
	}
	*s = Share(n)
	return nil
}

// MarshalText writes a percentage without needless zeros.
func (s Share) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

func (s Share) String() string { return decimal(int64(s), int64(hundredth)) + "%" }

// fraction is the share as a number between 0 and 1.
func (s Share) fraction() string { return decimal(int64(s), int64(entire)) }

// decimal writes n/unit, the unit being a power of ten, with all its decimals and
// no more.
func decimal(n, unit int64) string {
	digits := len(strconv.FormatInt(unit, 10)) - 1
	text := fmt.Sprintf("%d.%0*d", n/unit, digits, n%unit)
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
}
