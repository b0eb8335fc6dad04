package previewhost

import "strings"

// matchGlob tells whether s matches pattern, in which * stands for any run of characters, none and dots included.
// Each piece between two stars is looked for once, from left to right, so that no pattern takes more than linear time.
func matchGlob(pattern, s string) bool {
	head, rest, star := strings.Cut(pattern, "*")
	if !star {
		return pattern == s
	}
	s, ok := strings.CutPrefix(s, head)
	if !ok {
		return false
	}
	for {
		piece, more, star := strings.Cut(rest, "*")
		if !star {
			return strings.HasSuffix(s, piece) // the last piece stands at the end
		}
		i := strings.Index(s, piece) // the leftmost place leaves the most for the pieces that follow
		if i < 0 {
			return false
		}
		s, rest = s[i+len(piece):], more
	}
}

// globsOverlap tells whether there is a string that both globs match.
//
// overlap(i, j), for the rests a[i:] and b[j:], holds if a star of one is empty or swallows what stands next in the
// other, or if both go on with the same character. Only the row for i+1 is needed to compute that for i.
func globsOverlap(a, b string) bool {
	below := make([]bool, len(b)+1)
	for i := len(a); i >= 0; i-- {
		row := make([]bool, len(b)+1)
		for j := len(b); j >= 0; j-- {
			inA, inB := i < len(a), j < len(b)
			switch {
			case !inA && !inB:
				row[j] = true
			case inA && a[i] == '*', inB && b[j] == '*':
				row[j] = inA && below[j] || inB && row[j+1]
			case inA && inB:
				row[j] = a[i] == b[j] && below[j+1]
			}
		}
		below = row
	}
	return below[0]
}
