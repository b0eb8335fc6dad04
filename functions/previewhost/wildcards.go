package previewhost

import "strings"

// coversHost tells whether a certificate or listener for pattern serves host: the same name, or a wildcard that stands for
// exactly one label. (A Gateway listener's wildcard stands for more than one; a certificate's, behind it, doesn't.)
func coversHost(pattern, host string) bool {
	pattern, host = normal(pattern), normal(host)
	if pattern == host {
		return true
	}
	parent, ok := strings.CutPrefix(pattern, "*.")
	if !ok {
		return false
	}
	label, rest, _ := strings.Cut(host, ".")
	return label != "" && rest == parent
}

// commonWildcard is the one name that covers all hosts: *.parent, if each is one label below the same parent of two
// labels or more (*.com would be a certificate for everybody); for a single host that host itself.
func commonWildcard(hosts []string) (string, bool) {
	if len(hosts) == 0 {
		return "", false
	}
	first := normal(hosts[0])
	_, parent, _ := strings.Cut(first, ".")
	same := true
	for _, h := range hosts[1:] {
		n := normal(h)
		same = same && n == first
		if _, p, _ := strings.Cut(n, "."); p != parent {
			return "", false
		}
	}
	if same {
		return first, true
	}
	if !strings.Contains(parent, ".") {
		return "", false
	}
	return "*." + parent, true
}
