package rolloutconvert

import (
	"cmp"
	"slices"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

// convert carries out what was planned for a Deployment beside its own conversion.
func (c *converter) convert(w *workload) {
	for _, obj := range w.added {
		c.put(w, obj)
	}
	for _, ch := range w.changes {
		c.Edit(ch.item, func(obj *yaml.RNode) error {
			for _, f := range ch.apply(obj.YNode()) {
				c.Changed(ch.item, f)
			}
			return nil
		})
	}
}

// put adds an object, or makes the one anew that an earlier run added.
func (c *converter) put(w *workload, made *yaml.Node) {
	it := c.existing(made)
	if it == nil {
		c.Add(w.item, yaml.NewRNode(made))
		return
	}
	c.Edit(it, func(obj *yaml.RNode) error {
		spec := manifest.Field(made, "spec")
		if !same(manifest.Field(obj.YNode(), "spec"), spec) {
			setField(obj.YNode(), "spec", spec)
			c.Changed(it, krm.Field{Path: "spec", Current: "what an earlier run made", Proposed: "what the Deployment and the config say now"})
		}
		return nil
	})
}

// existing is the object of the input that has an object's kind, name and namespace.
func (c *converter) existing(obj *yaml.Node) *krm.Item {
	group, _, _ := strings.Cut(text(manifest.Field(obj, "apiVersion")), "/")
	for _, it := range c.Items() {
		if it.Kind == text(manifest.Field(obj, "kind")) && (it.Group() == group || it.Group() == "") &&
			it.Name == text(given(obj, "metadata", "name")) && it.Namespace == text(given(obj, "metadata", "namespace")) {
			return it
		}
	}
	return nil
}

// taken is what is wrong with the names of the objects that are to be added.
func (c *converter) taken(w *workload) []problem {
	var problems []problem
	for _, obj := range w.added {
		if it := c.existing(obj); it != nil {
			c.parse(it, func(o object) {
				if !isOurs(o.root) {
					problems = append(problems, problem{item: it, path: "metadata.name", message: "is a name that the function needs for what it makes for " + w.item.String() + "; name it otherwise"})
				}
			})
		}
	}
	return problems
}

// replace turns the Deployments themselves into Rollouts.
func (c *converter) replace() {
	of := map[*krm.Item]*workload{}
	items := make([]*krm.Item, len(c.chosen))
	for i, w := range c.chosen {
		of[w.item], items[i] = w, w.item
	}
	c.EditEach(items, func(it *krm.Item, obj *yaml.RNode) error {
		w, root := of[it], obj.YNode()
		manifest.Field(root, "apiVersion").Value = rolloutAPI
		manifest.Field(root, "kind").Value = rolloutKind
		spec := manifest.Field(root, "spec")
		if !w.hasReplicas && w.replicas > 0 {
			setField(spec, "replicas", number(w.replicas))
		}
		setField(spec, "strategy", w.strategy)
		manifest.RemoveField(root, "status")
		c.Changed(it, krm.Field{Path: "kind", Current: deploymentKind, Proposed: rolloutKind})
		return nil
	})
}

// referring is a Rollout with a workloadRef.
func (c *converter) referring(w *workload) *yaml.Node {
	spec := manifest.Field(w.source, "spec")
	meta := w.ownMetadata()
	out := mapping()
	if w.replicas > 0 {
		setField(out, "replicas", number(w.replicas))
	}
	for _, name := range []string{"minReadySeconds", "revisionHistoryLimit", "progressDeadlineSeconds"} {
		if n := given(spec, name); n != nil {
			setField(out, name, yaml.CopyYNode(n))
		}
	}
	setField(out, "workloadRef", mapping("apiVersion", scalar(w.item.APIVersion), "kind", scalar(deploymentKind),
		"name", scalar(w.name), "scaleDown", scalar(cmp.Or(c.cfg.ScaleDown, "onsuccess"))))
	setField(out, "strategy", w.strategy)
	return mapping("apiVersion", scalar(rolloutAPI), "kind", scalar(rolloutKind), "metadata", meta, "spec", out)
}

// ownMetadata is metadata for a Rollout beside a Deployment: the Deployment's, in its order, without the annotations in
// which tools keep what they know of it.
func (w *workload) ownMetadata() *yaml.Node {
	meta := mapping()
	for pair := range slices.Chunk(given(w.source, "metadata").Content, 2) {
		switch name := pair[0].Value; name {
		case "name", "namespace", "labels", "annotations":
			if present(pair[1]) != nil {
				setField(meta, name, yaml.CopyYNode(pair[1]))
			}
		}
	}
	for _, own := range [][3]string{{"labels", managedByLabel, managedBy}, {"annotations", generatedAnnotation, generatedBy}} {
		if manifest.Field(meta, own[0]) == nil {
			setField(meta, own[0], mapping())
		}
		setField(manifest.Field(meta, own[0]), own[1], scalar(own[2]))
	}
	annotations := manifest.Field(meta, "annotations")
	for pair := range slices.Chunk(annotations.Content, 2) {
		domain, name, _ := strings.Cut(pair[0].Value, "/")
		if domain == "kubectl.kubernetes.io" || domain == "deployment.kubernetes.io" || strings.HasSuffix(domain, "config.kubernetes.io") || name == "tracking-id" {
			manifest.RemoveField(annotations, pair[0].Value)
		}
	}
	return meta
}
