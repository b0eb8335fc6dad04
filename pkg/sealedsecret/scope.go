package sealedsecret

import (
	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/manifest"
	"github.com/kurumi-krm/kurumi/pkg/sealed"
)

// The annotations that widen a scope, on the SealedSecret and on its template.
const (
	ClusterWideAnnotation   = "sealedsecrets.bitnami.com/cluster-wide"
	NamespaceWideAnnotation = "sealedsecrets.bitnami.com/namespace-wide"
)

// scope reads the scope. The controller unseals by the SealedSecret's own
// annotations, kubeseal re-encrypts by the template's. Where the two cannot both
// be right, neither is believed.
func (r *reader) scope(own, template *yaml.Node) {
	ownScope, ok := r.scopeOf(own, "metadata.annotations")
	templateScope, ok2 := r.scopeOf(template, "spec.template.metadata.annotations")
	r.object.Scope = ownScope
	if ok && ok2 && templateScope != sealed.Strict && templateScope != ownScope {
		r.add("metadata.annotations", "the scope is %s by them and %s by the template's annotations; the values were sealed in one of the two: make both say that",
			ownScope, templateScope)
	}
}

// scopeOf is the scope by some annotations.
func (r *reader) scopeOf(annotations *yaml.Node, at string) (sealed.Scope, bool) {
	scope, found := sealed.Strict, 0
	ok := true
	for _, a := range []struct {
		name  string
		scope sealed.Scope
	}{{NamespaceWideAnnotation, sealed.NamespaceWide}, {ClusterWideAnnotation, sealed.ClusterWide}} {
		switch value := text(manifest.Field(annotations, a.name)); value {
		case "true":
			scope = a.scope
			found++
		case "", "false":
		default:
			ok = false
			r.add(manifest.Under(at, a.name), `is neither "true" nor "false", and the controller takes anything but "true" for strict scope`)
		}
	}
	if found > 1 {
		r.add(at, "say that the scope is namespace-wide and cluster-wide; take away the one in which the values were not sealed")
		return sealed.ClusterWide, false
	}
	return scope, ok
}
