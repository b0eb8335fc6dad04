package previewhost

import "strings"

// A host's name isn't always a host that something serves. This file reads what stands around it: an e-mail address, an
// image reference or a label key must stay as it is when a preview takes over the host.
//
// Two shapes are ambiguous without a scheme. www.example.com/a:b may be an image or a URL, www.example.com/a=b a label or
// a URL: both are left, since a wrong image breaks the preview while a wrong link only leads out of it. And
// www.example.com/shop may be an image, a label key or a URL: it is rewritten, unless the name before it tells better.

// reach is how far we look for what a host belongs to. Few URLs are longer, and without a limit hostile text would take
// quadratic time.
const reach = 1024

// servesAt tells whether the host at text[start:end] is one that is served or called.
func servesAt(text string, start, end int, u usage) bool {
	before, after := text[:start], text[end:]
	if strings.HasPrefix(after, "@") { // a user's name: https://www.example.com@elsewhere.example
		return false
	}
	lead, ok := leadOf(before, u)
	if !ok || isForeign(lead) {
		return false
	}
	tail := tailOf(after)
	path, isQueried := cutQuery(afterPort(tail))
	if isRepository(path) {
		return false
	}
	kind := kindOfName(nameBefore(lead.before, u.name))
	if kind == repositoryName {
		return false
	}
	if lead.isURL {
		return true
	}
	if kind == foreignName {
		return false
	}
	if !strings.HasPrefix(path, "/") || isQueried {
		return true
	}
	return kind != keyName && !strings.ContainsAny(path, ":=@") && !isKey(after[len(tail):])
}

// A lead is what a host's left side tells.
type lead struct {
	isURL  bool   // a scheme stands before it, or // alone
	scheme string // of the URL; empty after // alone
	before string // the text before all that
}

// leadOf reads the left side of a host; false if it is part of something else:
//   - an e-mail address, or git@www.example.com:org/repo. In a URL, what stands before the @ is a user's name;
//   - a path: in /etc/ssl/www.example.com/tls.crt, certs/www.example.com and https://proxy.example.net/www.example.com a
//     folder or a parameter has the host's name;
//   - the rest of a name that a variable begins: ${PREFIX}www.example.com.
func leadOf(before string, u usage) (lead, bool) {
	switch rest, slashes := cutSlashes(before); {
	case slashes == 1 || slashes > 2:
		return lead{}, false
	case slashes == 2 && strings.HasSuffix(rest, ":"):
		return urlLead(rest[:len(rest)-1]), true
	case slashes == 2:
		return lead{isURL: true, before: rest}, rest == "" || !isPathByte(rest[len(rest)-1])
	}
	switch last := before[max(0, len(before)-1):]; last {
	case "@":
		return userLead(before[:len(before)-1])
	case "}", ")":
		return lead{before: before}, u.regexp
	case `\`, "$":
		return lead{}, false
	}
	return lead{before: before}, true
}

// cutSlashes takes the slashes off the end, each with the backslashes that JavaScript and some JSON write before it.
func cutSlashes(s string) (rest string, slashes int) {
	for strings.HasSuffix(s, "/") {
		s = strings.TrimRight(s[:len(s)-1], `\`)
		slashes++
	}
	return s, slashes
}

func urlLead(before string) lead {
	start := len(before)
	for start > 0 && (isHostByte[before[start-1]] || before[start-1] == '+') {
		start--
	}
	return lead{isURL: true, scheme: lower(before[start:]), before: before[:start]}
}

// userLead reads what stands before an @: it belongs to a URL if a scheme begins the same word and nothing has ended its
// authority since. A password may have nearly any character; those that also part one word from the next end it here.
func userLead(before string) (lead, bool) {
	near := before[max(0, len(before)-reach):]
	i := strings.LastIndex(near, "://")
	if i < 0 || strings.ContainsAny(near[i+len("://"):], "/?#,;|<>\"'` \t\r\n") {
		return lead{}, false
	}
	return urlLead(before[:len(before)-len(near)+i]), true
}

// isForeign tells whether a URL names a repository, an image, a bucket or a trust domain, none of which a preview serves.
func isForeign(l lead) bool {
	vcs, _, _ := strings.Cut(l.scheme, "+") // git+https
	switch vcs {
	case "git", "ssh", "svn", "hg", "bzr", "oci", "docker", "docker-pullable", "s3", "gs", "spiffe":
		return true
	}
	return strings.HasSuffix(l.before, "git::") // Terraform's and Helm's git::https://…
}

// tailOf is what follows a host in the same word: its port, path and query. A closing bracket ends it unless it is opened
// in the tail itself, as in $(TAG).
func tailOf(after string) string {
	if after == "" || strings.IndexByte(":/?#", after[0]) < 0 {
		return ""
	}
	after = after[:min(len(after), reach)]
	depth := 0
	for i := range len(after) {
		switch after[i] {
		case ' ', '\t', '\r', '\n', '"', '\'', '`', '<', '>', ',', ';', '|', '\\', '&':
			return after[:i]
		case '(', '[', '{':
			depth++
		case ')', ']', '}':
			if depth == 0 {
				return after[:i]
			}
			depth--
		}
	}
	return after
}

func afterPort(tail string) string {
	if port, ok := strings.CutPrefix(tail, ":"); ok {
		if rest := strings.TrimLeft(port, "0123456789"); len(rest) < len(port) {
			return rest
		}
	}
	return tail
}

// cutQuery is the path without its query or fragment. Where there is one, it's a URL.
func cutQuery(path string) (string, bool) {
	if i := strings.IndexAny(path, "?#"); i >= 0 {
		return path[:i], true
	}
	return path, false
}

// isRepository tells whether a path (or what follows a colon: www.example.com:org/repo.git) is that of a git repository.
func isRepository(path string) bool {
	path = strings.TrimRight(path, "./")
	return strings.HasSuffix(path, ".git") || strings.Contains(path, ".git/") || strings.Contains(path, ".git@")
}

// isKey tells whether the word that ended just here is the key of what follows: "www.example.com/role": "web" in JSON, or
// www.example.com/role in (web) in a selector.
func isKey(after string) bool {
	bare := strings.TrimLeft(after, `\`)
	if bare != "" && (bare[0] == '"' || bare[0] == '\'') {
		return strings.HasPrefix(strings.TrimLeft(bare[1:], " \t"), ":")
	}
	next := strings.TrimLeft(after, " \t")
	for _, operator := range [...]string{"=", "!=", "in (", "notin ("} {
		if strings.HasPrefix(next, operator) {
			return true
		}
	}
	return false
}

func isPathByte(c byte) bool { return isHostByte[c] || c == '~' || c == '%' }
