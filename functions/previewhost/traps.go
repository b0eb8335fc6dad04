package previewhost

import (
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

// traps looks for what rewriting hosts cannot mend in objects of some kinds.
func (v *visit) traps() {
	switch v.item.Group() + "/" + v.item.Kind {
	case "networking.k8s.io/Ingress", "extensions/Ingress":
		v.hostless()
	case "gateway.networking.k8s.io/Gateway", "gateway.networking.k8s.io/ListenerSet", "gateway.networking.x-k8s.io/XListenerSet":
		v.equalListeners()
	case "route.openshift.io/Route":
		v.subdomainRoute()
	}
}

// hostless warns about an Ingress that answers for every host.
func (v *visit) hostless() {
	if !v.previewing() {
		return
	}
	rules := manifest.Field(manifest.Field(v.obj, "spec"), "rules")
	if rules == nil || len(rules.Content) == 0 {
		v.warnf(krm.Field{Path: "spec.rules"}, "no rule names a host, so that this Ingress serves every host, production's too")
		return
	}
	for i, rule := range rules.Content {
		if host := manifest.Field(rule, "host"); host == nil || host.ShortTag() == yaml.NodeTagString && host.Value == "" {
			v.warnf(krm.Field{Path: manifest.At("spec.rules", i)}, "names no host, so that this rule serves every host, production's too")
		}
	}
}

// equalListeners refuses two listeners that would serve the same host on the same port: the API server does so too.
func (v *visit) equalListeners() {
	listeners := manifest.Field(manifest.Field(v.obj, "spec"), "listeners")
	if listeners == nil {
		return
	}
	text := func(n *yaml.Node, name string) string {
		if f := manifest.Field(n, name); f != nil {
			return f.Value
		}
		return ""
	}
	seen := map[[3]string]int{}
	for i, l := range listeners.Content {
		key := [3]string{normal(text(l, "hostname")), text(l, "port"), text(l, "protocol")}
		if earlier, ok := seen[key]; ok && v.preview[key[0]] {
			v.late = append(v.late, func() {
				v.errorf(krm.Field{Path: manifest.At("spec.listeners", i) + ".hostname", Proposed: key[0]},
					"would serve %s on port %s as %s does, and the Gateway API refuses two such listeners; remove one of them in the preview's overlay",
					key[0], key[1], manifest.At("spec.listeners", earlier))
			})
		}
		seen[key] = i
	}
}

// subdomainRoute warns about a Route for all hosts beside its own: beside a preview host, these are the other previews.
func (v *visit) subdomainRoute() {
	spec := manifest.Field(v.obj, "spec")
	policy, host := manifest.Field(spec, "wildcardPolicy"), manifest.Field(spec, "host")
	if policy == nil || policy.Value != "Subdomain" || host == nil || v.own == "" {
		return
	}
	if parent := domain(normal(host.Value)); v.preview[normal(host.Value)] && !strings.HasSuffix("."+parent, "."+v.own) {
		v.warnf(krm.Field{Path: "spec.wildcardPolicy", Current: policy.Value},
			"is Subdomain, so that this Route serves every host below %s, other previews' too; map it to {label}.{host}", parent)
	}
}
