package secret

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/sealed"
)

func TestAnUpdateChangesWhatDiffers(t *testing.T) {
	base := update{namespace: "shop", name: "db", values: map[string]string{"a": "AQ"}}
	with := func(change func(u *update)) update {
		u := base
		change(&u)
		return u
	}
	const minimal = "kind: SealedSecret\nmetadata: {name: db, namespace: shop}\nspec:\n  encryptedData:\n    a: AQ # first\n"
	for name, test := range map[string]struct {
		in, want string
		update   update
	}{
		"nothing differs": {minimal, minimal, base},
		"a value in its quotes, with its comment": {
			"kind: SealedSecret\nmetadata: {name: db, namespace: shop}\nspec: {encryptedData: {a:   'AQ' }} # all\n",
			"kind: SealedSecret\nmetadata: {name: db, namespace: shop}\nspec: {encryptedData: {a:   'BQ' }} # all\n",
			with(func(u *update) { u.values = map[string]string{"a": "BQ"} }),
		},
		"a type, where there was no template": {
			minimal, minimal + "  template:\n    type: kubernetes.io/tls\n",
			with(func(u *update) { u.kind = "kubernetes.io/tls" }),
		},
		"a type that says what none says": {
			minimal + "  template: {type: Opaque}\n", minimal + "  template: {type: Opaque}\n", base,
		},
		"a type and a label that go": {
			minimal + "  template:\n    type: a\n    metadata:\n      labels: {a: b}\n      name: db\n",
			minimal + "  template:\n    metadata:\n      name: db\n", base,
		},
		"immutable comes": {
			minimal + "  template:\n    immutable: false\n", minimal + "  template:\n    immutable: true\n",
			with(func(u *update) { u.immutable = true }),
		},
		"immutable that is false says what none says": {
			minimal + "  template: {immutable: false}\n", minimal + "  template: {immutable: false}\n", base,
		},
		"the name, in the template too": {
			minimal + "  template:\n    metadata:\n      name: other\n",
			"kind: SealedSecret\nmetadata: {name: db-1, namespace: shop}\nspec:\n  encryptedData:\n    a: AQ # first\n  template:\n    metadata:\n      name: db-1\n",
			with(func(u *update) { u.name = "db-1" }),
		},
		"a scope that is left to others": {
			"kind: SealedSecret\nmetadata: {name: db, namespace: shop, annotations: {sealedsecrets.bitnami.com/cluster-wide: \"true\"}}\nspec: {encryptedData: {a: AQ}}\n",
			"kind: SealedSecret\nmetadata: {name: db, namespace: shop, annotations: {sealedsecrets.bitnami.com/cluster-wide: \"true\"}}\nspec: {encryptedData: {a: AQ}}\n",
			base,
		},
		"a whole update says the scope, and what the template lacks": {
			minimal,
			"kind: SealedSecret\nmetadata: {name: db, namespace: shop, annotations: {sealedsecrets.bitnami.com/namespace-wide: \"true\"}}\n" +
				"spec:\n  encryptedData:\n    a: AQ # first\n  template:\n    metadata:\n      name: db\n      namespace: shop\n",
			with(func(u *update) { u.whole, u.scope = true, sealed.NamespaceWide }),
		},
	} {
		t.Run(name, func(t *testing.T) {
			out, results := items("a.yaml", []byte(test.in), func(p *krm.Pass) {
				p.Edit(p.Items()[0], func(obj *yaml.RNode) error {
					test.update.apply(obj.YNode())
					return nil
				})
			})
			require.Empty(t, results)
			assert.Equal(t, test.want, string(out))
		})
	}
}

func TestTextsAreQuotedWhereTheyCouldBeSomethingElse(t *testing.T) {
	for _, plain := range []string{"a", "shop/db", "AgBy3i4OJSWK+PiTySYZZA9rO43cGDEq==", "v1.2_3"} {
		assert.Zero(t, scalar(plain).Style, plain)
	}
	for _, quoted := range []string{"", "1", "1e3", "0x1f", "true", "No", "null", "~", "a: b", "a #b", "-", " a", "a\n", "*a", "=", "y"} {
		assert.Equal(t, yaml.DoubleQuotedStyle, scalar(quoted).Style, quoted)
	}
}
