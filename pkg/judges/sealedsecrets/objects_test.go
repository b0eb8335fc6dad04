package sealedsecrets

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"regexp"
	"testing"

	ssv1alpha1 "github.com/bitnami/sealed-secrets/pkg/apis/sealedsecrets/v1alpha1"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/yaml"
)

type sealedSecret = ssv1alpha1.SealedSecret

// objects is every object of a kind in some manifests, in their order, those in
// Lists too.
func objects[T any](tb testing.TB, manifests []byte, kind string) []*T {
	tb.Helper()
	var found []*T
	for r := utilyaml.NewYAMLReader(bufio.NewReader(bytes.NewReader(manifests))); ; {
		doc, err := r.Read()
		if errors.Is(err, io.EOF) {
			return found
		}
		require.NoError(tb, err)
		var head struct {
			Kind  string
			Items []json.RawMessage
		}
		require.NoError(tb, yaml.Unmarshal(doc, &head))
		if head.Kind == kind {
			obj := new(T)
			require.NoError(tb, yaml.Unmarshal(doc, obj))
			found = append(found, obj)
		}
		for _, item := range head.Items {
			found = append(found, objects[T](tb, item, kind)...)
		}
	}
}

// only is the one SealedSecret in a manifest.
func only(tb testing.TB, manifest []byte) *sealedSecret {
	tb.Helper()
	found := objects[sealedSecret](tb, manifest, "SealedSecret")
	require.Len(tb, found, 1)
	return found[0]
}

// write is a SealedSecret as a manifest.
func write(tb testing.TB, obj *sealedSecret) []byte {
	tb.Helper()
	out, err := yaml.Marshal(obj)
	require.NoError(tb, err)
	return out
}

// finalName is a base name with ten characters of kustomize's alphabet.
var finalName = regexp.MustCompile(`^(.+)-[2456789bcdfghkmt]{10}$`)

// requireBase requires that one name is the other with a suffix.
func requireBase(tb testing.TB, base, final string) {
	tb.Helper()
	match := finalName.FindStringSubmatch(final)
	require.NotNil(tb, match, "%s has no suffix", final)
	require.Equal(tb, base, match[1])
}

// requireSameButName requires that the Secret under its final name is the one
// under its base name in all else. Owners are as many and of the same sort; they
// are called otherwise.
func requireSameButName(tb testing.TB, base, final *corev1.Secret) {
	tb.Helper()
	requireBase(tb, base.Name, final.Name)
	want := base.DeepCopy()
	want.Name = final.Name
	require.Len(tb, final.OwnerReferences, len(want.OwnerReferences))
	for i, owner := range final.OwnerReferences {
		require.Equal(tb, final.Name, owner.Name)
		want.OwnerReferences[i].Name, want.OwnerReferences[i].UID = owner.Name, owner.UID
	}
	require.Equal(tb, want, final)
}

// requireData requires equal values; an empty one may be nil.
func requireData(tb testing.TB, want, got map[string][]byte) {
	tb.Helper()
	require.True(tb, maps.EqualFunc(want, got, bytes.Equal), "want %q, got %q", want, got)
}
