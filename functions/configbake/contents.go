package configbake

import (
	"fmt"
	"slices"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

// check reads a ConfigMap that is to be baked, and the entries about it, once.
func (b *baker) check(c *configMap, entries []*entry) {
	if c.checked {
		return
	}
	c.checked = true
	tell := func(f krm.Field, format string, args ...any) {
		c.broken = true
		b.Errorf(c.Item, f, "%s", fmt.Sprintf(format, args...))
	}
	b.edit([]*krm.Item{c.Item}, func(_ *krm.Item, obj *yaml.Node) { c.read(obj, tell) })
	if c.data == nil {
		c.broken = true
	}
	if c.broken {
		return
	}
	seen := map[string]bool{}
	for _, e := range entries {
		key := c.key(e)
		if seen[key] {
			c.broken = true
			same(b.Pass, e.at, e.ConfigMap)
		}
		if _, ok := c.data[key]; key != "" && !ok {
			c.broken = true
			b.Errorf(nil, krm.Field{Path: e.at + ".key", Current: e.Key}, "%s is no key of %s, which has %s", e.Key, c, strings.Join(c.keys, ", "))
		}
		seen[key] = true
	}
}

// read takes a ConfigMap's files out of its tree.
func (c *configMap) read(obj *yaml.Node, tell func(f krm.Field, format string, args ...any)) {
	if binary := field(obj, "binaryData"); binary != nil && len(binary.Content) > 0 {
		tell(krm.Field{Path: "binaryData"}, "is not baked; copy such files into the image where it is built, or have a ConfigMap of their own for them")
	}
	data := field(obj, "data")
	if data == nil || data.Kind != yaml.MappingNode || len(data.Content) == 0 {
		tell(krm.Field{Path: "data"}, "has no data here; if it is filled in the cluster it cannot be baked")
		return
	}
	c.data = map[string]string{}
	size := 0
	for pair := range slices.Chunk(data.Content, 2) {
		key, at := pair[0].Value, krm.Field{Path: manifest.Under("data", pair[0].Value)}
		if !isKey(key) {
			tell(at, "is no key that Kubernetes takes; it has letters, digits, hyphens, dots and underscores")
		}
		if pair[1].Kind != yaml.ScalarNode || pair[1].ShortTag() != yaml.NodeTagString {
			tell(at, "is no text; put it in quotes")
		}
		c.keys = append(c.keys, strings.Clone(key))
		c.data[strings.Clone(key)] = strings.Clone(pair[1].Value)
		size += len(key) + len(pair[1].Value)
	}
	if size > maxData {
		tell(krm.Field{Path: "data"}, "has %d bytes, and Kubernetes takes no more than %d; copy large files into the image where it is built", size, maxData)
	}
}

// key is the file that an entry means, or empty if it means all of them.
func (c *configMap) key(e *entry) string {
	if e.Key == "" && len(c.keys) == 1 {
		return c.keys[0]
	}
	return e.Key
}

// entryFor is the entry that is about a file: that which names it, or that which is about all of them.
func (c *configMap) entryFor(entries []*entry, key string) *entry {
	for _, wanted := range []string{key, ""} {
		if i := slices.IndexFunc(entries, func(e *entry) bool { return c.key(e) == wanted }); i >= 0 {
			return entries[i]
		}
	}
	return nil
}
