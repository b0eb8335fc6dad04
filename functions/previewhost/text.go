package previewhost

import (
	"regexp"
	"strings"
)

// A change is a host in a text and what it became.
type change struct{ from, to string }

// rewriteText replaces every known host in text by its image and keeps every other byte. It returns what it replaced, and
// the mentions that it can't replace but somebody should know of, with their places in the original text. A text without
// a known host costs no allocation.
//
// What it leaves without a word, because there the same name is no host that a preview serves, stands in context.go.
func (s *hostSet) rewriteText(text string) (string, []change, []mention) {
	return s.rewrite(text, usage{})
}

// rewriteValue is rewriteText for the value of a field or variable. Its name counts where the text alone doesn't tell: under
// `registry` or `image`, www.example.com/shop is an image.
func (s *hostSet) rewriteValue(name, text string) (string, []change, []mention) {
	return s.rewrite(text, usage{name: name})
}

// rewriteRegexp is rewriteText for a regular expression: a host with escaped dots is replaced as well, by its image with
// escaped dots. Wildcards mean something else in a regular expression, so they are only reported.
func (s *hostSet) rewriteRegexp(pattern string) (string, []change, []mention) {
	return s.rewrite(pattern, usage{regexp: true})
}

// usage is what is known of a text besides its characters.
type usage struct {
	name   string // of the field or variable that it is the value of
	regexp bool
}

func (s *hostSet) rewrite(text string, u usage) (string, []change, []mention) {
	var (
		out     strings.Builder
		changes []change
		warn    []mention
		copied  int
	)
	for m, ok := find(s, text, 0); ok; m, ok = find(s, text, m.end) {
		if m.kind == served && isPercentEncoded(text[m.end:]) {
			m.kind = encoded
		}
		image := u.imageOf(m)
		switch {
		case m.kind != parent && !servesAt(text, m.start, m.end, u):
		case image == "":
			warn = append(warn, m)
		default:
			out.WriteString(text[copied:m.start])
			out.WriteString(image)
			copied = m.end
			changes = append(changes, change{m.host, m.image})
		}
	}
	if changes == nil {
		return text, nil, warn
	}
	out.WriteString(text[copied:])
	return out.String(), changes, warn
}

// imageOf is what is written in place of a mention; nothing if it can only be reported.
func (u usage) imageOf(m mention) string {
	switch {
	case u.regexp && strings.Contains(m.host+m.image, "*"):
		return ""
	case u.regexp && m.kind == escaped:
		return regexp.QuoteMeta(m.image)
	case m.kind == served:
		return m.image
	}
	return ""
}

// isPercentEncoded tells a URL-encoded character (%2F) from the %s of a format.
func isPercentEncoded(s string) bool {
	return len(s) > 2 && s[0] == '%' && isHex(s[1]) && isHex(s[2])
}
