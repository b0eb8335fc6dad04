package configbake

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

// removeConfigMaps takes the ConfigMaps away that are baked, and that nothing refers to any more.
func (b *baker) removeConfigMaps() {
	left := b.referrers()
	for _, c := range b.all {
		switch who := left[c]; {
		case !c.baked:
		case len(who) > 0:
			b.Warnf(c.Item, krm.Field{}, "stays, since it is still referred to: %s", few(who))
		default:
			b.Remove(c.Item)
		}
	}
}

// A mention is a place that names a ConfigMap.
type mention struct {
	item            *krm.Item
	name, namespace string
	at              string
}

// noteMentions notes which ConfigMaps an object names.
func (b *baker) noteMentions(it *krm.Item, obj *yaml.Node) {
	b.read[it] = true
	manifest.References(obj, nil, func(r manifest.Reference) {
		if r.Kind != "ConfigMap" {
			return
		}
		namespace := cmp.Or(r.Namespace, it.Namespace)
		if r.Anywhere {
			namespace = r.Namespace
		}
		b.mentioned = append(b.mentioned, mention{it, r.Name, namespace, r.At})
	})
}

// referrers is who refers to ConfigMaps that are baked.
func (b *baker) referrers() map[*configMap][]string {
	names := map[string]bool{}
	for _, c := range b.all {
		for _, name := range c.names {
			names[name] = names[name] || c.baked
		}
	}
	maps.DeleteFunc(names, func(_ string, baked bool) bool { return !baked })
	unread := func(it *krm.Item) bool { return it.Group() != krmGroup && !b.read[it] && mentions(it, names) }
	b.edit(krm.Where(b.Items(), unread), b.noteMentions)
	found := map[*configMap][]string{}
	for _, m := range b.mentioned {
		if names[m.name] {
			for _, c := range b.known.Meant(m.name, m.namespace) {
				found[c] = append(found[c], fmt.Sprintf("%s in %s", m.item, m.at))
			}
		}
	}
	return found
}

// krmGroup is the API group of configs like this one, which kpt has among its items.
const krmGroup = "kurumi.dev"

func mentions(it *krm.Item, names map[string]bool) bool {
	for name := range names {
		if bytes.Contains(it.Text(), []byte(name)) {
			return true
		}
	}
	return false
}

// few is the first of a list, and the number of the others.
func few(all []string) string {
	const most = 4
	if len(all) > most {
		return fmt.Sprintf("%s, and %d more", strings.Join(all[:most], ", "), len(all)-most)
	}
	return strings.Join(all, ", ")
}
