package rolloutconvert

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

// A targetRef is a place in an object that names a Deployment, or a Rollout that took a Deployment's place.
type targetRef struct {
	node *yaml.Node
	at   string
	kind string
}

// targetRefs finds the places that name a Deployment or a Rollout. KEDA takes a reference without a kind for a
// Deployment; nobody else does.
func targetRefs(o object) []targetRef {
	var found []targetRef
	keda := o.item.Group() == "keda.sh"
	var walk func(n *yaml.Node, path string)
	walk = func(n *yaml.Node, path string) {
		for i := 0; n.Kind == yaml.SequenceNode && i < len(n.Content); i++ {
			walk(n.Content[i], manifest.At(path, i))
		}
		for i := 0; n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
			key, value := n.Content[i].Value, n.Content[i+1]
			here := manifest.Under(path, key)
			if kind := targetKind(key, value, keda); kind != "" {
				found = append(found, targetRef{value, here, kind})
				continue
			}
			walk(value, here)
		}
	}
	walk(o.root, "")
	return found
}

func targetKind(key string, n *yaml.Node, keda bool) string {
	if key != "scaleTargetRef" && key != "targetRef" || n.Kind != yaml.MappingNode {
		return ""
	}
	kind, api := text(manifest.Field(n, "kind")), text(manifest.Field(n, "apiVersion"))
	ofAPI, _, _ := strings.Cut(api, "/")
	switch group := cmp.Or(text(manifest.Field(n, "group")), ofAPI); {
	case kind == rolloutKind && group == rolloutGroup:
		return rolloutKind
	case (kind == deploymentKind || kind == "" && keda) && (group == "apps" || group == "" || group == "extensions"):
		return deploymentKind
	}
	return ""
}

// retarget points everything that scales a converted Deployment at its Rollout.
func (c *converter) retarget() {
	converted := map[string]map[string]bool{} // by name and namespace
	for _, w := range c.chosen {
		if converted[w.name] == nil {
			converted[w.name] = map[string]bool{}
		}
		converted[w.name][w.namespace] = true
	}
	c.EditEach(c.scalers, func(it *krm.Item, obj *yaml.RNode) error {
		for _, ref := range targetRefs(object{it, obj.YNode()}) {
			in := converted[ref.name()]
			if ref.kind == deploymentKind && (in[it.Namespace] || in[""] || it.Namespace == "" && len(in) > 0) {
				ref.toRollout()
				c.Changed(it, krm.Field{Path: ref.at + ".kind", Current: deploymentKind, Proposed: rolloutKind})
			}
		}
		return nil
	})
}

func (ref targetRef) name() string { return text(manifest.Field(ref.node, "name")) }

// toRollout rewrites what is there, and adds what KEDA takes for granted.
func (ref targetRef) toRollout() {
	if manifest.Field(ref.node, "group") != nil {
		setField(ref.node, "group", scalar(rolloutGroup))
	} else {
		setValue(ref.node, "apiVersion", rolloutAPI)
	}
	setValue(ref.node, "kind", rolloutKind)
}

// scale decides how many pods the Rollout is to have where the Deployment does not say it: a Rollout without a number has
// one, whatever an autoscaler had in mind. Two autoscalers are a mistake in any case.
func (c *converter) scale(w *workload) {
	by := c.autoscalersOf(w)
	if len(by) > 1 {
		c.tell(w, problem{item: by[1].item, path: "spec.scaleTargetRef", message: "scales a Deployment that " + by[0].item.String() + " scales too; take one of them away"})
		return
	}
	if w.hasReplicas {
		return
	}
	message := "is missing, and a Rollout without it has one pod; write the number that runs now"
	if len(by) == 1 {
		if by[0].least > 0 {
			w.replicas = by[0].least
			return
		}
		message = "is missing, and " + by[0].item.String() + " has no least number either; a Rollout without it has one pod until it is scaled: write the number that runs now"
	}
	c.tell(w, problem{item: w.item, path: "spec.replicas", message: message})
}

// An autoscaler decides how many pods a workload has.
type autoscaler struct {
	item  *krm.Item
	least int // 0 if it does not say
}

// noteScaler notes what an object scales. Its tree goes.
func (c *converter) noteScaler(o object) {
	refs := targetRefs(o)
	if len(refs) == 0 {
		return
	}
	c.scalers = append(c.scalers, o.item)
	if o.item.Group() != "autoscaling" && (o.item.Kind != "ScaledObject" || o.item.Group() != "keda.sh") {
		return
	}
	a := autoscaler{item: o.item}
	for _, name := range []string{"minReplicas", "minReplicaCount"} {
		if v, ok := whole(given(o.root, "spec", name)); ok && v > 0 && a.least == 0 {
			a.least = v
		}
	}
	for _, ref := range refs {
		name := strings.Clone(ref.name())
		if c.autoscalers[name] == nil {
			c.autoscalers[name] = map[string][]autoscaler{}
		}
		c.autoscalers[name][o.item.Namespace] = append(c.autoscalers[name][o.item.Namespace], a)
	}
}

// autoscalersOf is what scales a workload. A namespace that is not written counts as any.
func (c *converter) autoscalersOf(w *workload) []autoscaler {
	named := c.autoscalers[w.name]
	if w.namespace != "" {
		return slices.Concat(named[w.namespace], named[""])
	}
	var all []autoscaler
	for _, namespace := range slices.Sorted(maps.Keys(named)) {
		all = append(all, named[namespace]...)
	}
	return all
}
