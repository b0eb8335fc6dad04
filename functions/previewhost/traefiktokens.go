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

// matchTokenAt reads the token at or after pos, past white space. At the end it is a matchEnd.
func matchTokenAt(expr string, pos int) (matchToken, error) {
	rest := strings.TrimLeft(expr[pos:], " \t\r\n")
	if rest == "" {
		return matchToken{matchEnd, len(expr), len(expr)}, nil
	}
	pos = len(expr) - len(rest)
	t := matchToken{matchOther, pos, pos + 1}
	switch c := rest[0]; {
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
	case templateClose(rest) != "":
		i := strings.Index(rest, templateClose(rest))
		if i < 0 {
			return t, matchError(expr, pos, rest[:2]+" is never closed")
		}
		t.kind, t.end = matchTemplate, pos+i+len(templateClose(rest))
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

// templateClose is what closes the template that s starts with, if it does.
func templateClose(s string) string {
	switch {
	case strings.HasPrefix(s, "{{"):
		return "}}"
	case strings.HasPrefix(s, "${"):
		return "}"
	case strings.HasPrefix(s, "$("):
		return ")"
	}
	return ""
}

// matchError says where in expr something is wrong.
func matchError(expr string, at int, what string) error {
	return fmt.Errorf("%s, at character %d of the match expression (%s)", what, at+1, quoted(expr[at:]))
}
