package rolloutconvert

import (
	"cmp"
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
	switch group := cmp.Or(text(manifest.Field(n, "group")), strings.Split(api, "/")[0]); {
	case kind == rolloutKind && group == rolloutGroup:
		return rolloutKind
	case (kind == deploymentKind || kind == "" && keda) && (group == "apps" || group == "" || group == "extensions"):
		return deploymentKind
	}
	return ""
}

// names reports whether an object's reference means a Deployment, or its Rollout.
func (ref targetRef) names(o object, w *workload) bool {
	return text(manifest.Field(ref.node, "name")) == w.name && sameNamespace(o.item.Namespace, w.namespace)
}

// sameNamespace counts one that is not written as any.
func sameNamespace(a, b string) bool { return a == b || a == "" || b == "" }

// retarget points everything that scales a converted Deployment at its Rollout.
func (c *converter) retarget() {
	for _, o := range c.scalers {
		c.Edit(o.item, func(obj *yaml.RNode) error {
			for _, ref := range targetRefs(object{o.item, obj.YNode()}) {
				for _, w := range c.chosen {
					if ref.kind == deploymentKind && ref.names(o, w) {
						ref.toRollout()
						c.Changed(o.item, krm.Field{Path: ref.at + ".kind", Current: deploymentKind, Proposed: rolloutKind})
					}
				}
			}
			return nil
		})
	}
}

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
	var by []object
	for _, t := range c.targetsOf(w.name) {
		if t.ref.names(t.object, w) && isAutoscaler(t.object) {
			by = append(by, t.object)
		}
	}
	if len(by) > 1 {
		c.tell(w, problem{item: by[1].item, path: "spec.scaleTargetRef", message: "scales a Deployment that " + by[0].item.String() + " scales too; take one of them away"})
		return
	}
	if w.hasReplicas {
		return
	}
	message := "is missing, and a Rollout without it has one pod; write the number that runs now"
	if len(by) == 1 {
		spec := manifest.Field(by[0].root, "spec")
		for _, name := range []string{"minReplicas", "minReplicaCount"} {
			if v, ok := whole(manifest.Field(spec, name)); ok && v > 0 {
				w.replicas = v
				return
			}
		}
		message = "is missing, and " + by[0].item.String() + " has no least number either; a Rollout without it has one pod until it is scaled: write the number that runs now"
	}
	c.tell(w, problem{item: w.item, path: "spec.replicas", message: message})
}

// A target is an object that names a workload to scale, and where.
type target struct {
	object
	ref targetRef
}

// targetsOf is what scales workloads of a name.
func (c *converter) targetsOf(name string) []target {
	if c.targets == nil {
		c.targets = map[string][]target{}
		for _, o := range c.scalers {
			for _, ref := range targetRefs(o) {
				scaled := text(manifest.Field(ref.node, "name"))
				c.targets[scaled] = append(c.targets[scaled], target{o, ref})
			}
		}
	}
	return c.targets[name]
}

// isAutoscaler reports whether an object decides how many pods there are.
func isAutoscaler(o object) bool {
	return o.item.Group() == "autoscaling" || o.item.Kind == "ScaledObject" && o.item.Group() == "keda.sh"
}
