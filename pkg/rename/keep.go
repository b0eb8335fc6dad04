package rename

import (
	"fmt"
	"strconv"
	"strings"
)

// KeepAnnotation stands on a version whose predecessors are kept: how many versions of it stay, itself counted in, and
// what they all are versions of.
//
//	kurumi.dev/keep: "3 db"
const KeepAnnotation = "kurumi.dev/keep"

// Keep is the annotation's value.
func Keep(n int, base string) string { return fmt.Sprintf("%d %s", n, base) }

// ParseKeep reads the annotation: a number of versions, at least one, and a name, which every version's own name begins
// with.
func ParseKeep(value string) (n int, base string, err error) {
	number, base, _ := strings.Cut(value, " ")
	n, err = strconv.Atoi(number)
	if err != nil || n < 1 || base == "" || strings.Contains(base, " ") || Keep(n, base) != value {
		return 0, "", fmt.Errorf("annotation %s: %q is no number of versions, at least 1, and a name behind one space, as in %q", KeepAnnotation, value, Keep(3, "db"))
	}
	return n, base, nil
}
