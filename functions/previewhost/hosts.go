package previewhost

import (
	"fmt"
	"net/netip"
	"strings"
	"unicode/utf8"
)

// The limits of DNS (RFC 1035), in characters.
const (
	maxHost  = 253
	maxLabel = 63
)

// checkPreviewHost says why h can't be the host of a preview and what to write instead; nil if it can.
//
// The rule is stricter than what production's hosts get: a preview host is a DNS name in lower case, with a wildcard
// only as its whole first label. It is what Ingress and Gateway API accept, so that a mistake shows here and not in
// the cluster.
func checkPreviewHost(h string) error {
	why := shapeFault(h)
	if why == "" {
		why = labelsFault(h)
	}
	if why == "" {
		return nil
	}
	return fmt.Errorf("preview host %s %s", quoted(h), why)
}

// shapeFault finds what makes h something else than a name: a URL, an address, a template.
func shapeFault(h string) string {
	switch {
	case h == "":
		return "is empty: give a DNS name like pr-12.example.com"
	case isTemplated(h):
		return "is a template that nobody has filled in: give the host itself"
	case strings.Contains(h, "://"):
		return "has a scheme: give the host alone, without " + quoted(h[:strings.Index(h, "://")+3])
	case strings.ContainsAny(h, " \t\r\n\v\f"):
		return "has white space in it: take it out"
	case isAddress(h):
		return "is an IP address: routes and certificates need a DNS name"
	case strings.ContainsAny(h, "/?#"):
		return "has a path: give the host alone"
	case strings.Contains(h, ":"):
		return "has a port: give the host alone, previews are served on the ports of production"
	case strings.IndexFunc(h, func(r rune) bool { return r >= utf8.RuneSelf }) >= 0:
		return "has letters beyond ASCII: write it in its punycode form (xn--…)"
	case h != lower(h):
		return "has upper case: write it in lower case, " + quoted(lower(h))
	case strings.Contains(h, "_"):
		return "has an underscore, which no host may have: use a hyphen"
	case len(h) > maxHost:
		return fmt.Sprintf("has %d characters, a DNS name has %d at most: shorten it", len(h), maxHost)
	}
	return ""
}

// labelsFault looks at what stands between the dots.
func labelsFault(h string) string {
	if h == "*" {
		return "is a bare wildcard, which would serve every host: give a parent domain, like *.pr-12.example.com"
	}
	if strings.HasSuffix(h, ".") {
		return "ends with a dot: leave the dot out"
	}
	labels := strings.Split(h, ".")
	for i, label := range labels {
		if i == 0 && label == "*" {
			continue
		}
		if why := labelFault(label); why != "" {
			return why
		}
	}
	if last := labels[len(labels)-1]; strings.Trim(last, "0123456789") == "" {
		// Browsers and resolvers read such a name as an IPv4 address, whatever stands before the number.
		return "ends with a number, which makes it an IP address to a browser: give a DNS name"
	}
	return ""
}

func labelFault(label string) string {
	switch {
	case label == "":
		return "has an empty label (a dot at the start, or two in a row): take the dot out"
	case label == "*":
		return "has a wildcard after the first label: only the whole first label can be one"
	case strings.Contains(label, "*"):
		return fmt.Sprintf("has a wildcard as part of the label %q: only the whole first label can be one", label)
	case len(label) > maxLabel:
		return fmt.Sprintf("has a label of %d characters, %d are the most: shorten %s", len(label), maxLabel, quoted(label))
	case label[0] == '-' || label[len(label)-1] == '-':
		return fmt.Sprintf("has a label that starts or ends with a hyphen, %q: take the hyphen out", label)
	}
	for _, c := range []byte(label) {
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' {
			return fmt.Sprintf("has the character %q: only a-z, 0-9, hyphens and dots are allowed", c)
		}
	}
	return ""
}

// isLeftAlone tells whether h is a host that no preview changes and nobody needs to hear of: the catch-all *, an IP
// address, a name that only the cluster resolves (reviews, reviews.shop.svc) or only the local network (.local).
// An empty or templated host is not left alone: what it means is for the caller to say.
func isLeftAlone(h string) bool {
	n := normal(h)
	switch {
	case n == "" || isTemplated(n):
		return false
	case !strings.Contains(n, "."): // also "*", "localhost" and IPv6 addresses
		return true
	case strings.HasSuffix(n, ".svc"), strings.HasSuffix(n, ".local"): // also .svc.cluster.local
		return true
	}
	return isAddress(n)
}

// isTemplated tells whether something else fills h in later: Flux's and the shell's ${…}, Kubernetes' $(…), the {{ … }}
// of Helm and Go templates, the %%…%% of search-and-replace scripts.
func isTemplated(h string) bool {
	for _, mark := range [...]string{"${", "$(", "{{", "%%"} {
		if strings.Contains(h, mark) {
			return true
		}
	}
	return false
}

// normal is the key under which hosts compare: lower case, without the dot that ends a fully qualified name.
func normal(h string) string {
	return lower(strings.TrimSuffix(h, "."))
}

// isAddress tells whether h is an IP address, with or without the brackets and the port that a URL gives it.
func isAddress(h string) bool {
	if _, err := netip.ParseAddrPort(h); err == nil {
		return true
	}
	_, err := netip.ParseAddr(strings.Trim(h, "[]"))
	return err == nil
}

// lower is strings.ToLower for ASCII alone: DNS folds no other letters (the Kelvin sign is no k), and bytes that are no
// UTF-8 must come through.
func lower(s string) string {
	for i := range len(s) {
		if 'A' <= s[i] && s[i] <= 'Z' {
			return lowerFrom(s, i)
		}
	}
	return s
}

func lowerFrom(s string, i int) string {
	b := []byte(s)
	for ; i < len(b); i++ {
		b[i] = lowerByte(b[i])
	}
	return string(b)
}

func lowerByte(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + ('a' - 'A')
	}
	return c
}

// quoted shows s in a message, cut short: a message is no place for a host of a megabyte.
func quoted(s string) string {
	if len(s) > 80 {
		return fmt.Sprintf("%q…", s[:72])
	}
	return fmt.Sprintf("%q", s)
}
