package krm

import (
	"fmt"
	"slices"

	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// A cleaner resolves aliases and merge keys, and refuses duplicate keys.
type cleaner struct {
	budget int
	open   []*yaml.Node // the anchors that the walk is inside of
}

// clean walks over n. shared tells that n's text counts elsewhere too.
func (c *cleaner) clean(n *yaml.Node, shared bool) error {
	if n.Anchor != "" {
		n.Anchor = ""
		shared = true
		c.open = append(c.open, n)
		defer func() { c.open = c.open[:len(c.open)-1] }()
	}
	if shared {
		n.Line = 0
	}
	for i, child := range n.Content {
		if child.Kind == yaml.AliasNode {
			target, err := c.copyOf(child)
			if err != nil {
				return err
			}
			n.Content[i] = target
			continue
		}
		if err := c.clean(child, shared); err != nil {
			return err
		}
	}
	if n.Kind != yaml.MappingNode {
		return nil
	}
	if err := mergeKeys(n); err != nil {
		return err
	}
	return checkKeys(n)
}

// copyOf copies what an alias stands for. The target comes earlier in the
// document, so it is clean already.
func (c *cleaner) copyOf(alias *yaml.Node) (*yaml.Node, error) {
	if slices.Contains(c.open, alias.Alias) {
		return nil, fmt.Errorf("line %d: an alias stands inside its own anchor", alias.Line)
	}
	n := c.deepCopy(alias.Alias)
	if c.budget < 0 {
		return nil, fmt.Errorf("line %d: aliases expand to more than %d nodes", alias.Line, maxExpansion)
	}
	n.HeadComment, n.LineComment, n.FootComment = alias.HeadComment, alias.LineComment, alias.FootComment
	return n, nil
}

func (c *cleaner) deepCopy(n *yaml.Node) *yaml.Node {
	cp := *n
	cp.Line = 0
	if c.budget--; c.budget < 0 {
		return &cp
	}
	cp.Content = make([]*yaml.Node, len(n.Content))
	for i, child := range n.Content {
		cp.Content[i] = c.deepCopy(child)
	}
	return &cp
}

// mergeKeys puts the fields of "<<" where the mapping does not have them.
func mergeKeys(n *yaml.Node) error {
	if !slices.ContainsFunc(n.Content, func(k *yaml.Node) bool { return k.Tag == yaml.MergeTag }) {
		return nil
	}
	own, sources := n.Content, []*yaml.Node{}
	n.Content = nil
	has := map[string]bool{}
	add := func(pair []*yaml.Node) {
		n.Content = append(n.Content, pair...)
		has[pair[0].Value] = true
	}
	for pair := range slices.Chunk(own, 2) {
		switch from := pair[1]; {
		case pair[0].Tag != yaml.MergeTag:
			add(pair)
		case from.Kind == yaml.SequenceNode:
			sources = append(sources, from.Content...)
		default:
			sources = append(sources, from)
		}
	}
	for _, src := range sources {
		if src.Kind != yaml.MappingNode {
			return fmt.Errorf("line %d: a merge key takes a mapping or a list of mappings", n.Line)
		}
		for pair := range slices.Chunk(src.Content, 2) {
			if !has[pair[0].Value] {
				add(pair)
			}
		}
	}
	return nil
}
