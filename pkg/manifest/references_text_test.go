package manifest_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

func TestRenameInATextThatHoldsYAML(t *testing.T) {
	const object = `apiVersion: argoproj.io/v1alpha1
kind: Application
spec:
  source:
    helm:
      values: |
        # müde: existingSecret: a
        auth: {"größe": 1, existingSecret: a, tls: {secretName: 'a'}} # a
        imagePullSecrets:
        - "a"
        -   name: a
        annotations:
          secret.reloader.stakater.com/reload: a, x/a
        escaped: {secretName: "\x61", value: a}
`
	want := strings.NewReplacer(
		"existingSecret: a,", "existingSecret: a-1,", "'a'", "'a-1'", `- "a"`, `- "a-1"`,
		"name: a\n", "name: a-1\n", "a, x/a", "a-1, x/a-1").Replace(object)
	assert.Equal(t, want, suffixed(t, object))
}

func TestRenameInATextWorksInAnyOrderAndAgain(t *testing.T) {
	node := yaml.MustParse("{apiVersion: argoproj.io/v1alpha1, kind: Application, spec: {source: {helm: {values: 'secrets: [a, bb, ccc]'}}}}")
	var refs []manifest.Reference
	manifest.References(node.YNode(), nil, func(r manifest.Reference) { refs = append(refs, r) })
	require.Len(t, refs, 3)
	refs[2].Rename("z")
	refs[0].Rename("longer-than-before")
	refs[1].Rename("y")
	refs[0].Rename("w")
	assert.Contains(t, node.MustString(), "'secrets: [w, y, z]'")
}

// FuzzReferencesInText gives any text as a chart's values. After a renaming it parses to the same, but for the names.
func FuzzReferencesInText(f *testing.F) {
	for _, seed := range []string{
		"a: {bSecret: c, secrets: ['d', \"e\"]}\nfSecret:\n  g\n",
		"# ü\r\naSecret: b\r\ncSecretName: \"d\\\n  \" # e\n",
		"aSecret: &x b\ncSecret: !!str d\neSecret: >-\n  f\ng: *x\n",
		"\u2028aSecret: b\u0085cSecret: d",
		"secret.reloader.stakater.com/reload: a, x/b ,c",
		"---\nrules: [{resources: ['*'], resourceNames: [a]}]\n---\nsecretName: b",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, values string) {
		obj := yaml.MustParse("{apiVersion: argoproj.io/v1alpha1, kind: Application, spec: {source: {helm: {values: x}}}}")
		holder := manifest.Field(manifest.Field(manifest.Field(manifest.Field(obj.YNode(), "spec"), "source"), "helm"), "values")
		holder.Value = values
		var refs []manifest.Reference
		manifest.References(obj.YNode(), nil, func(r manifest.Reference) { refs = append(refs, r) })
		for _, r := range refs {
			r.Rename(r.Name)
		}
		require.Equal(t, values, holder.Value)
		if len(refs) == 0 {
			return
		}
		for _, r := range refs {
			r.Rename("renamed-1")
		}
		before, after := scalars(t, values), scalars(t, holder.Value)
		require.Len(t, after, len(before))
		for i := range after {
			if after[i] != before[i] {
				require.Contains(t, after[i], "renamed-1")
			}
		}
		again := 0
		manifest.References(obj.YNode(), nil, func(r manifest.Reference) {
			require.Equal(t, "renamed-1", r.Name)
			again++
		})
		require.Equal(t, len(refs), again)
	})
}

func scalars(t *testing.T, text string) (values []string) {
	t.Helper()
	node, err := yaml.Parse(text)
	require.NoError(t, err)
	var add func(n *yaml.Node)
	add = func(n *yaml.Node) {
		if n.Kind == yaml.ScalarNode {
			values = append(values, n.Value)
		}
		for _, child := range n.Content {
			add(child)
		}
	}
	add(node.YNode())
	return values
}
