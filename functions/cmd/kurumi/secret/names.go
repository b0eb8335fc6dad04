package secret

import (
	"fmt"
	"strings"

	"github.com/kurumi-krm/kurumi/pkg/lazyregexp"
	"github.com/kurumi-krm/kurumi/pkg/sealed"
)

// maxName is Kubernetes' limit for names, maxNamespace that for namespaces.
const maxName, maxNamespace = 253, 63

var (
	dataKey   = lazyregexp.New(`^[-._a-zA-Z0-9]+$`)
	label     = lazyregexp.New(`^[a-z0-9]([-a-z0-9]*[a-z0-9])?$`)
	subdomain = lazyregexp.New(`^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$`)
)

// wrongKey says what is wrong with the key of a value, by the API server's rules.
func wrongKey(key string) string {
	switch {
	case !dataKey.MatchString(key):
		return "is no valid key; use letters, digits, '-', '_' and '.'"
	case len(key) > maxName:
		return fmt.Sprintf("is no valid key: it has %d characters, and at most %d are allowed", len(key), maxName)
	case key == ".", strings.HasPrefix(key, ".."):
		return "is no valid key: it would be a path; let it begin with something else"
	}
	return ""
}

// wrongName says what is wrong with a Secret's name, which gets a suffix.
func wrongName(name string) string {
	const room = maxName - 1 - sealed.SuffixLength
	switch {
	case name == "":
		return "is missing; a value is sealed under its Secret's name"
	case len(name) > room:
		return fmt.Sprintf("has %d characters; with the suffix behind it, at most %d are allowed: shorten it", len(name), room)
	case !subdomain.MatchString(name):
		return "is no valid name; use small letters, digits, '-' and '.', with a letter or digit at both ends"
	}
	return ""
}

// wrongNamespace says what is wrong with a Secret's namespace, in a scope.
func wrongNamespace(namespace string, scope sealed.Scope) string {
	switch {
	case namespace == "" && scope != sealed.ClusterWide:
		return fmt.Sprintf("is missing, and in %s scope a value is sealed for its namespace; write it into the Secret, or add --namespace", scope)
	case namespace != "" && (len(namespace) > maxNamespace || !label.MatchString(namespace)):
		return "is no valid name of a namespace; use small letters, digits and '-'"
	}
	return ""
}
