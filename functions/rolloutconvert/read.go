package rolloutconvert

import (
	"bytes"
	"slices"
	"strings"

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
	wired := isWired(mapping("canary", c.cfg.Canary.YNode(), "blueGreen", c.cfg.BlueGreen.YNode()))
	var deployments, scalers []*krm.Item
	for _, it := range c.Items() {
		switch {
		case it.Kind == deploymentKind && it.Group() == "apps":
			deployments = append(deployments, it)
		case it.Kind == rolloutKind && it.Group() == rolloutGroup:
			c.parse(it, func(o object) { c.rollouts = append(c.rollouts, o) })
		case slices.Contains(routing[it.Group()], it.Kind):
			if wired {
				c.parse(it, func(o object) { c.routes = append(c.routes, o) })
			}
		case hasTarget(it.Text()):
			scalers = append(scalers, it)
		}
	}
	c.EditEach(deployments, func(it *krm.Item, obj *yaml.RNode) error {
		c.all = append(c.all, c.newWorkload(object{it, obj.YNode()}))
		return nil
	})
	c.EditEach(scalers, func(it *krm.Item, obj *yaml.RNode) error {
		c.noteScaler(object{it, obj.YNode()})
		return nil
	})
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

// newWorkload notes what counts of a Deployment. Its tree goes.
func (c *converter) newWorkload(o object) *workload {
	spec := manifest.Field(o.root, "spec")
	w := &workload{item: o.item, why: unsupported(o), revisions: 10} // Kubernetes' default
	w.name, w.namespace = strings.Clone(o.item.Name), strings.Clone(o.item.Namespace)
	w.labels = texts(given(spec, "template", "metadata", "labels"))
	w.matchLabels = texts(given(spec, "selector", "matchLabels"))
	if update := given(spec, "strategy", "rollingUpdate"); update != nil {
		w.rollingUpdate = yaml.CopyYNode(update)
	}
	w.replicas, w.hasReplicas = whole(given(spec, "replicas"))
	if n, ok := whole(given(spec, "revisionHistoryLimit")); ok {
		w.revisions = n
	}
	w.prunedLast = strings.Contains(text(given(o.root, "metadata", "annotations", syncOptions)), pruneLast)
	w.selected = c.cfg.Selector.Chooses([]string{w.name}, yaml.NewRNode(o.root))
	if c.cfg.Mode == "reference" {
		w.source = slim(o.root)
	}
	return w
}

// slim is a copy of a Deployment without its pods.
func slim(root *yaml.Node) *yaml.Node {
	out := *root
	out.Content = nil
	for pair := range slices.Chunk(root.Content, 2) {
		switch pair[0].Value {
		case "template":
		case "spec":
			out.Content = append(out.Content, yaml.CopyYNode(pair[0]), slim(pair[1]))
		default:
			out.Content = append(out.Content, yaml.CopyYNode(pair[0]), yaml.CopyYNode(pair[1]))
		}
	}
	return &out
}

// choose finds the Deployments that the selector means.
func (c *converter) choose() {
	var names []string
	for _, w := range c.all {
		names = append(names, w.name)
		if w.selected {
			c.chosen = append(c.chosen, w)
		}
	}
	for _, o := range c.rollouts {
		names = append(names, o.item.Name) // converted before
	}
	for name, hint := range c.cfg.Selector.Missing(names) {
		c.Warnf(nil, krm.Field{Path: "spec.selector.names", Current: name}, "no Deployment is called %s%s", name, hint)
	}
}
