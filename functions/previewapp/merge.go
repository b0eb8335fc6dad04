package previewapp

import (
	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

// merge makes a field what it should be, and leaves alone what is so already, with
// its comments and layout. Lists are taken as a whole.
func merge(p *krm.Pass, it *krm.Item, m *yaml.Node, name string, want *yaml.Node, path string) {
	have := manifest.Field(m, name)
	switch {
	case same(have, want):
	case have == nil:
		m.Content = append(m.Content, nodeOf(name), want)
		p.Changed(it, krm.Field{Path: path, Proposed: told(want)})
	case have.Kind == yaml.MappingNode && want.Kind == yaml.MappingNode:
		for i := len(have.Content) - 2; i >= 0; i -= 2 {
			if key := have.Content[i].Value; manifest.Field(want, key) == nil {
				p.Changed(it, krm.Field{Path: manifest.Under(path, key), Current: told(have.Content[i+1]), Proposed: "nothing"})
				manifest.RemoveField(have, key)
			}
		}
		for i := 0; i < len(want.Content); i += 2 {
			key := want.Content[i].Value
			merge(p, it, have, key, want.Content[i+1], manifest.Under(path, key))
		}
	case have.Kind == yaml.ScalarNode && want.Kind == yaml.ScalarNode && have.Tag == want.Tag:
		p.Changed(it, krm.Field{Path: path, Current: have.Value, Proposed: want.Value})
		have.Value = want.Value
	default:
		p.Changed(it, krm.Field{Path: path, Current: told(have), Proposed: "what the config says"})
		*have = *want
	}
}

// told is a value as results show it.
func told(n *yaml.Node) string {
	switch n.Kind {
	case yaml.MappingNode:
		return "a mapping"
	case yaml.SequenceNode:
		return "a list"
	}
	return n.Value
}
