package configbake

import (
	"slices"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm"
)

// A Container is a container, and what its image has to hold.
type Container struct {
	Workload string // as messages name it: Deployment shop/api
	Name     string
	Image    string
	Files    []File   // in the order of their paths
	Env      []EnvVar // in the order of the config
}

// A File is a file as it stands in an image.
type File struct {
	ConfigMap string // the name by which the config knows it
	Key       string
	Path      string // absolute and clean
	Mode      int64  // permission bits
	Data      []byte
}

// An EnvVar says where a file is, or with envFrom: inline is a value of its own:
// as the process sees it, not with the dollars doubled as in a manifest.
type EnvVar struct{ Name, Value string }

// Plan is what has to be in the images, container by container. Mistakes are told
// to the pass, which it leaves unchanged otherwise.
func Plan(p *krm.Pass, cfg Config) []Container {
	b := newBaker(p, cfg)
	b.dry = true
	b.bake()
	return b.containers
}

// edit hands out the trees of items: their own, or to a plan copies.
func (b *baker) edit(items []*krm.Item, fn func(it *krm.Item, obj *yaml.Node)) {
	b.EditEach(items, func(it *krm.Item, obj *yaml.RNode) error {
		if b.dry {
			obj = obj.Copy()
		}
		fn(it, obj.YNode())
		return nil
	})
}

// plan notes what a container's image has to hold.
func (b *baker) plan(c *container, it *krm.Item) {
	if len(c.files)+len(c.env) == 0 {
		return
	}
	slices.SortFunc(c.files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	b.containers = append(b.containers, Container{
		Workload: it.String(), Name: c.name, Image: text(field(c.node, "image")), Files: c.files, Env: c.env,
	})
}
