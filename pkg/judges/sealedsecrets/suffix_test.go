package sealedsecrets

import (
	"cmp"
	"reflect"
	"testing"

	ssv1alpha1 "github.com/bitnami/sealed-secrets/pkg/apis/sealedsecrets/v1alpha1"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
)

// Where kubeseal makes different Secrets, metadata aside, the names differ. They
// are the same for what makes no difference to whoever mounts the Secret.
func TestTheNameFollowsTheSecret(t *testing.T) {
	url, empty, no := "db://{{ .username }}", "", false
	data := func(key string, value *string) func(s *sealedSecret) {
		return func(s *sealedSecret) { s.Spec.Template.Data = map[string]*string{key: value} }
	}
	base := only(t, seal(t, theKey(), strictSecret(), ssv1alpha1.StrictScope))
	base.Spec.Template.Type, base.Spec.Template.Immutable = "", nil
	tests := map[string]struct {
		edit func(s *sealedSecret)
		same bool // as without the edit
	}{
		"none":                             {func(*sealedSecret) {}, true},
		"the default type":                 {func(s *sealedSecret) { s.Spec.Template.Type = corev1.SecretTypeOpaque }, true},
		"another type":                     {func(s *sealedSecret) { s.Spec.Template.Type = "example.com/db" }, false},
		"immutable: false":                 {func(s *sealedSecret) { s.Spec.Template.Immutable = &no }, true},
		"immutable: true":                  {func(s *sealedSecret) { s.Spec.Template.Immutable = strictSecret().Immutable }, false},
		"template data":                    {data("url", &url), false},
		"empty template data":              {data("url", &empty), false},
		"an item taken out":                {data("username", nil), false},
		"template data that an item hides": {data("username", &empty), false},
		"an item fewer":                    {func(s *sealedSecret) { delete(s.Spec.EncryptedData, "empty") }, false},
		"values that changed places":       {func(s *sealedSecret) { swap(s, "username", "password") }, false},
		"labels and annotations": {func(s *sealedSecret) {
			s.Spec.Template.Labels = nil
			s.Spec.Template.Annotations = map[string]string{"example.com/owner": "web"}
		}, true},
	}
	made := map[string]*corev1.Secret{}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			obj := base.DeepCopy()
			tc.edit(obj)
			secret, err := recoverSecret(t, theKey(), mustRename(t, folder("tls.key", theKey().pem()), write(t, obj)))
			require.NoError(t, err)
			made[name] = secret
		})
	}
	for name, secret := range made {
		require.Equal(t, tests[name].same, secret.Name == made["none"].Name, name)
		for other := range made {
			if secret.Name == made[other].Name {
				require.True(t, sameContent(secret, made[other]), "%q and %q have one name and are not the same", name, other)
			}
		}
	}
}

// sameContent tells whether two Secrets are the same to whoever mounts them.
func sameContent(a, b *corev1.Secret) bool {
	isImmutable := func(s *corev1.Secret) bool { return s.Immutable != nil && *s.Immutable }
	kind := func(s *corev1.Secret) corev1.SecretType { return cmp.Or(s.Type, corev1.SecretTypeOpaque) }
	return isImmutable(a) == isImmutable(b) && kind(a) == kind(b) && reflect.DeepEqual(a.Data, b.Data)
}
