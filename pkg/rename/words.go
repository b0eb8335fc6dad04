package rename

import "iter"

// words is every word of a text that may be a name: letters, digits, hyphens and dots, none of the latter two at
// its ends.
func words[T string | []byte](text T) iter.Seq[T] {
	return func(yield func(T) bool) {
		for i := 0; i < len(text); i++ {
			start := i
			for i < len(text) && isNameByte(text[i]) {
				i++
			}
			end := i
			for start < end && isPunctuation(text[start]) {
				start++
			}
			for start < end && isPunctuation(text[end-1]) {
				end--
			}
			if start < end && !yield(text[start:end]) {
				return
			}
		}
	}
}

func isPunctuation(c byte) bool { return c == '-' || c == '.' }

// isNameByte counts the underscore in, which no name has: what has one in it is another word.
func isNameByte(c byte) bool {
	return 'a' <= c && c <= 'z' || '0' <= c && c <= '9' || c == '-' || c == '.' || c == '_' || 'A' <= c && c <= 'Z'
}
