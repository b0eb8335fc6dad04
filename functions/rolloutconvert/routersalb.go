package rolloutconvert

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm"
)

// useAnnotation is the port that makes the AWS Load Balancer Controller look for an
// annotation that says where requests go. Argo Rollouts writes that annotation,
// actions.<service>, and without this port nobody reads it.
const useAnnotation = "use-annotation"

func (t *traffic) alb(n *yaml.Node, path string) {
	root := text(given(n, "rootService"))
	stable := ""
	if t.stable != nil {
		stable = t.stable.item.Name
	}
	found := t.ingresses(n, path, "ingress", "ingresses", "alb", stable, cmp.Or(root, stable))
	if t.stable == nil {
		return
	}
	t.albPort(n, path)
	target := cmp.Or(root, stable)
	for _, o := range found {
		t.adjust(o, func(root *yaml.Node) (fields []krm.Field) {
			for _, b := range backendsOf(root) {
				if name := b.service(); name == stable || name == target {
					fields = append(fields, b.useAnnotation(target)...)
				}
			}
			return fields
		})
	}
}

// useAnnotation lets a backend name an action.
func (b backend) useAnnotation(action string) []krm.Field {
	service := given(b.node, "service")
	if service == nil {
		return append(putText(b.node, "serviceName", action, b.at), putText(b.node, "servicePort", useAnnotation, b.at)...)
	}
	fields := putText(service, "name", action, b.at+".service")
	now := b.port()
	if text(now) == useAnnotation {
		return fields
	}
	fields = append(fields, krm.Field{Path: b.at + ".service.port", Current: text(now), Proposed: useAnnotation})
	port := given(service, "port")
	if now == nil || now.Kind != yaml.ScalarNode || port.Kind != yaml.MappingNode {
		setField(service, "port", mapping("name", scalar(useAnnotation)))
		return fields
	}
	for i := 0; i+1 < len(port.Content); i += 2 {
		if port.Content[i+1] == now { // in its place, whether it is a number or a name
			port.Content[i].Value, now.Value, now.Tag = "name", useAnnotation, yaml.NodeTagString
		}
	}
	return fields
}

// albPort is the port that the load balancer sends requests to, which Argo Rollouts
// wants as a number. The Ingress tells it no more once it reads the annotation, so
// that it counts for nothing here.
func (t *traffic) albPort(n *yaml.Node, path string) {
	known := portsOf(t.stable)
	if port := given(n, "servicePort"); port != nil {
		if p, ok := whole(port); ok && !slices.Contains(known, p) {
			t.fail(nil, path+".servicePort", text(port), "is no port of Service %s; its ports: %s", t.stable.item.Name, numbers(known))
		}
		return
	}
	if len(known) != 1 {
		t.fail(nil, path+".servicePort", "", "is not set, and Service %s has not just one port; set it to the one that the Ingress means: %s", t.stable.item.Name, numbers(known))
		return
	}
	setField(n, "servicePort", number(known[0]))
}

// portsOf are the numbers of a Service's ports.
func portsOf(service *object) (all []int) {
	for _, p := range elements(given(service.root, "spec", "ports")) {
		if v, ok := whole(given(p, "port")); ok && !slices.Contains(all, v) {
			all = append(all, v)
		}
	}
	return all
}

func numbers(all []int) string {
	texts := make([]string, 0, len(all))
	for _, n := range all {
		texts = append(texts, strconv.Itoa(n))
	}
	return orNone(strings.Join(texts, ", "))
}

// albReachesNodes tells whether an ALB would reach a Service's pods through node
// ports: its default, unless an Ingress or the Service says target-type: ip.
func (t *traffic) albReachesNodes(routers *yaml.Node, service *object) bool {
	if given(routers, "alb") == nil || service == nil {
		return false
	}
	const targetType = "alb.ingress.kubernetes.io/target-type"
	if text(given(service.root, "metadata", "annotations", targetType)) == "ip" {
		return false
	}
	return !slices.ContainsFunc(t.ingressesTo(service.item.Name), func(o object) bool {
		return text(given(o.root, "metadata", "annotations", targetType)) == "ip"
	})
}
