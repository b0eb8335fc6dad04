package rolloutconvert

import (
	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

// serviceFields is where a strategy names Services.
var serviceFields = [][]string{
	{"canary", "stableService"}, {"canary", "canaryService"}, {"blueGreen", "activeService"}, {"blueGreen", "previewService"},
}

// services is the Services that a strategy names.
func services(strategy *yaml.Node) []string {
	var names []string
	for _, path := range serviceFields {
		if name := text(given(strategy, path...)); name != "" {
			names = append(names, name)
		}
	}
	return names
}

// checkShared refuses a Service that two Rollouts would work with, and one that others need: Argo Rollouts narrows a
// Service's selector to the pods of one ReplicaSet.
func (c *converter) checkShared() {
	type name struct{ namespace, name string }
	taken := map[name]*workload{}
	for _, w := range c.chosen {
		for _, service := range services(w.strategy) {
			n := name{w.namespace, service}
			if by := taken[n]; by != nil {
				c.tell(w, problem{item: w.item, path: "spec.template.metadata.labels", message: "Service " + service + " selects its pods, and those of " + by.item.String() +
					"; a Rollout needs one of its own, so make a Service for each"})
				break
			}
			taken[n] = w
			if other := c.alsoSelected(w, service); other != nil {
				c.tell(w, problem{item: w.item, path: "spec.template.metadata.labels", message: "Service " + service + " selects its pods, and those of " + other.item.String() +
					", which is not converted and would get no more requests: Argo Rollouts narrows the selector; make a Service for each"})
			}
		}
	}
}

// alsoSelected is a Deployment that is not converted, and whose pods a Service selects.
func (c *converter) alsoSelected(w *workload, service string) *workload {
	for _, o := range c.routes {
		if o.item.Kind != "Service" || o.item.Name != service || o.item.Namespace != w.namespace {
			continue
		}
		selector := mapping("matchLabels", manifest.Field(manifest.Field(o.root, "spec"), "selector"))
		for _, other := range c.all {
			if other != w && other.strategy == nil && other.namespace == w.namespace && len(other.labels) > 0 &&
				len(texts(given(selector, "matchLabels"))) > 0 && selects(selector, other.labels) {
				return other
			}
		}
	}
	return nil
}
