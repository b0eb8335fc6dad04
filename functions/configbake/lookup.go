package configbake

import (
	"slices"
	"strings"

	"github.com/kurumi-krm/kurumi/pkg/krm"
)

// An entry is an entry of the config, and what came of it.
type entry struct {
	Entry
	at      string   // its place in the config
	names   []string // what the ConfigMaps are called that it may mean
	used    bool     // a chosen workload refers to it
	mounted bool     // and mounts it
	done    bool     // a chosen workload did so before
}

// lookup finds the ConfigMap that a workload names in a field, and the entries that are about it. There is none if the
// config does not know it, or if something is wrong with it, which is told.
func (b *baker) lookup(it *krm.Item, at, name string) (*configMap, []*entry) {
	named := b.known.Meant(name, it.Namespace)
	var entries []*entry
	for _, e := range b.entries {
		meant := b.known.Meant(e.ConfigMap, it.Namespace)
		about := slices.ContainsFunc(meant, func(c *configMap) bool { return slices.Contains(named, c) })
		if !about && (len(named) > 0 || e.ConfigMap != name && e.ConfigMap != baseName(name)) {
			continue
		}
		entries = append(entries, e)
		if len(meant) > 1 && len(named) == 1 {
			b.ambiguous(nil, krm.Field{Path: e.at + ".configMap", Current: e.ConfigMap}, meant)
			use(entries)
			return nil, nil
		}
	}
	if len(entries) == 0 {
		return nil, nil
	}
	if len(named) == 1 {
		b.check(named[0], entries)
		if !named[0].broken {
			return named[0], entries
		}
	}
	use(entries) // about what is wrong already, no more is told
	switch len(named) {
	case 0:
		b.Errorf(it, krm.Field{Path: at, Current: name}, "%s is no ConfigMap of the input, so that there is nothing to bake; add it, or run the function where it is made", name)
	case 1:
	default:
		b.ambiguous(it, krm.Field{Path: at, Current: name}, named)
	}
	return nil, nil
}

// use notes that a chosen container refers to a ConfigMap.
func use(entries []*entry) {
	for _, e := range entries {
		e.used = true
	}
}

// ambiguous says so once.
func (b *baker) ambiguous(it *krm.Item, at krm.Field, found []*configMap) {
	names := make([]string, len(found))
	for i, c := range found {
		names[i] = c.String()
	}
	message := strings.Join(names, " or ")
	if it == nil && b.told[at.Path+message] {
		return
	}
	b.told[at.Path+message] = true
	b.Errorf(it, at, "%s may be %s; give the objects their namespaces, or write the name that is meant", at.Current, message)
}
