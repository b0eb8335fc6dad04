package secret

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/kurumi-krm/kurumi/pkg/sealed"
)

func TestKeysOfValues(t *testing.T) {
	for _, key := range []string{"a", "A.b-c_9", ".a", "-", strings.Repeat("a", 253)} {
		assert.Empty(t, wrongKey(key), "%q", key)
	}
	for _, key := range []string{"", ".", "..", "..a", "a b", "a/b", "ä", "a\n", strings.Repeat("a", 254)} {
		assert.NotEmpty(t, wrongKey(key), "%q", key)
	}
}

func TestNamesOfSecrets(t *testing.T) {
	for _, name := range []string{"a", "a.b", "a-b9", strings.Repeat("a", 242)} {
		assert.Empty(t, wrongName(name), "%q", name)
	}
	for _, name := range []string{"", "-a", "a-", "A", "a..b", "a_b", "a/b", "a\n", strings.Repeat("a", 243)} {
		assert.NotEmpty(t, wrongName(name), "%q", name)
	}
	assert.Contains(t, wrongName(strings.Repeat("a", 243)), "at most 242 are allowed")
}

func TestNamespaces(t *testing.T) {
	for name, test := range map[string]struct {
		namespace string
		scope     sealed.Scope
		ok        bool
	}{
		"strict values are sealed for a namespace":         {"", sealed.Strict, false},
		"so are namespace-wide ones":                       {"", sealed.NamespaceWide, false},
		"cluster-wide ones are for all":                    {"", sealed.ClusterWide, true},
		"a label is a name":                                {"shop-1", sealed.Strict, true},
		"a name with dots is none":                         {"a.b", sealed.Strict, false},
		"a cluster-wide Secret's namespace is checked too": {"A", sealed.ClusterWide, false},
		"64 characters are too many":                       {strings.Repeat("a", 64), sealed.Strict, false},
	} {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, test.ok, wrongNamespace(test.namespace, test.scope) == "")
		})
	}
}

func TestScopesOfAnnotations(t *testing.T) {
	const namespaceWide, clusterWide = "sealedsecrets.bitnami.com/namespace-wide", "sealedsecrets.bitnami.com/cluster-wide"
	for name, test := range map[string]struct {
		annotations map[string]string
		want        sealed.Scope
		wrong       bool
	}{
		"no annotation is strict":                {nil, sealed.Strict, false},
		"false is as good as none":               {map[string]string{clusterWide: "false"}, sealed.Strict, false},
		"one says it":                            {map[string]string{namespaceWide: "true", "a": "b"}, sealed.NamespaceWide, false},
		"the other one says the other":           {map[string]string{clusterWide: "true", namespaceWide: "false"}, sealed.ClusterWide, false},
		"both contradict each other":             {map[string]string{clusterWide: "true", namespaceWide: "true"}, sealed.ClusterWide, true},
		"the controller reads anything as false": {map[string]string{clusterWide: "yes"}, sealed.Strict, true},
	} {
		t.Run(name, func(t *testing.T) {
			scope, problems := scopeOf(test.annotations)
			assert.Equal(t, test.want, scope)
			assert.Equal(t, test.wrong, len(problems) > 0)
		})
	}
	for _, scope := range scopes {
		in := map[string]string{clusterWide: "true", namespaceWide: "false", "a": "b"}
		got, problems := scopeOf(withScope(in, scope))
		assert.Equal(t, scope, got)
		assert.Empty(t, problems)
		assert.Equal(t, "b", withScope(in, scope)["a"])
		assert.Len(t, in, 3, "it is not changed itself")
	}
}
