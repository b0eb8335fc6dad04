package sealedsecretrename

import (
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

// The controller's keys carry this label, and are called so.
const (
	keyLabel  = "sealedsecrets.bitnami.com/sealed-secrets-key"
	keyPrefix = "sealed-secrets-key"
)

// checkSecret refuses the controller's keys in the input, where each function, and whoever may read the repository, sees
// them; and other Secrets if the config says so.
func (r *renamer) checkSecret(it *krm.Item, obj *yaml.Node) {
	labels := manifest.Field(manifest.Field(obj, "metadata"), "labels")
	data, plain := manifest.Field(obj, "data"), manifest.Field(obj, "stringData")
	hasKey := manifest.Field(data, "tls.key") != nil || manifest.Field(plain, "tls.key") != nil
	switch {
	case manifest.Field(labels, keyLabel) != nil, hasKey && strings.HasPrefix(it.Name, keyPrefix):
		r.Errorf(it, krm.Field{}, "is a private key of the Sealed Secrets controller, and opens every secret; it does not belong in a repository: "+
			"remove it from there and its history, and have the controller make a new one. Keys come from the operator: --keys")
	case r.cfg.PlainSecrets == "refuse" && (hasContent(data) || hasContent(plain)):
		r.Errorf(it, krm.Field{Path: "data"}, "is a Secret in the clear, and spec.plainSecrets is refuse; seal it: kurumi secret seal")
	}
}

func hasContent(n *yaml.Node) bool { return n != nil && len(n.Content) > 0 }

// checkNames refuses two objects that make one Secret, before and after.
func (r *renamer) checkNames() {
	type name struct{ namespace, name string }
	taken := map[name]*krm.Item{}
	take := func(it *krm.Item, n name, at krm.Field) {
		if by, ok := taken[n]; ok && by != it {
			r.Errorf(it, at, "the Secret %s is %s's already; name one of the two otherwise, or take it away", n.name, by)
			return
		}
		taken[n] = it
	}
	at := krm.Field{Path: "metadata.name"}
	for _, it := range r.plain {
		taken[name{it.Namespace, it.Name}] = it
	}
	for _, s := range r.all {
		take(s.item, name{s.Namespace, s.Name}, at)
	}
	for _, s := range r.chosen {
		if !s.isDone {
			take(s.item, name{s.Namespace, s.final}, krm.Field{Path: at.Path, Current: s.Name, Proposed: s.final})
		}
	}
	// A name that stands for a SealedSecret without its suffix, and for a Secret, would be ambiguous wherever it stands.
	for _, s := range r.chosen {
		for _, old := range s.old {
			if by, ok := taken[name{s.Namespace, old}]; ok && by != s.item && s.isDone && old == r.moveName(s) {
				r.Errorf(by, at, "whoever refers to %s means either this or %s; name one of the two otherwise, or take it away", old, s.item)
			}
		}
	}
}
