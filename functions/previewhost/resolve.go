package previewhost

import (
	"bytes"
	"slices"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

// place rewrites what stands in one place of the table.
func (v *visit) place(pl parsedPlace, n *yaml.Node, at string) {
	if pl.path == "spec/host" && pl.kind == "Mapping" && isTrue(manifest.Field(manifest.Field(v.obj, "spec"), "host_regex")) {
		v.warnPattern(at, n.Value)
		return
	}
	switch {
	case pl.role == follows:
		if v.pass == passMentions {
			v.texts(n, at, pl.form)
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

// resolve finds what a host becomes: one host, or for a wildcard on a certificate's side all that it covers. ok is false
// if the host stays as it is.
func (v *visit) resolve(pl parsedPlace, host, at string) (images []string, ok bool) {
	key := normal(host)
	f := krm.Field{Path: at, Current: host}
	switch {
	case host == "" || isLeftAlone(key):
		return nil, false
	case isTemplated(host) && !v.previewing():
		return nil, false
	case isTemplated(host):
		v.warnf(f, "%s is a template, and stays as it is; if it becomes production's host, the preview serves that", quoted(host))
		return nil, false
	case strings.ContainsAny(host, "/:@?#, \t\r\n"):
		v.errorf(krm.Field{Path: at}, "is %s, which is no host; give the name alone, without a scheme, a port or a path", v.shown(host))
		return nil, false
	case pl.role == covers && v.isService(key):
		return nil, false
	case v.kept(key):
		v.claim(pl, key, key, at)
		return nil, false
	}
	if pl.role == covers && strings.HasPrefix(key, "*.") && !v.finished(key) {
		if v.pass != passMentions {
			v.unresolved = true
			return nil, false
		}
		if images, changed := v.covered(key); changed || len(images) > 0 || v.settled[domain(key)] {
			return images, changed
		}
	}
	image, ok := v.image(key, f)
	if !ok {
		return nil, false
	}
	if !v.claim(pl, key, image, at) {
		return nil, false
	}
	return []string{image}, true
}

// isService reports whether a name is a Service's, as certificates for calls inside the cluster have it: webhook.shop, in
// an object that names webhook.shop.svc as well.
func (v *visit) isService(key string) bool {
	return bytes.Contains(v.item.Text(), []byte(key+".svc"))
}

// finished reports whether a wildcard is a result already, and so no matter what it covers.
func (v *visit) finished(wildcard string) bool {
	return v.own != "" && v.rules.done(wildcard, v.own) || v.known[wildcard].image == wildcard
}

// image finds what a host becomes, by the rules or because another item decided it.
func (v *visit) image(key string, f krm.Field) (string, bool) {
	switch c, known := v.known[key]; {
	case v.own != "" && v.rules.done(key, v.own), v.own == "" && v.preview[key]: // by an earlier run, or an earlier pass
		return key, true
	case v.own != "":
		image, ok := v.rules.image(key, v.own)
		if !ok {
			v.errorf(f, "no rule matches %s; add one to spec.rules, or list the host in spec.keep", f.Current)
			return "", false
		}
		if err := checkPreviewHost(image); err != nil {
			v.errorf(f, "%s would become no host: %v; give it a rule of its own in spec.rules, or list it in spec.keep", f.Current, err)
			return "", false
		}
		return image, true
	case known:
		return c.image, true
	case v.pass == passOwn:
		v.unresolved = true
	case v.cfg.WhenMissing == "error":
		v.errorf(f, "no preview host is known for %s; give the resource the annotation %s, set spec.host, or list the host in spec.keep", f.Current, v.cfg.Annotation)
	}
	return "", false
}

// claim notes what a host becomes, and refuses what contradicts an earlier claim.
func (v *visit) claim(pl parsedPlace, key, image, at string) bool {
	key = strings.Clone(key) // it may be a piece of the whole object's text
	earlier, ok := v.known[key]
	if ok && earlier.image != image {
		v.errorf(krm.Field{Path: at, Current: key, Proposed: image}, "%s becomes %s here, but %s in %s; give both the same preview host",
			key, image, earlier.image, earlier.by)
		return false
	}
	if !ok {
		earlier = claim{image: image, preview: v.own, by: v.item, at: at}
		v.known[key] = earlier
		if !v.kept(key) {
			v.addPreview(image)
		}
	}
	if pl.role == routes && !v.served[key] {
		v.served[key] = true
		v.routed[domain(key)] = append(v.routed[domain(key)], key)
		earlier.by, earlier.at = v.item, at
		v.known[key] = earlier
	}
	return true
}

// covered is what the hosts that a wildcard covers become, and whether that is anything else than they are.
func (v *visit) covered(wildcard string) (images []string, changed bool) {
	for _, host := range v.routed[domain(wildcard)] {
		image := v.known[host].image
		changed = changed || image != host
		if !slices.Contains(images, image) {
			images = append(images, image)
		}
	}
	return images, changed
}

func (v *visit) kept(key string) bool {
	for _, k := range v.cfg.Keep {
		if matchGlob(normal(k), key) {
			return true
		}
	}
	return false
}

// previewing reports whether the item is known to be rendered for a preview.
func (v *visit) previewing() bool { return v.own != "" || v.cfg.WhenMissing == "error" }

func enumerate(hosts []string) string {
	last := len(hosts) - 1
	if last < 1 {
		return strings.Join(hosts, "")
	}
	return strings.Join(hosts[:last], ", ") + " and " + hosts[last]
}

// domain is a host without its first label.
func domain(host string) string {
	_, parent, _ := strings.Cut(host, ".")
	return parent
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
