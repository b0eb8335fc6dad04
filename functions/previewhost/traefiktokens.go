package previewhost

import (
	"fmt"
	"strings"
)

// A matchToken is a piece of a Traefik rule expression, expr[start:end).
type matchToken struct {
	kind       matchKind
	start, end int
}

type matchKind byte

// The kinds of one character are written as that character.
const (
	matchName     matchKind = 'a' // a matcher, or an argument that somebody forgot to quote
	matchString   matchKind = '"' // in backquotes or double quotes
	matchTemplate matchKind = '$' // {{ … }}, ${…} or $(…) outside of quotes
	matchAnd      matchKind = '&' // &&
	matchOr       matchKind = '|' // ||
	matchOther    matchKind = '?' // no part of Traefik's language, like a string in single quotes
	matchEnd      matchKind = 0
)

// matchTokens cuts expr into tokens, without the white space between them. The last one is always a matchEnd.
func matchTokens(expr string) ([]matchToken, error) {
	var tokens []matchToken
	for pos := 0; pos < len(expr); {
		t, err := matchTokenAt(expr, pos)
		if err != nil {
			return nil, err
		}
		if !strings.ContainsRune(" \t\r\n", rune(expr[pos])) {
			tokens = append(tokens, t)
		}
		pos = t.end
	}
	return append(tokens, matchToken{matchEnd, len(expr), len(expr)}), nil
}

func matchTokenAt(expr string, pos int) (matchToken, error) {
	t := matchToken{matchOther, pos, pos + 1}
	rest := expr[pos:]
	switch c := expr[pos]; {
	case c == '(' || c == ')' || c == ',' || c == '!':
		t.kind = matchKind(c)
	case isHostByte[c]:
		t.kind = matchName
		for t.end < len(expr) && isHostByte[expr[t.end]] {
			t.end++
		}
	case c == '"' || c == '`' || c == '\'':
		size := quotedSize(rest)
		if size == 0 {
			return t, matchError(expr, pos, fmt.Sprintf("%c is never closed", c))
		}
		t.end = pos + size
		if c != '\'' {
			t.kind = matchString
		}
	case strings.HasPrefix(rest, "&&"):
		t.kind, t.end = matchAnd, pos+2
	case strings.HasPrefix(rest, "||"):
		t.kind, t.end = matchOr, pos+2
	default:
		if size := templateSize(rest); size > 0 {
			t.kind, t.end = matchTemplate, pos+size
		}
	}
	return t, nil
}

// quotedSize is the length of the string that s starts with, with its quotes; 0 if it is never closed. Only in backquotes
// a backslash is like any other character.
func quotedSize(s string) int {
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == s[0]:
			return i + 1
		case s[i] == '\\' && s[0] != '`':
			i++
		}
	}
	return 0
}

// templateSize is the length of the template that s starts with, 0 if there is none.
func templateSize(s string) int {
	for _, marks := range [...][2]string{{"{{", "}}"}, {"${", "}"}, {"$(", ")"}} {
		if strings.HasPrefix(s, marks[0]) {
			if i := strings.Index(s, marks[1]); i > 0 {
				return i + len(marks[1])
			}
		}
	}
	return 0
}

// matchError says where in expr something is wrong.
func matchError(expr string, at int, what string) error {
	return fmt.Errorf("%s, at character %d of the match expression (%s)", what, at+1, quoted(expr[at:]))
}
