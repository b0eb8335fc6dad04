package previewhost

import (
	"bytes"
	"slices"
	"strings"

	"github.com/kurumi-krm/kurumi/pkg/krm"
)

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
		v.warnf(krm.Field{Path: at}, "%s is a template, and stays as it is; if it becomes production's host, the preview serves that", v.shown(host))
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
		v.misses(key, f)
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
