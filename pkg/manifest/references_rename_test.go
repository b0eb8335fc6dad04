package manifest_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

// suffixed gives every reference to a Secret a suffix.
func suffixed(tb testing.TB, object string) string {
	tb.Helper()
	node, err := yaml.Parse(object)
	require.NoError(tb, err)
	manifest.References(node.YNode(), nil, func(r manifest.Reference) {
		if r.Kind == "Secret" {
			r.Rename(r.Name + "-1")
		}
	})
	return node.MustString()
}

func TestRenameLeavesWhatStandsAround(t *testing.T) {
	for name, tt := range map[string]struct{ object, want string }{
		"a text, in its quotes, with its comment": {
			"{secretName: \"a\"} # why\n", "{secretName: \"a-1\"} # why\n",
		},
		"a namespace before the slash": {
			"spec:\n  secretName: x/a\n", "spec:\n  secretName: x/a-1\n",
		},
		"a list with commas, spaces and gaps": {
			"a:\n  secret.reloader.stakater.com/reload: 'a, b ,,x/c'\n",
			"a:\n  secret.reloader.stakater.com/reload: 'a-1, b-1 ,,x/c-1'\n",
		},
		"a name twice in one list": {
			"a:\n  secret.reloader.stakater.com/reload: a,b,a\n",
			"a:\n  secret.reloader.stakater.com/reload: a-1,b-1,a-1\n",
		},
		"a placeholder in a list stays": {
			"a:\n  secret.reloader.stakater.com/reload: a,{{b}},${c}\n",
			"a:\n  secret.reloader.stakater.com/reload: a-1,{{b}},${c}\n",
		},
		"a ConfigMap of the same name stays": {
			"a: [{configMapRef: {name: a}}, {secretRef: {name: a}}]\n",
			"a: [{configMapRef: {name: a}}, {secretRef: {name: a-1}}]\n",
		},
	} {
		t.Run(name, func(t *testing.T) { assert.Equal(t, tt.want, suffixed(t, tt.object)) })
	}
}

func TestRenameWorksInAnyOrderAndAgain(t *testing.T) {
	node := yaml.MustParse("a:\n  secret.reloader.stakater.com/reload: a, x/bb ,ccc\n")
	var refs []manifest.Reference
	manifest.References(node.YNode(), nil, func(r manifest.Reference) { refs = append(refs, r) })
	require.Len(t, refs, 3)
	refs[2].Rename("z")
	refs[0].Rename("longer-than-before")
	refs[1].Rename("y")
	refs[0].Rename("w")
	assert.Equal(t, "a:\n  secret.reloader.stakater.com/reload: w, x/y ,z\n", node.MustString())
}

// A name is a text even where it looks like a number.
func TestANameThatLooksLikeANumberIsQuoted(t *testing.T) {
	node := yaml.MustParse("secretName: a\n")
	manifest.References(node.YNode(), nil, func(r manifest.Reference) { r.Rename("1e3") })
	assert.Equal(t, "secretName: \"1e3\"\n", node.MustString())
}

func TestFieldSpecMatches(t *testing.T) {
	for name, tt := range map[string]struct {
		spec             manifest.FieldSpec
		apiVersion, kind string
		want             bool
	}{
		"nothing is asked for": {manifest.FieldSpec{}, "apps/v1", "Deployment", true},
		"all of it":            {manifest.FieldSpec{Group: "apps", Version: "v1", Kind: "Deployment"}, "apps/v1", "Deployment", true},
		"another group":        {manifest.FieldSpec{Group: "apps"}, "batch/v1", "Job", false},
		"another version":      {manifest.FieldSpec{Version: "v1"}, "apps/v1beta1", "Deployment", false},
		"another kind":         {manifest.FieldSpec{Kind: "Pod"}, "apps/v1", "Deployment", false},
		"the core group":       {manifest.FieldSpec{Version: "v1", Kind: "Pod"}, "v1", "Pod", true},
		"a group, not core":    {manifest.FieldSpec{Group: "apps"}, "v1", "Pod", false},
	} {
		t.Run(name, func(t *testing.T) { assert.Equal(t, tt.want, tt.spec.Matches(tt.apiVersion, tt.kind)) })
	}
}

// FuzzReferences feeds any YAML. Nothing may panic, and giving every place the name that it has changes nothing.
func FuzzReferences(f *testing.F) {
	for _, seed := range []string{
		"{kind: Pod, spec: {volumes: [{secret: {secretName: a}}], imagePullSecrets: [{name: b}]}}",
		"a: {secret.reloader.stakater.com/reload: ' a , x/b ,,/,c/'}",
		"rules: [{resources: ['*'], resourceNames: [a, {b: c}, [d]]}]",
		"{apiVersion: argoproj.io/v1alpha1, kind: Application, spec: {destination: 1, source: {helm: {parameters: [{name: aSecret, value: b}]}}}}",
		"{apiVersion: v1, kind: List, items: [{apiVersion: v1, kind: Secret, metadata: {}, data: {secretName: a}}]}",
		"{apiVersion: argoproj.io/v1alpha1, kind: Application, spec: {source: {helm: {values: \"a: {bSecret: c, secrets: ['d', e]}\\nfSecret:\\n  g\"}}}}",
		"a: &x {secretRef: {name: a}}\nb: *x\nc: {<<: *x}",
		"{secretName: , secrets: [[a], [[{name: b}]]], secretRef: [{name: c, namespace: d}]}",
		"? {secretName: a}\n: secretRef\nsecretName: !!binary YQ==",
	} {
		f.Add(seed, "spec/a")
	}
	f.Fuzz(func(t *testing.T, object, path string) {
		node, err := yaml.Parse(object)
		if err != nil {
			t.Skip("no YAML")
		}
		before := tree(node.YNode())
		further := []manifest.FieldSpec{{Path: path}}
		var first, second []string
		manifest.References(node.YNode(), further, func(r manifest.Reference) {
			first = append(first, written(r))
			r.Rename(r.Name)
		})
		require.Equal(t, before, tree(node.YNode()))

		var refs []manifest.Reference
		manifest.References(node.YNode(), further, func(r manifest.Reference) { refs = append(refs, r) })
		for _, r := range refs {
			r.Rename("renamed")
		}
		manifest.References(node.YNode(), further, func(r manifest.Reference) {
			require.Equal(t, "renamed", r.Name)
			second = append(second, r.At)
		})
		require.Len(t, second, len(first))
	})
}

// tree writes a node with all that matters in it; unlike YAML it can write any.
func tree(n *yaml.Node) string {
	var b strings.Builder
	var write func(n *yaml.Node)
	write = func(n *yaml.Node) {
		fmt.Fprintf(&b, "(%d %d %q %q %q", n.Kind, n.Style, n.Tag, n.Anchor, n.Value)
		for _, c := range n.Content {
			write(c)
		}
		b.WriteByte(')')
	}
	write(n)
	return b.String()
}

func BenchmarkReferences(b *testing.B) {
	var doc strings.Builder
	doc.WriteString("apiVersion: apps/v1\nkind: Deployment\nspec:\n  template:\n    spec:\n      containers:\n")
	for i := range 20 {
		fmt.Fprintf(&doc, "      - name: c%d\n        image: example.com/web:1\n        env:\n", i)
		for j := range 10 {
			fmt.Fprintf(&doc, "        - {name: V%d, valueFrom: {secretKeyRef: {name: db, key: k%d}}}\n", j, j)
		}
	}
	node := yaml.MustParse(doc.String()).YNode()
	b.SetBytes(int64(doc.Len()))
	for b.Loop() {
		manifest.References(node, nil, func(manifest.Reference) {})
	}
}
