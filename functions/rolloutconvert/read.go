package rolloutconvert

import (
	"bytes"
	"slices"
	"strconv"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

// Where a Rollout comes from, and what it comes from.
const (
	rolloutAPI     = "argoproj.io/v1alpha1"
	rolloutGroup   = "argoproj.io"
	rolloutKind    = "Rollout"
	deploymentAPI  = "apps/v1"
	deploymentKind = "Deployment"
)

// routing is the kinds that route requests to pods.
var routing = map[string][]string{
	"":                          {"Service"},
	"networking.k8s.io":         {"Ingress"},
	"networking.istio.io":       {"VirtualService", "DestinationRule"},
	"gateway.networking.k8s.io": {"HTTPRoute", "GRPCRoute"},
	"traefik.io":                {"TraefikService", "IngressRoute"},
	"traefik.containo.us":       {"TraefikService", "IngressRoute"},
	"extensions":                {"Ingress"},
}

// read parses the objects that have a part in a conversion.
func (c *converter) read() {
	for _, it := range c.Items() {
		switch {
		case it.Kind == deploymentKind && it.Group() == "apps":
			c.parse(it, func(o object) { c.all = append(c.all, c.newWorkload(o)) })
		case it.Kind == rolloutKind && it.Group() == rolloutGroup:
			c.parse(it, func(o object) { c.rollouts = append(c.rollouts, o) })
		case slices.Contains(routing[it.Group()], it.Kind):
			c.parse(it, func(o object) { c.routes = append(c.routes, o) })
		case hasTarget(it.Text()):
			c.parse(it, func(o object) { c.scalers = append(c.scalers, o) })
		}
	}
}

// hasTarget reports whether a text may name a workload to scale.
func hasTarget(text []byte) bool {
	return bytes.Contains(text, []byte("caleTargetRef")) || bytes.Contains(text, []byte("targetRef"))
}

func (c *converter) parse(it *krm.Item, fn func(o object)) {
	c.Edit(it, func(obj *yaml.RNode) error {
		fn(object{it, obj.YNode()})
		return nil
	})
}

// slim is a Deployment without its pods, whose tree is too large to be kept for each: what is left of them is their
// labels.
func slim(root *yaml.Node) *yaml.Node {
	out := *root
	out.Content = nil
	for pair := range slices.Chunk(root.Content, 2) {
		value := pair[1]
		switch pair[0].Value {
		case "spec":
			value = slim(value)
		case "template":
			value = mapping("metadata", mapping("labels", at(value, "metadata", "labels")))
		}
		out.Content = append(out.Content, yaml.CopyYNode(pair[0]), yaml.CopyYNode(value))
	}
	return &out
}

func (c *converter) newWorkload(o object) *workload {
	o.root = slim(o.root)
	spec := manifest.Field(o.root, "spec")
	strategy := manifest.Field(spec, "strategy")
	w := &workload{object: o}
	w.name, w.namespace = o.item.Name, o.item.Namespace
	w.labels = texts(at(spec, "template", "metadata", "labels"))
	w.matchLabels = texts(at(spec, "selector", "matchLabels"))
	w.rollingUpdate = present(manifest.Field(strategy, "rollingUpdate"))
	return w
}

// choose finds the Deployments that the selector means.
func (c *converter) choose() {
	known := map[string]bool{}
	for _, w := range c.all {
		known[w.name] = true
		if c.cfg.Selector.Chooses([]string{w.name}, yaml.NewRNode(w.root)) {
			c.chosen = append(c.chosen, w)
		}
	}
	for _, o := range c.rollouts {
		known[o.item.Name] = true // converted before
	}
	for _, name := range c.cfg.Selector.Names {
		if !known[name] {
			c.Warnf(nil, krm.Field{Path: "spec.selector.names", Current: name}, "no Deployment is called %s", name)
		}
	}
}

// at is the value below some fields, or nil.
func at(n *yaml.Node, names ...string) *yaml.Node {
	for _, name := range names {
		n = manifest.Field(n, name)
	}
	return present(n)
}

// present is a node that is there and not null.
func present(n *yaml.Node) *yaml.Node {
	if n == nil || n.ShortTag() == yaml.NodeTagNull {
		return nil
	}
	return n
}

func text(n *yaml.Node) string {
	if n = present(n); n == nil || n.Kind != yaml.ScalarNode {
		return ""
	}
	return n.Value
}

// texts is a mapping of texts.
func texts(n *yaml.Node) map[string]string {
	all := map[string]string{}
	for i := 0; n != nil && n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
		all[n.Content[i].Value] = text(n.Content[i+1])
	}
	return all
}

// whole is a whole number, if a node is one.
func whole(n *yaml.Node) (int, bool) {
	if n = present(n); n == nil || n.ShortTag() != yaml.NodeTagInt {
		return 0, false
	}
	v, err := strconv.Atoi(n.Value)
	return v, err == nil
}
