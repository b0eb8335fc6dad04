package secret

import (
	"maps"
	"slices"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/lazyregexp"
	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

// within calls do for a field that holds fields. If there is none, it is made, and
// kept if do puts something into it.
func within(n *yaml.Node, name string, do func(f *yaml.Node)) {
	if f := manifest.Field(n, name); f != nil && f.Kind == yaml.MappingNode {
		do(f)
		return
	}
	f := &yaml.Node{Kind: yaml.MappingNode, Tag: yaml.NodeTagMap}
	if do(f); len(f.Content) > 0 {
		manifest.RemoveField(n, name)
		add(n, name, f)
	}
}

// setText sets a field, in the quoting that stands there.
func setText(n *yaml.Node, name, value string) {
	f := manifest.Field(n, name)
	switch {
	case f != nil && f.Kind == yaml.ScalarNode && f.ShortTag() == yaml.NodeTagString:
		f.Value = value
	default:
		manifest.RemoveField(n, name)
		add(n, name, scalar(value))
	}
}

// setTexts makes a field hold the wanted texts: those that are there keep their
// place, others follow in the order of their names.
func setTexts(n *yaml.Node, name string, wanted, is map[string]string) {
	if maps.Equal(wanted, is) {
		return
	}
	if len(wanted) == 0 {
		manifest.RemoveField(n, name)
		return
	}
	within(n, name, func(f *yaml.Node) {
		for key := range is {
			if _, stays := wanted[key]; !stays {
				manifest.RemoveField(f, key)
			}
		}
		for _, key := range slices.Sorted(maps.Keys(wanted)) {
			if was, ok := is[key]; !ok || was != wanted[key] {
				setText(f, key, wanted[key])
			}
		}
	})
}

func texts(n *yaml.Node) map[string]string {
	all := map[string]string{}
	for i := 0; n != nil && n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
		all[n.Content[i].Value] = n.Content[i+1].Value
	}
	return all
}

func add(n *yaml.Node, name string, value *yaml.Node) {
	n.Content = append(n.Content, scalar(name), value)
}

// plainText is what surely reads as a text without quotes, once the words are out.
var plainText = lazyregexp.New(`^[A-Za-z][-A-Za-z0-9_./+=]*$`)

var words = lazyregexp.New(`^(?i:y|n|yes|no|on|off|true|false|null)$`)

// scalar is a text, in quotes where it could be read as something else.
func scalar(value string) *yaml.Node {
	n := &yaml.Node{Kind: yaml.ScalarNode, Tag: yaml.NodeTagString, Value: value}
	if !plainText.MatchString(value) || words.MatchString(value) {
		n.Style = yaml.DoubleQuotedStyle
	}
	return n
}
