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
	checked bool
	broken  bool
	baked   bool     // a chosen workload does without it, or did so before
	keys    []string // in the order in which they stand there
	data    map[string]string
}

// A candidate is a ConfigMap by one of its names.
type candidate struct {
	*configMap
	rank int // 0 is what it is called, 1 what it was called before kustomize renamed it, 2 its name without kustomize's hash
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
		for i, name := range names {
			b.know(name, candidate{c, min(i, 1)})
			if base := baseName(name); base != "" {
				b.know(base, candidate{c, 2})
			}
		}
	}
}

func isConfigMap(it *krm.Item) bool { return it.Kind == "ConfigMap" && it.Group() == "" }

func (b *baker) know(name string, c candidate) {
	if !slices.ContainsFunc(b.known[name], func(o candidate) bool { return o.configMap == c.configMap }) {
		b.known[name] = append(b.known[name], c)
	}
}

// previous is what an object was called before.
func previous(obj *yaml.Node) []string {
	names := text(field(obj, "metadata", "annotations", previousNames))
	if names == "" {
		return nil
	}
	return strings.Split(names, ",")
}

// meant is the ConfigMap that a name means in a namespace, or several that it may mean. An unknown namespace, on either
// side, may be any. What an object is called goes before what it was called once.
func (b *baker) meant(name, namespace string) []*configMap {
	var best []*configMap
	least := 6
	for _, c := range b.known[name] {
		score := 2 * c.rank
		switch {
		case c.Namespace == namespace:
		case c.Namespace == "" || namespace == "":
			score++
		default:
			continue
		}
		if score < least {
			best, least = nil, score
		}
		if score == least {
			best = append(best, c.configMap)
		}
	}
	return best
}
