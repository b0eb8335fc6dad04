package sealedsecret_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/sealed"
	"github.com/kurumi-krm/kurumi/pkg/sealedsecret"
)

// read reads a SealedSecret, and tells its problems a line each.
func read(text string) (*sealedsecret.Object, string) {
	o, problems := sealedsecret.Read(yaml.MustParse(text).YNode())
	var b strings.Builder
	for _, p := range problems {
		b.WriteString(p.Path + ": " + p.Message + "\n")
	}
	return o, b.String()
}

const head = "apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nmetadata:\n  name: db\n  namespace: shop\n"

func TestScopes(t *testing.T) {
	const namespaceWide, clusterWide = sealedsecret.NamespaceWideAnnotation, sealedsecret.ClusterWideAnnotation
	for name, tt := range map[string]struct {
		own, template string // annotations
		want          sealed.Scope
		problem       string
	}{
		"none is strict":                           {"", "", sealed.Strict, ""},
		"namespace-wide":                           {namespaceWide + `: "true"`, namespaceWide + `: "true"`, sealed.NamespaceWide, ""},
		"cluster-wide":                             {clusterWide + `: "true"`, clusterWide + `: "true"`, sealed.ClusterWide, ""},
		"the controller asks the object alone":     {clusterWide + `: "true"`, "", sealed.ClusterWide, ""},
		"a boolean reads the same":                 {clusterWide + `: true`, "", sealed.ClusterWide, ""},
		"false is as good as nothing":              {clusterWide + `: "false"`, namespaceWide + `: "false"`, sealed.Strict, ""},
		"the template is wider":                    {"", clusterWide + `: "true"`, sealed.Strict, "the scope is strict by them and cluster-wide by the template's"},
		"the template is narrower, but not strict": {clusterWide + `: "true"`, namespaceWide + `: "true"`, sealed.ClusterWide, "the scope is cluster-wide by them and namespace-wide"},
		"both":                  {clusterWide + `: "true", ` + namespaceWide + `: "true"`, "", sealed.ClusterWide, "metadata.annotations: say that the scope is namespace-wide and cluster-wide"},
		"both, in the template": {clusterWide + `: "true"`, clusterWide + `: "true", ` + namespaceWide + `: "true"`, sealed.ClusterWide, "spec.template.metadata.annotations: say"},
		"a word that the controller takes for false": {clusterWide + `: "True"`, "", sealed.Strict, `is neither "true" nor "false"`},
	} {
		t.Run(name, func(t *testing.T) {
			o, problems := read(head + "  annotations: {" + tt.own + "}\nspec: {template: {metadata: {annotations: {" + tt.template + "}}}}\n")
			assert.Equal(t, tt.want, o.Scope)
			assert.Equal(t, tt.problem == "", problems == "", problems)
			assert.Contains(t, problems, tt.problem)
		})
	}
}

func TestTheFinalNameEndsInTheSuffix(t *testing.T) {
	o, problems := read(head + "spec: {template: {data: {motto: x}}}\n")
	require.Empty(t, problems)
	name, base, final := o.FinalName()
	assert.Equal(t, "db-"+o.Suffix(), name)
	assert.Equal(t, "db", base)
	assert.False(t, final)

	o.Name = name
	again, base, final := o.FinalName()
	assert.Equal(t, name, again)
	assert.Equal(t, "db", base)
	assert.True(t, final)

	o.Name = "-" + o.Suffix()
	again, _, final = o.FinalName()
	assert.False(t, final, "there has to be something before the suffix")
	assert.Equal(t, o.Name+"-"+o.Suffix(), again)
}

func TestWhatKubesealWritesForNothingIsNothing(t *testing.T) {
	o, problems := read(head + "  creationTimestamp: null\nspec:\n  encryptedData: null\n  data: null\n  template:\n    data: null\n    type: null\n    immutable: null\n    metadata:\n      creationTimestamp: null\n")
	assert.Empty(t, problems)
	assert.Equal(t, sealedsecret.Template{}, o.Template)
	assert.Equal(t, sealed.Label("shop/db"), o.Label())
}

func TestLabelsAnnotationsAndCommentsAreNoContent(t *testing.T) {
	plain, _ := read(head + "spec: {template: {data: {motto: x}}}\n")
	o, problems := read("# a comment\n" + head + "  labels: {a: b}\n  annotations: {" + sealedsecret.ClusterWideAnnotation + ": \"true\"}\nspec:\n  template:\n    type: Opaque\n    immutable: false\n" +
		"    metadata: {labels: {c: d}, name: other}\n    data:\n      \"motto\": 'x' # another comment\n")
	require.Empty(t, problems)
	assert.Equal(t, plain.Suffix(), o.Suffix())
}

// FuzzRead reads anything that is a mapping, and looks for values in what is told.
func FuzzRead(f *testing.F) {
	f.Add(head + "spec: {encryptedData: {a: AgBs3cr3ts3cr3t}, template: {type: Opaque, immutable: true, data: {b: c}}}\n")
	f.Add("metadata: [a]\nspec: {encryptedData: [a], template: b}\n")
	f.Add("metadata: {name: {a: b}, annotations: x}\nspec: {encryptedData: {a: [b], c: null, d: 1}, template: {immutable: 1, data: {a: 1}}}\n")
	f.Fuzz(func(t *testing.T, text string) {
		obj, err := yaml.Parse(text)
		if err != nil || obj.YNode() == nil || obj.YNode().Kind != yaml.MappingNode {
			t.Skip()
		}
		o, problems := sealedsecret.Read(obj.YNode())
		if name, base, final := o.FinalName(); final {
			assert.Equal(t, o.Name, name)
			assert.NotEmpty(t, base)
		}
		if encrypted, err := obj.Pipe(yaml.Lookup("spec", "encryptedData")); err == nil && !encrypted.IsNilOrEmpty() {
			for _, n := range encrypted.Content() {
				for _, p := range problems {
					if n.Kind == yaml.ScalarNode && len(n.Value) > 20 && !strings.Contains(p.Path, n.Value) {
						assert.NotContains(t, p.Message, n.Value)
					}
				}
			}
		}
	})
}
