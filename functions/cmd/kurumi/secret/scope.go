package secret

import (
	"fmt"
	"maps"

	"github.com/kurumi-krm/kurumi/pkg/sealed"
	"github.com/kurumi-krm/kurumi/pkg/sealedsecret"
)

var scopes = []sealed.Scope{sealed.Strict, sealed.NamespaceWide, sealed.ClusterWide}

// parseScope reads --scope.
func parseScope(s string) (sealed.Scope, error) {
	for _, scope := range scopes {
		if s == scope.String() {
			return scope, nil
		}
	}
	return 0, fmt.Errorf("--scope is %q, but must be strict, namespace-wide or cluster-wide", s)
}

// scopeAnnotation is the annotation that says a scope; strict has none.
func scopeAnnotation(s sealed.Scope) string {
	return [...]string{"", sealedsecret.NamespaceWideAnnotation, sealedsecret.ClusterWideAnnotation}[s]
}

// scopeOf is the scope that annotations say, and what is wrong with them.
func scopeOf(annotations map[string]string) (sealed.Scope, []fieldProblem) {
	const at = "metadata.annotations"
	scope := sealed.Strict
	var problems []fieldProblem
	for _, s := range scopes[1:] {
		switch annotations[scopeAnnotation(s)] {
		case "true":
			if scope != sealed.Strict {
				problems = append(problems, fieldProblem{at, "say that the scope is namespace-wide and cluster-wide; take one of them away"})
			}
			scope = s
		case "", "false":
		default:
			problems = append(problems, fieldProblem{at + "[" + scopeAnnotation(s) + "]", `is neither "true" nor "false"`})
		}
	}
	return scope, problems
}

// withScope is the annotations with those in them that say the scope, and no others.
func withScope(annotations map[string]string, scope sealed.Scope) map[string]string {
	out := map[string]string{}
	maps.Copy(out, annotations)
	for _, s := range scopes[1:] {
		delete(out, scopeAnnotation(s))
	}
	if name := scopeAnnotation(scope); name != "" {
		out[name] = "true"
	}
	return out
}
