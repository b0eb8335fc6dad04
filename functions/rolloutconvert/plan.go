package rolloutconvert

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

// pruneLast keeps a Deployment until what takes its place is healthy.
const (
	syncOptions = "argocd.argoproj.io/sync-options"
	pruneLast   = "PruneLast=true"
)

// plan decides what becomes of a Deployment.
func (c *converter) plan(w *workload) {
	if why := slices.Concat(w.why, c.conflicts(w)); len(why) > 0 {
		c.left = append(c.left, w)
		for _, pr := range why {
			pr.warning = c.cfg.Unsupported == "leave"
			c.tell(w, pr)
		}
		return
	}
	c.scale(w)
	problems := c.strategy(w)
	if c.cfg.Mode == "reference" && w.strategy != nil {
		w.added = append([]*yaml.Node{c.referring(w)}, w.added...)
	}
	problems = append(problems, c.taken(w)...)
	for _, pr := range problems {
		c.tell(w, pr)
	}
	if c.cfg.Mode == "replace" && !w.prunedLast {
		c.Warnf(w.item, krm.Field{Path: "kind", Current: deploymentKind, Proposed: rolloutKind},
			"is replaced in one step, and Argo CD prunes the Deployment before the Rollout's pods are up. Without downtime it takes three: "+
				"%s in the Deployment's %s; mode: reference, until the Rollout is healthy; then replace. With the first of them this warning goes", pruneLast, syncOptions)
	}
}

// strategy makes the Rollout's strategy, and what it needs around it.
func (c *converter) strategy(w *workload) []problem {
	strategy, problems := strategyOf(&c.cfg, w.deployment)
	if strategy == nil {
		return problems
	}
	w.strategy = strategy
	problems = append(problems, checkRevisionLimit(strategy, w.revisions)...)
	added, changes, more := routeTraffic(c.routes, w.deployment, strategy)
	w.added, w.changes, problems = added, changes, append(problems, more...)
	if c.cfg.Analysis == nil {
		if w.rollingUpdate == nil && len(services(strategy)) == 0 {
			c.plain = cmp.Or(c.plain, strategy) // nothing in it is this Deployment's: one for all of them
			w.strategy = c.plain
		}
		return problems
	}
	canary := manifest.Field(strategy, "canary")
	if canary == nil {
		return append(problems, problem{path: "spec.analysis", message: "judges a canary, and there is none; write prePromotionAnalysis into spec.blueGreen"})
	}
	if manifest.Field(canary, "analysis") != nil {
		return append(problems, problem{path: "spec.analysis", message: "makes the canary's analysis, and spec.canary.analysis says it already; take one of them away"})
	}
	if c.cfg.Analysis.needsCanaryService() && text(manifest.Field(canary, "canaryService")) == "" {
		return append(problems, problem{path: "spec.analysis.source", message: "tells the canary's requests by its Service, and the canary has none; add spec.canary.trafficRouting"})
	}
	least, indefinite := canaryTime(strategy)
	template, analysis, more := analysisOf(c.cfg.Analysis, w.deployment, least, indefinite)
	if template != nil {
		w.added = append(w.added, template)
		setField(canary, "analysis", analysis)
	}
	return append(problems, more...)
}

// unsupported is why a Deployment cannot be converted, by itself.
func unsupported(o object) []problem {
	spec := manifest.Field(o.root, "spec")
	var why []problem
	add := func(path, message string) {
		why = append(why, problem{item: o.item, path: path, message: message})
	}
	if o.item.Name == "" {
		add("metadata.name", "is missing")
	}
	if text(given(spec, "strategy", "type")) == "Recreate" {
		add("spec.strategy.type", "is Recreate, and a Rollout runs old and new pods side by side; most such Deployments have a volume that only one pod may write")
	}
	if text(given(spec, "paused")) == "true" {
		add("spec.paused", "is true, and a Rollout that begins paused starts no pods; unpause it first")
	}
	labels := given(spec, "template", "metadata", "labels")
	switch selector := given(spec, "selector"); {
	case selector == nil || len(selector.Content) == 0:
		add("spec.selector", "is missing; a Rollout finds its pods by it")
	case !selects(selector, texts(labels)):
		add("spec.selector", "does not select the pods of spec.template, which have other labels; make them the same")
	}
	return why
}

// conflicts is why a Deployment cannot be converted beside the Rollouts of the input.
func (c *converter) conflicts(w *workload) []problem {
	var why []problem
	add := func(message string) {
		why = append(why, problem{item: w.item, path: "metadata.name", message: message})
	}
	for _, o := range c.rollouts {
		switch {
		case o.item.Name != w.name || o.item.Namespace != w.namespace:
		case !isOurs(o.root):
			add("is the name of a Rollout in the input, too; take one of the two away")
		case c.cfg.Mode == "replace":
			add("is the name of the Rollout that mode: reference made; take that out of the input, and the Deployment takes its place")
		}
	}
	return why
}

// selects reports whether a label selector selects labels.
func selects(selector *yaml.Node, labels map[string]string) bool {
	for key, value := range texts(manifest.Field(selector, "matchLabels")) {
		if got, ok := labels[key]; !ok || got != value {
			return false
		}
	}
	expressions := given(selector, "matchExpressions")
	for i := 0; expressions != nil && i < len(expressions.Content); i++ {
		e := expressions.Content[i]
		var values []string
		if list := given(e, "values"); list != nil {
			for _, v := range list.Content {
				values = append(values, v.Value)
			}
		}
		got, has := labels[text(manifest.Field(e, "key"))]
		ok := true
		switch text(manifest.Field(e, "operator")) {
		case "In":
			ok = has && slices.Contains(values, got)
		case "NotIn":
			ok = !has || !slices.Contains(values, got)
		case "Exists":
			ok = has
		case "DoesNotExist":
			ok = !has
		}
		if !ok {
			return false
		}
	}
	return true
}

// isOurs reports whether the function made an object.
func isOurs(root *yaml.Node) bool {
	return text(given(root, "metadata", "annotations", generatedAnnotation)) == generatedBy
}

// tellUnsupported says how to go on where some Deployments cannot be converted.
func (c *converter) tellUnsupported() {
	if len(c.left) == 0 {
		return
	}
	c.chosen = slices.DeleteFunc(c.chosen, func(w *workload) bool { return slices.Contains(c.left, w) })
	if c.cfg.Unsupported == "leave" {
		return
	}
	var names []string
	for _, w := range c.chosen {
		names = append(names, w.name)
	}
	slices.Sort(names)
	remedy := "none of them can"
	if len(names) > 0 {
		remedy = "to convert the others write selector: {names: [" + strings.Join(slices.Compact(names), ", ") + "]}, or unsupported: leave"
	}
	c.Errorf(nil, krm.Field{Path: "spec.selector"}, "means %s that cannot be converted; %s", count(len(c.left), "Deployment"), remedy)
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
