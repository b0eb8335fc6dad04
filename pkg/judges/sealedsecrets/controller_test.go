package sealedsecrets

import (
	"testing"
	"time"

	ssv1alpha1 "github.com/bitnami/sealed-secrets/pkg/apis/sealedsecrets/v1alpha1"
	ssfake "github.com/bitnami/sealed-secrets/pkg/client/clientset/versioned/fake"
	ssinformers "github.com/bitnami/sealed-secrets/pkg/client/informers/externalversions"
	"github.com/bitnami/sealed-secrets/pkg/controller"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes/fake"
)

// keyNamespace is where the controller keeps its keys.
const keyNamespace = "kube-system"

// A cluster is what the controller left behind.
type cluster struct {
	secrets map[string]*corev1.Secret // by namespace/name
	told    map[string]string         // reason of the event on the SealedSecret namespace/name
}

// reconcile gives SealedSecrets to the controller's own loop and waits until it
// has told of each how it went. It does not try twice.
func reconcile(tb testing.TB, key *keyPair, sealed ...*sealedSecret) cluster {
	tb.Helper()
	objs := make([]runtime.Object, len(sealed))
	for i, obj := range sealed {
		obj.UID = types.UID(obj.Namespace + "/" + obj.Name) // as an API server does
		objs[i] = obj
	}
	client, ssclient := fake.NewClientset(key.secret("sealed-secrets-key")), ssfake.NewSimpleClientset(objs...)
	registry := controller.NewKeyRegistry(client, keyNamespace, "sealed-secrets-key", controller.SealedSecretsKeyLabel, 2048)
	keyInformers := informers.NewSharedInformerFactoryWithOptions(client, 0, informers.WithNamespace(keyNamespace),
		informers.WithTweakListOptions(func(o *metav1.ListOptions) { o.LabelSelector = controller.SealedSecretsKeyLabel + "=active" }))
	loop, err := controller.NewController(client, ssclient, ssinformers.NewSharedInformerFactory(ssclient, 0),
		informers.NewSharedInformerFactory(client, 0), keyInformers, registry, 0, "CertNotBefore")
	require.NoError(tb, err)

	// The loop does not wait for its keys, so it starts when they are there.
	keyInformers.Start(tb.Context().Done())
	probe := seal(tb, key, strictSecret(), ssv1alpha1.StrictScope)
	require.Eventually(tb, func() bool {
		opens, err := loop.AttemptUnseal(probe)
		return err == nil && opens
	}, time.Minute, time.Millisecond, "the controller did not read its key")
	go loop.Run(tb.Context().Done())

	c := cluster{map[string]*corev1.Secret{}, map[string]string{}}
	require.Eventually(tb, func() bool {
		events, err := client.CoreV1().Events("").List(tb.Context(), metav1.ListOptions{})
		require.NoError(tb, err)
		for _, event := range events.Items {
			c.told[event.InvolvedObject.Namespace+"/"+event.InvolvedObject.Name] = event.Reason
		}
		return len(c.told) == len(sealed)
	}, time.Minute, time.Millisecond, "the controller did not tell of each SealedSecret how it went")
	secrets, err := client.CoreV1().Secrets("").List(tb.Context(), metav1.ListOptions{})
	require.NoError(tb, err)
	for _, secret := range secrets.Items {
		secret.ManagedFields = nil // the API server's own notes
		if secret.Namespace != keyNamespace {
			c.secrets[secret.Namespace+"/"+secret.Name] = &secret
		}
	}
	return c
}

// requireUnsealed requires that a SealedSecret became the Secret that it owns,
// and returns that.
func (c cluster) requireUnsealed(tb testing.TB, obj *sealedSecret) *corev1.Secret {
	tb.Helper()
	id := obj.Namespace + "/" + obj.Name
	require.Equal(tb, controller.SuccessUnsealed, c.told[id], id)
	require.Contains(tb, c.secrets, id)
	require.True(tb, metav1.IsControlledBy(c.secrets[id], obj), "the SealedSecret does not own its Secret")
	return c.secrets[id]
}

// requireNot requires that the controller could not unseal a SealedSecret.
func (c cluster) requireNot(tb testing.TB, obj *sealedSecret) {
	tb.Helper()
	id := obj.Namespace + "/" + obj.Name
	require.Equal(tb, controller.ErrUnsealFailed, c.told[id], id)
	require.NotContains(tb, c.secrets, id)
}

// The old object and the new one stand side by side, as in a canary.
func TestTheControllerUnseals(t *testing.T) {
	for name, scope := range scopes {
		t.Run(name, func(t *testing.T) {
			before := only(t, seal(t, theKey(), strictSecret(), scope))
			after := only(t, mustRename(t, folder("tls.key", theKey().pem()), write(t, before)))
			c := reconcile(t, theKey(), before, after)

			base, final := c.requireUnsealed(t, before), c.requireUnsealed(t, after)
			requireSameButName(t, base, final)
			requireData(t, strictSecret().Data, final.Data)
			require.Equal(t, strictSecret().Type, final.Type)
			require.Equal(t, strictSecret().Labels, final.Labels)
			require.Equal(t, "payments", final.Annotations["example.com/owner"])
			require.True(t, *final.Immutable)
		})
	}
}

// What the function is there for: without it, the new name does not open.
func TestTheControllerRefusesANaiveRename(t *testing.T) {
	before := only(t, seal(t, theKey(), strictSecret(), ssv1alpha1.StrictScope))
	naive := before.DeepCopy()
	naive.Name = only(t, mustRename(t, folder("tls.key", theKey().pem()), write(t, before))).Name
	naive.Spec.Template.Name = naive.Name
	moved := before.DeepCopy()
	moved.Namespace, moved.Spec.Template.Namespace = "web", "web"
	widened := before.DeepCopy()
	widened.Name = "widened"
	widened.Annotations = ssv1alpha1.UpdateScopeAnnotations(nil, ssv1alpha1.ClusterWideScope)

	c := reconcile(t, theKey(), before, naive, moved, widened)
	c.requireUnsealed(t, before)
	c.requireNot(t, naive)
	c.requireNot(t, moved)
	c.requireNot(t, widened)
	require.Len(t, c.secrets, 1)
}

// An output for one controller is none for another.
func TestAnotherControllerUnsealsNothing(t *testing.T) {
	before := seal(t, theKey(), strictSecret(), ssv1alpha1.StrictScope)
	after := only(t, mustRename(t, folder("tls.key", theKey().pem()), before))
	reconcile(t, strangeKey(), after).requireNot(t, after)
}
