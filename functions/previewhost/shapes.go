package previewhost

import (
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

// This file reads and writes hosts in the shapes in which they stand in a place; resolve.go says what they become.

// place rewrites what stands in one place of the table.
func (v *visit) place(pl parsedPlace, n *yaml.Node, at string) {
	if pl.path == "spec/host" && pl.kind == "Mapping" && isTrue(manifest.Field(manifest.Field(v.obj, "spec"), "host_regex")) {
		v.warnPattern(at, n.Value)
		return
	}
	switch {
	case pl.role == follows:
		if v.pass == passMentions {
			v.follow(n, at, pl.form)
		}
	case pl.role == routes && v.pass == passMentions:
	case pl.form == commas && v.isText(n, at):
		v.commaList(pl, n, at)
	case pl.form == match && v.isText(n, at):
		v.matchRule(pl, n, at)
	case pl.form == commas || pl.form == match:
	case n.Kind == yaml.SequenceNode:
		v.list(pl, n, at)
	case v.isText(n, at):
		ns, host := splitNamespace(pl, n.Value)
		if image, ok := v.one(pl, host, at); ok {
			v.set(n, at, host, ns, image)
		}
	}
}

// isText refuses what cannot be a host.
func (v *visit) isText(n *yaml.Node, at string) bool {
	f := krm.Field{Path: at}
	switch {
	case n.Kind != yaml.ScalarNode:
		v.errorf(f, "holds a list or a mapping where a host was expected")
	case n.ShortTag() == yaml.NodeTagNull:
		v.errorf(f, "is null; give a host, or remove the field")
	case n.ShortTag() != yaml.NodeTagString:
		v.errorf(f, "is %s, which YAML reads as a number or boolean; put it in quotes if it is a host", v.shown(n.Value))
	default:
		return true
	}
	return false
}

// shown is a value for a message. What a Secret holds is in none.
func (v *visit) shown(value string) string {
	if v.item.Kind == "Secret" {
		return "a value"
	}
	return quoted(value)
}

// set puts an image in a host's place.
func (v *visit) set(n *yaml.Node, at, host, ns, image string) {
	if host == image {
		return
	}
	v.Changed(v.item, krm.Field{Path: at, Current: host, Proposed: image})
	n.Value = ns + image
}

// list rewrites a list of hosts, and leaves no host in it twice.
func (v *visit) list(pl parsedPlace, n *yaml.Node, at string) {
	var hosts []*yaml.Node
	seen := map[string]bool{}
	changed := false
	for i, el := range n.Content {
		at := manifest.At(at, i)
		if !v.isText(el, at) {
			continue
		}
		ns, host := splitNamespace(pl, el.Value)
		for j, image := range v.several(pl, host, at) {
			if image != host {
				v.Changed(v.item, krm.Field{Path: at, Current: host, Proposed: image})
				changed = true
			}
			if key := ns + normal(image); seen[key] {
				continue
			} else if seen[key] = true; j > 0 {
				el = &yaml.Node{Kind: yaml.ScalarNode, Tag: yaml.NodeTagString, Style: el.Style}
			}
			el.Value = ns + image
			hosts = append(hosts, el)
		}
	}
	if changed {
		n.Content = hosts
	}
}

// commaList rewrites a list of hosts in one text, and leaves no host in it twice.
func (v *visit) commaList(pl parsedPlace, n *yaml.Node, at string) {
	var parts []string
	seen := map[string]bool{}
	changed := false
	for part := range strings.SplitSeq(n.Value, ",") {
		host := strings.TrimSpace(part)
		for _, image := range v.several(pl, host, at) {
			if host != image {
				v.Changed(v.item, krm.Field{Path: at, Current: host, Proposed: image})
				changed = true
			}
			if key := normal(image); !seen[key] {
				seen[key] = true
				parts = append(parts, strings.Replace(part, host, image, 1))
			}
		}
	}
	if changed {
		n.Value = strings.TrimSpace(strings.Join(parts, ","))
	}
}

// matchRule rewrites the hosts in a Traefik rule.
func (v *visit) matchRule(pl parsedPlace, n *yaml.Node, at string) {
	out, found, err := rewriteMatch(n.Value, func(host string) (string, error) {
		image, ok := v.one(pl, host, at)
		if !ok {
			return host, nil
		}
		if image != host {
			v.Changed(v.item, krm.Field{Path: at, Current: host, Proposed: image})
		}
		return image, nil
	})
	if err != nil {
		v.errorf(krm.Field{Path: at}, "is no rule that can be read: %v", err)
		return
	}
	for _, pattern := range found.patterns {
		v.warnPattern(at, pattern)
	}
	if found.everyHost && v.previewing() {
		v.warnf(krm.Field{Path: at}, "is bound to no host, so that this route serves every host, production's too")
	}
	n.Value = out
}

// several is what a host becomes in a place with room for any number of them: itself, if it stays.
func (v *visit) several(pl parsedPlace, host, at string) []string {
	images, ok := v.resolve(pl, host, at)
	if !ok {
		return []string{host}
	}
	for _, image := range images {
		v.checkLimit(pl, host, image, at)
	}
	return images
}

// one is what a host becomes in a place for a single host. ok is false if it stays.
func (v *visit) one(pl parsedPlace, host, at string) (string, bool) {
	images, ok := v.resolve(pl, host, at)
	if !ok {
		return "", false
	}
	wildcard, ok := commonWildcard(images)
	if !ok {
		v.errorf(krm.Field{Path: at, Current: host}, "covers hosts that become %s, which no single name covers; "+
			"give each an entry of its own, or take rules whose results one wildcard covers", enumerate(images))
		return "", false
	}
	v.checkLimit(pl, host, wildcard, at)
	v.addPreview(wildcard)
	return wildcard, true
}

func (v *visit) checkLimit(pl parsedPlace, host, image, at string) {
	if pl.limit > 0 && len(image) > pl.limit {
		v.errorf(krm.Field{Path: at, Current: host, Proposed: image},
			"would become %s, which has %d characters, and no more than %d are allowed here; take a shorter preview host", image, len(image), pl.limit)
	}
}

// splitNamespace cuts Istio's namespace and slash from a host.
func splitNamespace(pl parsedPlace, s string) (ns, host string) {
	if pl.form != namespace {
		return "", s
	}
	if i := strings.IndexByte(s, '/'); i >= 0 {
		return s[:i+1], s[i+1:]
	}
	return "", s
}

func isTrue(n *yaml.Node) bool { return n != nil && n.Value == "true" }

func (v *visit) warnPattern(at, pattern string) {
	if !v.previewing() {
		return
	}
	v.warnf(krm.Field{Path: at, Current: pattern}, "%s is a pattern, and stays as it is; if it matches production's hosts, the preview serves those", quoted(pattern))
}
