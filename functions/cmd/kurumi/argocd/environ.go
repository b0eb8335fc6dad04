package argocd

import (
	"slices"
	"strings"
)

// variables is an Application's own variables.
func variables(environ []string) map[string]string {
	all := map[string]string{}
	for _, e := range environ {
		if own, ok := strings.CutPrefix(e, variablePrefix); ok {
			name, value, _ := strings.Cut(own, "=")
			all[name] = value
		}
	}
	return all
}

// lookup is a variable in an environment. Of several the last one counts, as for a
// process.
func lookup(environ []string, name string) string {
	for _, e := range slices.Backward(environ) {
		if value, ok := strings.CutPrefix(e, name+"="); ok {
			return value
		}
	}
	return ""
}
