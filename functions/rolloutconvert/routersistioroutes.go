package rolloutconvert

import (
	"slices"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

// routes lets the routes of a VirtualService that Argo Rollouts will work with have
// two destinations.
func (r istio) routes(o object, ref *yaml.Node, path string) {
	before := len(r.problems)
	mine := map[string]bool{} // by their path
	for _, protocol := range istioProtocols {
		for _, i := range r.chosen(o, protocol, ref, path) {
			where := manifest.At("spec."+protocol, i)
			mine[where] = true
			r.judgeRoute(o, elements(given(o.root, "spec", protocol))[i], where)
		}
	}
	if len(mine) == 0 && len(r.problems) == before {
		r.fail(&o, "spec.http", "", "has no route, and %s names it; add one that leads to Service %s", path, r.stable.item.Name)
	}
	if len(r.problems) > before {
		return
	}
	r.adjust(o, func(root *yaml.Node) (fields []krm.Field) {
		for _, protocol := range istioProtocols {
			for i, route := range elements(given(root, "spec", protocol)) {
				if where := manifest.At("spec."+protocol, i); mine[where] {
					fields = append(fields, r.split(route, where)...)
				}
			}
		}
		return fields
	})
}

// chosen are the routes of a protocol that Argo Rollouts will work with.
func (r istio) chosen(o object, protocol string, ref *yaml.Node, path string) (indexes []int) {
	all := elements(given(o.root, "spec", protocol))
	if len(all) == 0 {
		return nil
	}
	if protocol == "http" {
		return r.chosenHTTP(o, all, ref, path)
	}
	if len(elements(given(ref, protocol+"Routes"))) > 0 {
		for i, route := range all {
			if r.leads(route) {
				indexes = append(indexes, i)
			}
		}
		return indexes
	}
	if len(all) > 1 {
		r.fail(&o, "spec."+protocol, "", "has several routes, and Argo Rollouts needs to know which ones are meant; list their ports in %s.%sRoutes", path, protocol)
		return nil
	}
	return []int{0}
}

// chosenHTTP are those that the config names. If it names none, they are the only
// one, or those that lead to the stable Service, which are named then.
func (r istio) chosenHTTP(o object, all []*yaml.Node, ref *yaml.Node, path string) (indexes []int) {
	if names := listed(given(ref, "routes")); len(names) > 0 {
		for i, name := range names {
			k := slices.IndexFunc(all, func(n *yaml.Node) bool { return text(given(n, "name")) == name })
			if k < 0 {
				r.fail(nil, manifest.At(path+".routes", i), name, "names a route that VirtualService %s does not have; its routes with a name: %s", o.item.Name, orNone(routeNames(all)))
				continue
			}
			indexes = append(indexes, k)
		}
		return indexes
	}
	if len(all) == 1 {
		return []int{0}
	}
	var names []*yaml.Node
	for i, route := range all {
		if !r.leads(route) {
			continue
		}
		name := text(given(route, "name"))
		if name == "" {
			r.fail(&o, manifest.At("spec.http", i), "", "has no name, and of several routes Argo Rollouts works with those that are named; give it one")
			continue
		}
		names = append(names, scalar(name))
		indexes = append(indexes, i)
	}
	if len(names) > 0 {
		setField(ref, "routes", &yaml.Node{Kind: yaml.SequenceNode, Tag: yaml.NodeTagSeq, Content: names})
	} else if !slices.ContainsFunc(all, r.leads) {
		r.fail(&o, "spec.http", "", "has no route that leads to Service %s, and %s names it", r.stable.item.Name, path)
	}
	return indexes
}

func routeNames(routes []*yaml.Node) string {
	var names []string
	for _, n := range routes {
		if name := text(given(n, "name")); name != "" {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}

func (r istio) leads(route *yaml.Node) bool {
	return slices.ContainsFunc(elements(given(route, "route")), func(n *yaml.Node) bool {
		return r.isHost(text(given(n, "destination", "host")), r.stable.item.Name)
	})
}

// isStable tells whether an entry of a route leads to the stable pods, or will.
func (r istio) isStable(n *yaml.Node) bool {
	subset := text(given(n, "destination", "subset"))
	return r.isHost(text(given(n, "destination", "host")), r.stable.item.Name) && (subset == "" || subset == r.stableSubset)
}

func (r istio) isCanary(n *yaml.Node) bool {
	host, subset := text(given(n, "destination", "host")), text(given(n, "destination", "subset"))
	if r.canarySubset != "" {
		return subset == r.canarySubset && r.isHost(host, r.stable.item.Name)
	}
	return r.isHost(host, r.canary)
}

// judgeRoute refuses what Argo Rollouts would refuse, and what it would remove.
func (r istio) judgeRoute(o object, route *yaml.Node, path string) {
	entries := elements(given(route, "route"))
	if !slices.ContainsFunc(entries, r.isStable) && !r.leads(route) {
		r.fail(&o, path+".route", "", "does not lead to Service %s, and Argo Rollouts takes it for the route that it splits; name the right ones in %s.istio.virtualService.routes",
			r.stable.item.Name, routingPath)
		return
	}
	for i, n := range entries {
		where := manifest.At(path+".route", i) + ".destination"
		host, subset := text(given(n, "destination", "host")), text(given(n, "destination", "subset"))
		switch {
		case r.isStable(n), r.isCanary(n):
		case subset != "" && slices.Contains(r.further, subset):
		case r.isHost(host, r.stable.item.Name):
			r.fail(&o, where+".subset", subset, "is neither of the subsets that are split; %s", r.subsetRemedy())
		default:
			r.fail(&o, where+".host", host, "stands beside Service %s, and Argo Rollouts removes every destination but the stable and the canary one; give it a route of its own", r.stable.item.Name)
		}
	}
}

func (r istio) subsetRemedy() string {
	if r.canarySubset == "" {
		return "remove it, or let Argo Rollouts split subsets: name the DestinationRule in " + routingPath + ".istio.destinationRule"
	}
	return "remove it, or list it in " + routingPath + ".istio.destinationRule.additionalSubsetNames"
}

// split adds the canary's destination to a route that has the stable one alone.
func (r istio) split(route *yaml.Node, path string) []krm.Field {
	list := given(route, "route")
	entries := elements(list)
	if i := slices.IndexFunc(entries, r.isStable); i >= 0 && !slices.ContainsFunc(entries, r.isCanary) {
		stable, where := entries[i], manifest.At(path+".route", i)
		canary := bareCopy(stable)
		added := manifest.At(path+".route", len(entries)) + ".destination"
		var fields []krm.Field
		if r.canarySubset == "" {
			host := otherHost(text(given(canary, "destination", "host")), r.canary)
			setField(given(canary, "destination"), "host", scalar(host))
			fields = append(fields, krm.Field{Path: added + ".host", Proposed: host})
		} else {
			fields = append(fields, putText(given(stable, "destination"), "subset", r.stableSubset, where+".destination")...)
			setField(given(canary, "destination"), "subset", scalar(r.canarySubset))
			fields = append(fields, krm.Field{Path: added + ".subset", Proposed: r.canarySubset})
		}
		if len(entries) == 1 { // what stands beside has a share of its own
			fields = append(fields, putWeight(stable, stableWeight, where)...)
		}
		setField(canary, "weight", number(canaryWeight))
		list.Content = append(list.Content, canary)
		return fields
	}
	return nil
}
