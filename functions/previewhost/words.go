package previewhost

import (
	"bytes"
	"strings"
)

// A word is a stretch of host characters, as long as it gets, with at least one dot in it: text[start:end). What stands
// on its two sides can be no part of a host, and that is what makes it a whole name: there is no www.example.com in
// www.example.com.au, my-www.example.com or www.example.com.crt.
//
// A dot may also be written as in a regular expression, \. or [.], with more backslashes if that expression is quoted in
// turn. Such a dot belongs to the word if something follows it.
type word struct {
	start, end int
	escaped    bool // one of its dots is
}

// isHostByte holds what can stand in a host, or in what is taken for a longer name: an underscore is in no host, but
// _www.example.com is another name. Letters beyond ASCII end a name: prose in many languages has no spaces.
var isHostByte = func() (is [256]bool) {
	for _, c := range []byte("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.") {
		is[c] = true
	}
	return is
}()

// nextWord finds the first word at or after from, which must not be inside one. It jumps from dot to dot and looks at each
// character a constant number of times, whatever the text.
func nextWord[T stringOrBytes](t T, from int) (word, bool) {
	dot := indexDot(t, from)
	if dot < 0 {
		return word{}, false
	}
	w := word{start: dot, end: dot + 1}
	switch { // is this first dot an escaped one?
	case dot > from && t[dot-1] == '\\':
		w.escaped = true
		for w.start > from && t[w.start-1] == '\\' {
			w.start--
		}
	case dot > from && t[dot-1] == '[' && dot+1 < len(t) && t[dot+1] == ']':
		w.escaped = true
		w.start, w.end = dot-1, dot+2
	}
	for w.start > from && isHostByte[t[w.start-1]] {
		w.start-- // there is no dot before the first one
	}
	for {
		for w.end < len(t) && isHostByte[t[w.end]] {
			w.end++
		}
		n := escapedDot(t, w.end)
		if n == 0 {
			return w, true
		}
		w.end += n
		w.escaped = true
	}
}

// escapedDot is the length of the escaped dot at t[i:], 0 if there is none or nothing of a host follows it.
func escapedDot[T stringOrBytes](t T, i int) int {
	end := i
	switch {
	case i >= len(t):
		return 0
	case t[i] == '\\':
		for end < len(t) && t[end] == '\\' {
			end++
		}
		if end == len(t) || t[end] != '.' {
			return 0
		}
		end++
	case t[i] == '[' && i+2 < len(t) && t[i+1] == '.' && t[i+2] == ']':
		end += 3
	}
	if end == i || end == len(t) || t[end] == '.' || !isHostByte[t[end]] {
		return 0
	}
	return end - i
}

func indexDot[T stringOrBytes](t T, from int) int {
	i := -1
	switch t := any(t).(type) {
	case string:
		i = strings.IndexByte(t[from:], '.')
	case []byte:
		i = bytes.IndexByte(t[from:], '.')
	}
	if i < 0 {
		return i
	}
	return from + i
}

// trim takes the dots off the end: of a fully qualified name, or of a sentence. And the hyphen off the start where a shell
// has :- before a default, as in ${HOST:-www.example.com}.
func trim[T stringOrBytes](t T, w word) word {
	if w.start > 0 && w.end > w.start && t[w.start] == '-' && t[w.start-1] == ':' {
		w.start++
	}
	for w.end > w.start && t[w.end-1] == '.' {
		w.end--
	}
	return w
}

// appendNormal appends the name in a word in the form in which hosts compare; false if it is too long to be one.
func appendNormal[T stringOrBytes](buf []byte, t T, w word) ([]byte, bool) {
	for i := w.start; i < w.end; i++ {
		switch c := t[i]; c {
		case '\\', '[', ']':
		default:
			if len(buf) == cap(buf) {
				return nil, false
			}
			buf = append(buf, lowerByte(c))
		}
	}
	return buf, true
}
