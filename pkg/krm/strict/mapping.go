package strict

import (
	"slices"

	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// open gives the node that is really meant: a document's content, an alias's
// target, a null for nothing at all. It is false, with a problem reported,
// where the decoder must not go further. A cycle of aliases needs no check of
// its own: it runs into the limits.
func (d *decoder) open(n *yaml.Node, at *place) (*yaml.Node, bool) {
	for n != nil && (n.Kind == yaml.AliasNode || n.Kind == yaml.DocumentNode) {
		switch {
		case n.Kind == yaml.AliasNode:
			n, at.aliased = n.Alias, true
		case len(n.Content) == 0:
			n = nil
		default:
			n = n.Content[0]
		}
	}
	if n == nil || n.IsZero() {
		n = &yaml.Node{Kind: yaml.ScalarNode, Tag: yaml.NodeTagNull}
	}
	if at.aliased && !d.spend(n, at) {
		return nil, false
	}
	if at.depth > maxDepth {
		d.report(at, n, "is nested more than %d levels deep", maxDepth)
		d.stopped = true
		return nil, false
	}
	if !knownTag(n) {
		d.report(at, n, "has the tag %s, which is not supported; remove it", quote(n.Tag))
		return nil, false
	}
	return n, true
}

// spend takes one node off the budget, and says so once when it is used up.
func (d *decoder) spend(n *yaml.Node, at *place) bool {
	d.budget--
	if d.budget < 0 {
		d.report(at, n, "expands to too much: write out what the aliases (*name) stand for")
		d.stopped = true
	}
	return !d.stopped
}

var knownTags = map[yaml.Kind][]string{
	yaml.MappingNode:  {yaml.NodeTagMap},
	yaml.SequenceNode: {yaml.NodeTagSeq},
	yaml.ScalarNode: {
		yaml.NodeTagString, yaml.NodeTagInt, yaml.NodeTagFloat, yaml.NodeTagBool, yaml.NodeTagNull,
		tagTimestamp, yaml.MergeTag, // which outside a mapping's key is just the text <<
	},
}

const tagTimestamp = "!!timestamp"

func knownTag(n *yaml.Node) bool { return slices.Contains(knownTags[n.Kind], n.ShortTag()) }

func isNull(n *yaml.Node) bool {
	return n.Kind == yaml.ScalarNode && n.ShortTag() == yaml.NodeTagNull
}

// pair is one entry of a mapping. The key is its text, whatever its type.
type pair struct {
	key        string
	name, node *yaml.Node
}

// pairs lists a mapping's entries: its own, then those that merge keys (<<)
// bring in under names which it does not have. Repeated keys are reported.
func (d *decoder) pairs(n *yaml.Node, at *place) []pair {
	var pairs []pair
	var merges []*yaml.Node
	lines := map[string]int{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		here := *at
		name, ok := d.open(n.Content[i], &here)
		if !ok {
			continue
		}
		switch line, twice := lines[name.Value]; {
		case name.Kind != yaml.ScalarNode:
			d.report(at, name, "has a key that is %s; a key must be a string", typeName(name))
		case name.ShortTag() == yaml.MergeTag:
			merges = append(merges, n.Content[i+1])
		case twice:
			d.report(at.entry(name.Value), &yaml.Node{Line: name.Line}, "is given twice; the first is in line %d", line)
		default:
			lines[name.Value] = name.Line
			pairs = append(pairs, pair{name.Value, name, n.Content[i+1]})
		}
	}
	for _, m := range merges {
		for _, p := range d.merged(m, at) {
			if _, hidden := lines[p.key]; !hidden {
				lines[p.key] = p.name.Line
				pairs = append(pairs, p)
			}
		}
	}
	return pairs
}

// merged lists what the value of a merge key brings in: the entries of a
// mapping, or of a list of mappings, where the first of a name is meant. The
// values pass for aliases, so that what is below them counts as repeated.
func (d *decoder) merged(m *yaml.Node, at *place) []pair {
	at = at.entry("<<")
	m, ok := d.open(m, at)
	if !ok {
		return nil
	}
	var pairs []pair
	switch m.Kind {
	case yaml.SequenceNode:
		for _, item := range m.Content {
			pairs = append(pairs, d.merged(item, at)...)
		}
	case yaml.MappingNode:
		for _, p := range d.pairs(m, at) {
			p.node = &yaml.Node{Kind: yaml.AliasNode, Alias: p.node}
			pairs = append(pairs, p)
		}
	default:
		d.report(at, m, "is %s, but must be a mapping", typeName(m))
	}
	return pairs
}
