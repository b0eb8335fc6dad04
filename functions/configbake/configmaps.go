package configbake

import (
	"bytes"
	"slices"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm"
)

// previousNames is where kustomize keeps what an object was called before.
const previousNames = "internal.config.kubernetes.io/previousNames"

// A configMap is a ConfigMap of the input.
type configMap struct {
	*krm.Item
	names   []string // what it is called, what it was called before kustomize renamed it, and these without kustomize's hash
	checked bool
	broken  bool
	baked   bool     // a chosen workload does without it, or did so before
	keys    []string // in the order in which they stand there
	data    map[string]string
}

// readConfigMaps lists every ConfigMap under all its names.
func (b *baker) readConfigMaps() {
	for _, it := range b.Items() {
		if !isConfigMap(it) || it.Name == "" {
			continue
		}
		names := []string{it.Name}
		if bytes.Contains(it.Text(), []byte(previousNames)) {
			b.edit([]*krm.Item{it}, func(_ *krm.Item, obj *yaml.Node) { names = append(names, previous(obj)...) })
		}
		c := &configMap{Item: it}
		b.all = append(b.all, c)
		for i, name := range names {
			b.know(c, name, min(i, 1))
			if base := baseName(name); base != "" {
				b.know(c, base, 2)
			}
		}
	}
	for _, e := range b.entries {
		for _, c := range b.all {
			if slices.Contains(c.names, e.ConfigMap) && !slices.Contains(e.names, c.Name) {
				e.names = append(e.names, c.Name)
			}
		}
	}
}

func isConfigMap(it *krm.Item) bool { return it.Kind == "ConfigMap" && it.Group() == "" }

func (b *baker) know(c *configMap, name string, rank int) {
	c.names = append(c.names, name)
	b.known.Add(name, c.Namespace, rank, c)
}

// previous is what an object was called before.
func previous(obj *yaml.Node) []string {
	names := text(field(obj, "metadata", "annotations", previousNames))
	if names == "" {
		return nil
	}
	return strings.Split(names, ",")
}
