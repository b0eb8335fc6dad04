package sealedsecrets

import (
	"bytes"
	"testing"
	"testing/fstest"

	ssv1alpha1 "github.com/bitnami/sealed-secrets/pkg/apis/sealedsecrets/v1alpha1"
)

// What no pull request may get from a build that holds the keys. Each starts
// from what kubeseal sealed for shop/db, and from one of shop/other.
func TestWhatIsRefused(t *testing.T) {
	other := strictSecret()
	other.Name = "other"
	foreign := only(t, seal(t, theKey(), other, ssv1alpha1.StrictScope))
	claim := func(s *sealedSecret, key, value string) { s.Annotations = map[string]string{key: value} }

	tests := map[string]func(s *sealedSecret){
		"another namespace, with a past made up": func(s *sealedSecret) {
			s.Namespace = "attacker"
			s.Annotations = map[string]string{
				"internal.config.kubernetes.io/previousNames":      "db",
				"internal.config.kubernetes.io/previousNamespaces": "shop",
				"internal.config.kubernetes.io/previousKinds":      "SealedSecret",
			}
		},
		"another name, with a past made up": func(s *sealedSecret) {
			s.Name = "mine"
			claim(s, "internal.config.kubernetes.io/previousNames", "db")
		},
		"a value of another SealedSecret": func(s *sealedSecret) {
			s.Spec.EncryptedData["theirs"] = foreign.Spec.EncryptedData["password"]
		},
	}
	for name, edit := range tests {
		t.Run(name, func(t *testing.T) {
			obj := only(t, seal(t, theKey(), strictSecret(), ssv1alpha1.StrictScope))
			edit(obj)
			requireRefused(t, folder("tls.key", theKey().pem()), write(t, obj))
		})
	}
	t.Run("a key in the input", func(t *testing.T) {
		manifests := [][]byte{seal(t, theKey(), strictSecret(), ssv1alpha1.StrictScope), asYAML(t, theKey().secret("mine"))}
		requireRefused(t, nil, bytes.Join(manifests, []byte("---\n")))
	})
}

// The operator's leave to move a SealedSecret is none to put two together.
func TestAMoveMixesNothing(t *testing.T) {
	keys := fstest.MapFS{
		"tls.key":    {Data: theKey().pem(), Mode: 0o400},
		"moves.yaml": {Data: []byte(`[{from: shop, to: "shop-pr-*", names: [db]}]`)},
	}
	obj := only(t, seal(t, theKey(), strictSecret(), ssv1alpha1.StrictScope))
	obj.Namespace = "shop-pr-7"
	after := only(t, mustRename(t, keys, write(t, obj)))
	reconcile(t, theKey(), after).requireUnsealed(t, after)

	obj.Spec.EncryptedData["own"] = relabel(t, obj.Spec.EncryptedData["empty"], theKey(), []byte("shop/db"), []byte("shop-pr-7/db"))
	requireRefused(t, keys, write(t, obj))
}

// Who claims a wider scope gets nothing: whether it is refused or passed on,
// the controller does not open it.
func TestAWiderScopeIsNotBelieved(t *testing.T) {
	for _, scope := range []ssv1alpha1.SealingScope{ssv1alpha1.NamespaceWideScope, ssv1alpha1.ClusterWideScope} {
		obj := only(t, seal(t, theKey(), strictSecret(), ssv1alpha1.StrictScope))
		obj.Annotations = ssv1alpha1.UpdateScopeAnnotations(obj.Annotations, scope)
		out, _ := rename(t, folder("tls.key", theKey().pem()), write(t, obj))
		after := only(t, out)
		reconcile(t, theKey(), after).requireNot(t, after)
	}
}
