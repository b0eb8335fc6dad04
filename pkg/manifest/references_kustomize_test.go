package manifest_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

// kustomizeTable reads kustomize's own table of references out of its source, which cannot be imported.
func kustomizeTable(t *testing.T) map[string][]manifest.FieldSpec {
	t.Helper()
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "sigs.k8s.io/kustomize/api").Output()
	require.NoError(t, err)
	source, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(dir)),
		"internal", "konfig", "builtinpluginconsts", "namereference.go"))
	require.NoError(t, err)
	_, text, _ := strings.Cut(string(source), "`")
	text, _, ok := strings.Cut(text, "`")
	require.True(t, ok, "kustomize's table is no raw string any more")
	var table struct {
		NameReference []struct {
			Kind       string
			FieldSpecs []struct{ Group, Version, Kind, Path string } `yaml:"fieldSpecs"`
		} `yaml:"nameReference"`
	}
	require.NoError(t, yaml.Unmarshal([]byte(text), &table))
	specs := map[string][]manifest.FieldSpec{}
	for _, target := range table.NameReference {
		for _, s := range target.FieldSpecs {
			specs[target.Kind] = append(specs[target.Kind], manifest.FieldSpec(s))
		}
	}
	return specs
}

// minimal is the least object of a kind with a name at a path: what kustomize's path leaves open, such as which fields
// are lists and what stands beside them, is filled in as Kubernetes has it.
func minimal(spec manifest.FieldSpec, target, name string) *yaml.Node {
	path := manifest.ParsePath(spec.Path)
	value := yaml.NewStringRNode(name).YNode()
	for i, field := range slices.Backward(path) {
		switch {
		case field == "resourceNames":
			resources := strings.ToLower(target) + "s"
			value = yaml.MustParse(`{apiGroups: [""], resources: [` + resources + `], resourceNames: [` + name + `]}`).YNode()
			continue
		case field == "configMap" && i == len(path)-1: // NodeConfigSource: {name, namespace, kubeletConfigKey}
			value = yaml.MustParse("{name: " + name + ", namespace: kube-system}").YNode()
		case isList[field]:
			value = &yaml.Node{Kind: yaml.SequenceNode, Content: []*yaml.Node{value}}
		}
		value = &yaml.Node{Kind: yaml.MappingNode, Content: []*yaml.Node{yaml.NewStringRNode(field).YNode(), value}}
	}
	version := spec.Version
	if version == "" {
		version = "v1"
	}
	if spec.Group != "" {
		version = spec.Group + "/" + version
	}
	head := yaml.MustParse("{apiVersion: " + version + ", kind: " + spec.Kind + "}").YNode()
	head.Content = append(head.Content, value.Content...)
	return head
}

var isList = map[string]bool{
	"containers": true, "env": true, "envFrom": true, "imagePullSecrets": true, "initContainers": true,
	"rules": true, "sources": true, "tls": true, "volumes": true,
}

// Every place that kustomize follows is followed here. There is no exception.
func TestReferencesCoverKustomizesTable(t *testing.T) {
	table := kustomizeTable(t)
	for _, target := range []string{"Secret", "ConfigMap"} {
		require.Greater(t, len(table[target]), 40, "kustomize's table was not read")
		for _, spec := range table[target] {
			t.Run(target+" in "+spec.Kind+" "+spec.Path, func(t *testing.T) {
				obj := minimal(spec, target, "before")
				manifest.References(obj, nil, func(r manifest.Reference) {
					assert.Equal(t, target, r.Kind)
					assert.Equal(t, "before", r.Name)
					r.Rename("after")
				})
				assert.Equal(t, tree(minimal(spec, target, "after")), tree(obj))
			})
		}
	}
}
