package previewhost

import (
	"slices"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

// tlsSecrets puts the previews' certificate where production's stands beside a preview host.
func (v *visit) tlsSecrets() {
	if v.cfg.TLSSecretName == "" {
		return
	}
	for _, tls := range tlsPlaces {
		if tls.kind != v.item.Kind || tls.group != v.item.Group() {
			continue
		}
		manifest.ParsePath(tls.list).Each(v.obj, func(list *yaml.Node, at string) {
			for i, el := range list.Content {
				if list.Kind == yaml.SequenceNode && v.servesPreview(tls, el) {
					manifest.ParsePath(tls.secret).Each(el, func(n *yaml.Node, below string) {
						if n.Kind == yaml.ScalarNode && n.ShortTag() == yaml.NodeTagString {
							v.set(n, manifest.At(at, i)+"."+below, n.Value, "", v.cfg.TLSSecretName)
						}
					})
					dropTwins(manifest.Field(manifest.Field(el, "tls"), "certificateRefs"))
				}
			}
		})
	}
}

// servesPreview reports whether some host of a tls element is a preview host. An element for all hosts is if the item is.
func (v *visit) servesPreview(tls tlsPlace, el *yaml.Node) bool {
	var hosts []string
	manifest.ParsePath(tls.hosts).Each(el, func(n *yaml.Node, _ string) {
		if n.Kind == yaml.ScalarNode {
			hosts = append(hosts, normal(n.Value))
		}
		for _, child := range n.Content {
			hosts = append(hosts, normal(child.Value))
		}
	})
	if len(hosts) == 0 {
		return v.own != ""
	}
	return slices.ContainsFunc(hosts, v.isPreview)
}

// isPreview reports whether a host is a preview host, or a wildcard that covers one.
func (v *visit) isPreview(host string) bool {
	return v.preview[host] || strings.HasPrefix(host, "*.") && v.previewIn[domain(host)]
}

// dropTwins leaves no reference in a list twice: of certificates for several sorts of keys, one takes the place.
func dropTwins(refs *yaml.Node) {
	if refs == nil || refs.Kind != yaml.SequenceNode {
		return
	}
	seen := map[[4]string]bool{}
	refs.Content = slices.DeleteFunc(refs.Content, func(ref *yaml.Node) bool {
		var id [4]string
		for i, field := range []string{"group", "kind", "namespace", "name"} {
			if n := manifest.Field(ref, field); n != nil {
				id[i] = n.Value
			}
		}
		twin := seen[id]
		seen[id] = true
		return twin
	})
}
