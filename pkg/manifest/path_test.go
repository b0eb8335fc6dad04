package manifest_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

const object = `
metadata:
  annotations:
    example.com/host: a
    plain: b
spec:
  rules:
  - host: c
  - path: /
  - host: d
    hosts: [e, f]
  nested:
  - - host: g
  scalar: h
`

// visited runs a path over the object and returns what it met, as path=value.
func visited(path string) []string {
	var got []string
	manifest.ParsePath(path).Each(yaml.MustParse(object).YNode(), func(n *yaml.Node, at string) {
		value := n.Value
		if n.Kind != yaml.ScalarNode {
			value = "…"
		}
		got = append(got, at+"="+value)
	})
	return got
}

func TestAPathLeadsToEveryNodeThatItMeans(t *testing.T) {
	for name, tt := range map[string]struct {
		path string
		want []string
	}{
		"a field of every element of a list":              {"spec/rules/host", []string{"spec.rules[0].host=c", "spec.rules[2].host=d"}},
		"a list at the end is one node":                   {"spec/rules/hosts", []string{"spec.rules[2].hosts=…"}},
		"brackets as kustomize writes them mean the same": {"spec/rules[]/host", []string{"spec.rules[0].host=c", "spec.rules[2].host=d"}},
		"lists in lists":                                  {"spec/nested/host", []string{"spec.nested[0][0].host=g"}},
		"an escaped slash belongs to the name":            {`metadata/annotations/example.com\/host`, []string{"metadata.annotations[example.com/host]=a"}},
		"a field that is not there":                       {"spec/rules/name", nil},
		"a path through a scalar":                         {"spec/scalar/host", nil},
		"leading and trailing slashes":                    {"/spec/scalar/", []string{"spec.scalar=h"}},
	} {
		t.Run(name, func(t *testing.T) { assert.Equal(t, tt.want, visited(tt.path)) })
	}
}

func TestFieldIsNilWhereThereIsNone(t *testing.T) {
	root := yaml.MustParse(object).YNode()
	assert.Nil(t, manifest.Field(nil, "spec"))
	assert.Nil(t, manifest.Field(manifest.Field(root, "spec"), "missing"))
	assert.Nil(t, manifest.Field(manifest.Field(manifest.Field(root, "spec"), "scalar"), "x"))
	assert.Equal(t, "b", manifest.Field(manifest.Field(manifest.Field(root, "metadata"), "annotations"), "plain").Value)
}

func TestRemoveField(t *testing.T) {
	root := yaml.MustParse("{a: 1, b: 2, c: 3}").YNode()
	before := root.Content
	manifest.RemoveField(root, "b")
	manifest.RemoveField(root, "missing")
	manifest.RemoveField(nil, "a")
	manifest.RemoveField(manifest.Field(root, "a"), "a")
	assert.Equal(t, "{a: 1, c: 3}\n", yaml.NewRNode(root).MustString())
	assert.Equal(t, "b", before[2].Value, "whoever walks over the fields still sees all of them")
}

func FuzzParsePath(f *testing.F) {
	f.Add("spec", "rules", "example.com/host")
	f.Add("a[]", `b\`, "/")
	f.Fuzz(func(t *testing.T, a, b, c string) {
		names := []string{a, b, c}
		for _, name := range names {
			if name == "" || strings.ContainsAny(name, "\\\x00") || strings.HasSuffix(name, "[]") {
				t.Skip("no field has such a name, or FieldSpec cannot write it")
			}
		}
		escape := strings.NewReplacer("/", `\/`).Replace
		got := manifest.ParsePath(escape(a) + "/" + escape(b) + "/" + escape(c))
		assert.Equal(t, manifest.Path(names), got)
	})
}
