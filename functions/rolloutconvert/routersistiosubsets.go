package rolloutconvert

import (
	"cmp"
	"slices"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

// destinationRule finds the DestinationRule of the stable Service, and lets it have
// a subset for the stable pods and one for the canary. Argo Rollouts keeps both
// pointed at the right pods.
func (r *istio) destinationRule(ref *yaml.Node, path string) {
	r.stableSubset = cmp.Or(text(given(ref, "stableSubsetName")), "stable")
	r.canarySubset = cmp.Or(text(given(ref, "canarySubsetName")), "canary")
	r.further = listed(given(ref, "additionalSubsetNames"))
	o := r.ruleOf(ref, path)
	if o == nil {
		return
	}
	if !isSet(ref, "name") {
		setField(ref, "name", scalar(o.item.Name))
	}
	if !isSet(ref, "canarySubsetName") {
		setField(ref, "canarySubsetName", scalar(r.canarySubset))
	}
	if !isSet(ref, "stableSubsetName") {
		setField(ref, "stableSubsetName", scalar(r.stableSubset))
	}
	if !r.judgeSubsets(*o) {
		return
	}
	r.adjust(*o, func(root *yaml.Node) []krm.Field {
		var fields []krm.Field
		for _, name := range []string{r.stableSubset, r.canarySubset} {
			fields = append(fields, r.addSubset(root, name)...)
		}
		return fields
	})
}

// ruleOf is the DestinationRule that is named, or the only one for the Service.
func (r *istio) ruleOf(ref *yaml.Node, path string) *object {
	all := r.of("DestinationRule")
	if name := text(given(ref, "name")); name != "" {
		o := r.named(name, path+".name", "DestinationRule", all)
		if o == nil || r.stable == nil {
			return nil
		}
		if host := text(given(o.root, "spec", "host")); !r.isHost(host, r.stable.item.Name) {
			r.fail(o, "spec.host", host, "is not Service %s, and %s names it; name the DestinationRule of that Service", r.stable.item.Name, path)
			return nil
		}
		return o
	}
	if r.stable == nil {
		return nil
	}
	found := slices.DeleteFunc(slices.Clone(all), func(o object) bool { return !r.isHost(text(given(o.root, "spec", "host")), r.stable.item.Name) })
	if len(found) != 1 {
		r.fail(nil, path+".name", "", "is not set, and of the DestinationRules%s with host %s there must be one; they are: %s",
			r.inNamespace(), r.stable.item.Name, orNone(namesOf(found)))
		return nil
	}
	return &found[0]
}

// judgeSubsets refuses subsets that Argo Rollouts would remove: it keeps its two.
func (r *istio) judgeSubsets(o object) bool {
	var others []string
	for _, n := range elements(given(o.root, "spec", "subsets")) {
		if name := text(given(n, "name")); name != r.stableSubset && name != r.canarySubset {
			others = append(others, name)
		}
	}
	if len(others) == 0 {
		return true
	}
	r.fail(&o, "spec.subsets", "", "has %s besides %s and %s, and Argo Rollouts removes every other subset; move it into a DestinationRule of its own",
		strings.Join(others, ", "), r.stableSubset, r.canarySubset)
	return false
}

// addSubset adds a subset of all pods. Which of them it means is Argo Rollouts' to
// say.
func (r *istio) addSubset(root *yaml.Node, name string) []krm.Field {
	spec := given(root, "spec")
	list := given(spec, "subsets")
	if slices.ContainsFunc(elements(list), func(n *yaml.Node) bool { return text(given(n, "name")) == name }) {
		return nil
	}
	if list == nil {
		list = &yaml.Node{Kind: yaml.SequenceNode, Tag: yaml.NodeTagSeq}
		setField(spec, "subsets", list)
	}
	if list.Kind != yaml.SequenceNode {
		return nil
	}
	labels := bareCopy(given(r.stable.root, "spec", "selector"))
	list.Content = append(list.Content, mapping("name", scalar(name), "labels", labels))
	return []krm.Field{{Path: manifest.At("spec.subsets", len(list.Content)-1) + ".name", Proposed: name}}
}
