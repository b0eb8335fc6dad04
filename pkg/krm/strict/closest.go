package strict

import "strings"

// Closest gives the candidate that somebody who wrote word most likely meant,
// or an empty string. In this order: the one that differs only in case; one
// slip away (a letter left out, added, changed, or swapped with its neighbour);
// the one that begins with the word, or that the word begins with; two slips
// away. Words of up to three letters are too easily near each other for the
// last, of two for the last but one. Of equals the first wins.
func Closest(word string, candidates []string) string {
	word = strings.ToLower(word)
	best, least := "", farther
	for _, c := range candidates {
		if n := rank(word, strings.ToLower(c)); n < least {
			best, least = c, n
		}
	}
	return best
}

const (
	sameFold = iota
	oneSlip
	prefix
	twoSlips
	farther
)

func rank(word, candidate string) int {
	slips, shorter := distance(word, candidate, 2), min(len(word), len(candidate))
	switch {
	case slips == 0:
		return sameFold
	case slips == 1:
		return oneSlip
	case shorter >= 3 && word[:shorter] == candidate[:shorter]:
		return prefix
	case slips == 2 && shorter > 3:
		return twoSlips
	}
	return farther
}

// distance counts the slips between two words (Damerau-Levenshtein, without
// editing a swapped pair again), and stops caring beyond limit.
func distance(a, b string, limit int) int {
	from, to := []rune(a[:min(len(a), 4*len(b)+4*limit+4)]), []rune(b)
	if diff := len(from) - len(to); diff > limit || -diff > limit {
		return limit + 1
	}
	var before []int
	row := make([]int, len(to)+1)
	for j := range row {
		row[j] = j
	}
	for i := range from {
		next := make([]int, len(to)+1)
		next[0] = i + 1
		for j := range to {
			next[j+1] = min(row[j+1], next[j]) + 1
			if from[i] == to[j] {
				next[j+1] = min(next[j+1], row[j])
			} else {
				next[j+1] = min(next[j+1], row[j]+1)
			}
			if i > 0 && j > 0 && from[i] == to[j-1] && from[i-1] == to[j] {
				next[j+1] = min(next[j+1], before[j-1]+1)
			}
		}
		before, row = row, next
	}
	return row[len(to)]
}
