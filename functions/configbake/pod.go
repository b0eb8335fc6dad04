package configbake

import (
	"slices"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

// A podBaker is at work on one pod.
type podBaker struct {
	*baker
	manifest.Pod
	item       *krm.Item
	root       *yaml.Node // the object that holds the pod
	volumes    []*volume
	containers []*container
	baked      []Baked // what the annotation says, container by container
	inlined    []string
	changes    []krm.Field
}

// A container is one of the pod's, and what becomes of it.
type container struct {
	node   *yaml.Node
	at     string
	name   string
	chosen bool
	uses   []seen
	files  []File
	env    []EnvVar
	claims map[string]*entry // variables, and which config sets them
}

// pod changes one pod.
func (b *baker) pod(it *krm.Item, root *yaml.Node, pod manifest.Pod) {
	p := &podBaker{baker: b, Pod: pod, item: it, root: root}
	p.readContainers()
	p.readAnnotations()
	p.readVolumes()
	for _, c := range p.containers {
		if c.chosen {
			p.mounts(c)
			p.files(c)
		} else {
			p.keepVolumes(c)
		}
	}
	p.dropVolumes()
	for _, c := range p.containers {
		if c.chosen {
			p.variables(c)
			p.checkFiles(c)
			b.plan(c, it)
		}
	}
	p.annotate()
	if b.dry {
		return
	}
	for _, change := range p.changes {
		b.Changed(it, change)
	}
}

// readContainers lists the containers. One that is ephemeral was added to a pod that runs, and is left alone.
func (p *podBaker) readContainers() {
	for _, sort := range []string{"initContainers", "containers", "ephemeralContainers"} {
		for i, n := range elements(field(p.Spec, sort)) {
			c := &container{node: n, at: manifest.At(p.under("spec", sort), i), name: text(field(n, "name")), claims: map[string]*entry{}}
			if sort != "ephemeralContainers" {
				p.inside[c.name] = true
				c.chosen = len(p.cfg.Containers) == 0 || slices.Contains(p.cfg.Containers, c.name)
			}
			p.containers = append(p.containers, c)
		}
	}
}

// holders is the containers that an entry of the annotation without a container means.
func (p *podBaker) holders() []string {
	var names []string
	for _, sort := range []string{"initContainers", "containers"} {
		for _, n := range elements(field(p.Spec, sort)) {
			names = append(names, text(field(n, "name")))
		}
	}
	return names
}

// under is the path of a field below what holds the pod.
func (p *podBaker) under(names ...string) string {
	at := p.At
	for _, name := range names {
		at = manifest.Under(at, name)
	}
	return at
}

func (p *podBaker) changed(at, current, proposed string) {
	p.changes = append(p.changes, krm.Field{Path: at, Current: current, Proposed: proposed})
}
