package configbake

import (
	"path"
	"slices"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

// A seen file is one that a container sees through a mount.
type seen struct {
	shown
	entry  *entry
	source *configMap
	at     string // the field of the mount
	where  string // its path in the container
	folder string // of the mount; empty where it shows this file alone
}

// mounts takes away the mounts whose files go into the image.
func (p *podBaker) mounts(c *container) {
	list := field(c.node, "volumeMounts")
	gone := map[int]bool{}
	for i, m := range elements(list) {
		at := manifest.At(c.at+".volumeMounts", i)
		if v := p.volume(m); v != nil && p.mount(c, v, m, at) {
			v.freed, gone[i] = true, true
			p.changed(at, text(field(m, "name")), "")
		}
	}
	drop(c.node, "volumeMounts", func(i int) bool { return gone[i] })
}

// mount notes the files that a mount shows, and reports whether the image can do without it.
func (p *podBaker) mount(c *container, v *volume, m *yaml.Node, at string) bool {
	if expr := text(field(m, "subPathExpr")); expr != "" {
		v.use()
		p.Errorf(p.item, krm.Field{Path: at + ".subPathExpr", Current: expr}, "%s is known in the running pod only; write subPath, or leave the workload out", expr)
		return false
	}
	mount := path.Clean(text(field(m, "mountPath")))
	sub := text(field(m, "subPath"))
	if sub == "" {
		for _, l := range v.layers {
			p.folder(c, l, mount, at)
		}
		return !v.others
	}
	sub = path.Clean(sub)
	for _, l := range v.layers {
		for _, f := range l.files {
			if strings.HasPrefix(f.path, sub+"/") {
				use(l.entries)
				p.Errorf(p.item, krm.Field{Path: at + ".subPath", Current: sub}, "%s is a folder within the volume; name one file of it, or mount all of it", sub)
				return false
			}
			if f.path != sub {
				continue
			}
			use(l.entries)
			e := l.source.entryFor(l.entries, f.key)
			if e == nil { // a file that nobody asked for
				l.needed = true
				return false
			}
			c.uses = append(c.uses, seen{f, e, l.source, at, mount, ""})
			l.served, e.mounted = true, true
			return true
		}
	}
	if !v.others {
		v.use()
		p.Errorf(p.item, krm.Field{Path: at + ".subPath", Current: sub}, "%s is no file of the volume; name one that it has", sub)
	}
	return false
}

// folder notes all files of a ConfigMap that a mount shows.
func (p *podBaker) folder(c *container, l *layer, mount, at string) {
	use(l.entries)
	for _, f := range l.files {
		e := l.source.entryFor(l.entries, f.key)
		if e == nil {
			p.Errorf(p.item, krm.Field{Path: at, Current: f.key}, "the mount shows the key %s of %s too, which no config bakes; add it to configs, or name no key for all of them", f.key, l.source)
			continue
		}
		c.uses = append(c.uses, seen{f, e, l.source, at, path.Join(mount, f.path), mount})
		e.mounted = true
	}
	l.served = true
}

// files decides where the files of a container are, and what its variables say.
func (p *podBaker) files(c *container) {
	for _, e := range p.entries {
		var uses []seen
		for _, u := range c.uses {
			if u.entry == e {
				uses = append(uses, u)
			}
		}
		if len(uses) == 0 {
			continue
		}
		moved := false
		for _, u := range uses {
			to := u.path(e)
			if problem := checkPath(to); problem != "" {
				p.Errorf(p.item, krm.Field{Path: u.at, Current: to}, "the file's path %q %s", to, problem)
			}
			moved = moved || to != u.where
			c.add(File{ConfigMap: e.ConfigMap, Key: u.key, Path: to, Mode: u.mode, Data: []byte(u.source.data[u.key])})
			u.source.baked = true
		}
		if e.Env != "" {
			p.point(c, e, uses)
		} else if moved {
			p.Warnf(p.item, krm.Field{Path: uses[0].at, Current: uses[0].where, Proposed: uses[0].path(e)},
				"the file was at %s, and is at %s now; unless the application looks there by itself, name the variable that tells it: env, in %s", uses[0].where, uses[0].path(e), e.at)
		}
	}
}

// path is where the file is in the image.
func (u seen) path(e *entry) string {
	switch {
	case e.Path == "":
		return u.where
	case u.source.key(e) == "":
		return path.Join(e.Path, u.shown.path)
	}
	return e.Path
}

// add adds a file, unless the container has it already: through another mount of the same.
func (c *container) add(f File) {
	if !slices.ContainsFunc(c.files, func(o File) bool {
		return o.Path == f.Path && o.ConfigMap == f.ConfigMap && o.Key == f.Key && o.Mode == f.Mode
	}) {
		c.files = append(c.files, f)
	}
}

// point sets the variable that says where the file is, or the folder.
func (p *podBaker) point(c *container, e *entry, uses []seen) {
	if e.Path != "" {
		p.claim(c, e, e.Path)
		return
	}
	var places, files []string
	for _, u := range uses {
		place := u.where
		if u.source.key(e) == "" {
			place = u.folder
		}
		places, files = append(places, place), append(files, u.where)
	}
	if slices.Sort(places); places[0] == "" || places[0] != places[len(places)-1] {
		p.Errorf(p.item, krm.Field{Path: c.at, Current: e.Env}, "%s cannot name one file or folder for what is mounted: %s; add path to %s, or name a key", e.Env, strings.Join(files, " and "), e.at)
		return
	}
	p.claim(c, e, places[0])
}

// checkFiles refuses files that cannot be where they should be.
func (p *podBaker) checkFiles(c *container) {
	files := slices.Clone(c.files)
	for _, b := range p.baked {
		if b.Container == c.name && !slices.ContainsFunc(c.files, func(f File) bool { return f.ConfigMap == b.ConfigMap }) {
			files = append(files, File{ConfigMap: b.ConfigMap, Key: b.Key, Path: b.Path})
		}
	}
	if a, b, found := clash(files); found {
		p.Errorf(p.item, krm.Field{Path: c.at, Current: a.Path}, "%s is the path of %s/%s, and %s that of %s/%s: they cannot both be there; give one of them another path",
			a.Path, a.ConfigMap, a.Key, b.Path, b.ConfigMap, b.Key)
	}
	for i, m := range elements(field(c.node, "volumeMounts")) {
		mount := path.Clean(text(field(m, "mountPath")))
		for _, f := range c.files {
			if within(mount, f.Path) || within(f.Path, mount) {
				p.Errorf(p.item, krm.Field{Path: manifest.At(c.at+".volumeMounts", i), Current: mount}, "the mount of %s stays, and would hide %s in the image; give the file another path", mount, f.Path)
				break
			}
		}
	}
}
