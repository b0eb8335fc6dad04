package configbake

import (
	"path"
	"slices"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

// defaultMode is what Kubernetes gives the files of a volume.
const defaultMode = 0o644

// A volume is one that shows files of configured ConfigMaps.
type volume struct {
	name   string
	node   *yaml.Node
	at     string
	layers []*layer
	others bool // it shows something else besides
	kept   bool // a container that is not chosen mounts it
	freed  bool // a mount of it went
}

// A layer is a ConfigMap in a volume: all of it, or one source of a projected one.
type layer struct {
	source  *configMap
	entries []*entry
	index   int // among the sources of a projected volume
	files   []shown
	served  bool // its files are in the image for some container
	needed  bool // a mount of it stays
}

// A shown file is one that a volume shows.
type shown struct {
	key  string
	path string // below the mount
	mode int64
}

// readVolumes finds the volumes that show files of configured ConfigMaps.
func (p *podBaker) readVolumes() {
	for i, n := range elements(field(p.Spec, "volumes")) {
		v := &volume{name: text(field(n, "name")), node: n, at: manifest.At(p.under("spec", "volumes"), i)}
		if plain := field(n, "configMap"); plain != nil {
			v.add(p.layer(plain, v.at+".configMap", p.mode(plain, v.at+".configMap.defaultMode", "defaultMode", defaultMode)))
		} else if projected := field(n, "projected"); projected != nil {
			mode := p.mode(projected, v.at+".projected.defaultMode", "defaultMode", defaultMode)
			for i, source := range elements(field(projected, "sources")) {
				at := manifest.At(v.at+".projected.sources", i) + ".configMap"
				l := p.layer(field(source, "configMap"), at, mode)
				if l != nil {
					l.index = i
				}
				v.add(l)
			}
		}
		if len(v.layers) > 0 {
			p.volumes = append(p.volumes, v)
		}
	}
}

// volume is the volume that a mount mounts, or nil if it shows no files of configured ConfigMaps.
func (p *podBaker) volume(mount *yaml.Node) *volume {
	name := text(field(mount, "name"))
	for _, v := range p.volumes {
		if v.name == name {
			return v
		}
	}
	return nil
}

func (v *volume) add(l *layer) {
	if l == nil {
		v.others = true
		return
	}
	v.layers = append(v.layers, l)
}

// use notes that a chosen container mounts the volume.
func (v *volume) use() {
	for _, l := range v.layers {
		use(l.entries)
	}
}

// layer is what a reference to a ConfigMap in a volume shows, or nil if it is none that the config knows.
func (p *podBaker) layer(n *yaml.Node, at string, mode func() int64) *layer {
	source, entries := p.lookup(p.item, at+".name", text(field(n, "name")))
	if source == nil {
		return nil
	}
	l := &layer{source: source, entries: entries}
	items := field(n, "items")
	if items == nil {
		for _, key := range source.keys {
			l.files = append(l.files, shown{key, key, mode()})
		}
		return l
	}
	for i, item := range elements(items) {
		at := manifest.At(at+".items", i)
		f := shown{text(field(item, "key")), text(field(item, "path")), 0}
		f.mode = p.mode(item, at+".mode", "mode", 0)()
		if field(item, "mode") == nil {
			f.mode = mode()
		}
		if _, ok := source.data[f.key]; !ok {
			if text(field(n, "optional")) != "true" {
				p.Errorf(p.item, krm.Field{Path: at + ".key", Current: f.key}, "%s is no key of %s, which has %s", f.key, source, strings.Join(source.keys, ", "))
			}
			continue
		}
		if f.path == "" || path.Clean(f.path) != f.path || path.IsAbs(f.path) || strings.HasPrefix(f.path, "..") {
			p.Errorf(p.item, krm.Field{Path: at + ".path", Current: f.path}, "%q is no clean path below the mount; write it as in conf/app.yaml", f.path)
			continue
		}
		l.files = append(l.files, f)
	}
	return l
}

// mode reads a file mode, once somebody asks for it.
func (p *podBaker) mode(n *yaml.Node, at, name string, otherwise int64) func() int64 {
	return func() int64 {
		given := field(n, name)
		if given == nil {
			return otherwise
		}
		mode, ok := parseMode(given.Value)
		if !ok || given.ShortTag() != yaml.NodeTagInt {
			if !p.told[p.item.String()+at] {
				p.told[p.item.String()+at] = true
				p.Errorf(p.item, krm.Field{Path: at, Current: given.Value}, "%s is no file mode; write it as in 0644 or 0755, without quotes", given.Value)
			}
			return otherwise
		}
		return mode
	}
}

// keepVolumes notes which volumes a container that is not chosen goes on using.
func (p *podBaker) keepVolumes(c *container) {
	for _, m := range elements(field(c.node, "volumeMounts")) {
		if v := p.volume(m); v != nil {
			v.kept = true
		}
	}
}

// dropVolumes takes away volumes that nobody mounts any more, and sources of projected volumes that nobody needs.
func (p *podBaker) dropVolumes() {
	mounted := map[string]bool{}
	for _, c := range p.containers {
		for _, m := range elements(field(c.node, "volumeMounts")) {
			mounted[text(field(m, "name"))] = true
		}
	}
	gone := map[string]bool{}
	for _, v := range p.volumes {
		switch {
		case v.freed && !mounted[v.name]:
			gone[v.name] = true
			p.changed(v.at, v.name, "")
		case v.others && !v.kept:
			p.dropSources(v)
		}
	}
	list := field(p.Spec, "volumes")
	drop(p.Spec, "volumes", func(i int) bool { return gone[text(field(list.Content[i], "name"))] })
}

// dropSources takes ConfigMaps out of a projected volume whose other sources stay.
func (p *podBaker) dropSources(v *volume) {
	which := func(i int) bool {
		return slices.ContainsFunc(v.layers, func(l *layer) bool { return l.index == i && l.served && !l.needed })
	}
	for i := range elements(field(v.node, "projected", "sources")) {
		if which(i) {
			p.changed(manifest.At(v.at+".projected.sources", i), "", "")
		}
	}
	drop(field(v.node, "projected"), "sources", which)
}
