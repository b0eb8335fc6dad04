package rolloutconvert

import (
	"maps"
	"slices"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

// second is the Service beside another one, for the canary or the preview: one that
// is there, or a copy that is added. It is empty if there can be none.
func (t *traffic) second(first *object, path, name, suffix string) string {
	wanted := name
	if wanted == "" {
		wanted = first.item.Name + suffix
	}
	if len(wanted) > maxName {
		t.fail(nil, path, name, "would be %s, and the name of a Service has %d characters at most; set it to a shorter one", wanted, maxName)
		return ""
	}
	for _, o := range t.of("Service") {
		if o.item.Name != wanted {
			continue
		}
		if !t.selectsPods(o) {
			t.fail(&o, "spec.selector", "", "does not select the pods of Deployment %s, whose Rollout needs it beside Service %s (%s); %s",
				t.d.name, first.item.Name, path, t.mismatch(o))
			return ""
		}
		if !isOurs(o.root) {
			t.tellPorts(first, o)
			return wanted // as it is
		}
	}
	t.added = append(t.added, t.serviceLike(first, wanted))
	return wanted
}

// tellPorts warns of ports that a Service beside another one lacks: where routes
// lead to them, the canary's share of requests would fail.
func (t *traffic) tellPorts(first *object, o object) {
	known := portsOf(&o)
	for _, port := range portsOf(first) {
		if !slices.Contains(known, port) {
			t.warn(&o, "spec.ports", numbers(known), "has no port %d as Service %s has, and requests to it would fail; add it, or see that no route leads there", port, first.item.Name)
		}
	}
}

// ofCluster are fields of a Service's spec that make it known outside the cluster,
// or that the cluster itself sets.
var ofCluster = []string{
	"allocateLoadBalancerNodePorts", "clusterIP", "clusterIPs", "externalIPs", "externalName", "externalTrafficPolicy",
	"healthCheckNodePort", "loadBalancerClass", "loadBalancerIP", "loadBalancerSourceRanges",
}

// serviceLike is a copy of a Service for the canary or the preview, which is
// reached within the cluster alone.
func (t *traffic) serviceLike(first *object, name string) *yaml.Node {
	meta := mapping("name", scalar(name))
	if t.d.namespace != "" {
		setField(meta, "namespace", scalar(t.d.namespace))
	}
	labels, annotations := mapping(), mapping()
	copyFields(labels, given(first.root, "metadata", "labels"), isTracking)
	copyFields(annotations, given(first.root, "metadata", "annotations"), func(key string) bool { return isTracking(key) || isOutward(key) })
	setField(labels, managedByLabel, scalar(managedBy))
	setField(annotations, generatedAnnotation, scalar(generatedBy))
	setField(meta, "labels", labels)
	setField(meta, "annotations", annotations)

	spec := bareCopy(given(first.root, "spec"))
	kind := t.serviceType(text(given(spec, "type")))
	isHeadless := isHeadless(*first)
	for _, field := range ofCluster {
		manifest.RemoveField(spec, field)
	}
	if isHeadless {
		setField(spec, "clusterIP", scalar("None"))
	}
	if manifest.Field(spec, "type") != nil {
		setField(spec, "type", scalar(kind))
	}
	for _, port := range elements(given(spec, "ports")) {
		manifest.RemoveField(port, "nodePort")
	}
	return mapping("apiVersion", scalar("v1"), "kind", scalar("Service"), "metadata", meta, "spec", spec)
}

// serviceType is the type of a copy. An ALB reaches the nodes, not the pods, unless
// its Ingress says otherwise, and needs a NodePort for that.
func (t *traffic) serviceType(of string) string {
	if t.toNodes && (of == "NodePort" || of == "LoadBalancer") {
		return "NodePort"
	}
	return "ClusterIP"
}

// copyFields copies a mapping of texts, but those that are left out.
func copyFields(to, from *yaml.Node, isLeft func(key string) bool) {
	for i := 0; from != nil && i+1 < len(from.Content); i += 2 {
		if !isLeft(from.Content[i].Value) {
			to.Content = append(to.Content, bareCopy(from.Content[i]), bareCopy(from.Content[i+1]))
		}
	}
}

// isTracking tells whether a label or annotation says whose an object is, or how it
// was applied. On a copy it would be a lie.
func isTracking(key string) bool {
	domain, name, _ := strings.Cut(key, "/")
	switch domain {
	case "kubectl.kubernetes.io": // last-applied-configuration
		return true
	case "argo-rollouts.argoproj.io": // managed-by-rollouts: Argo Rollouts sets it
		return true
	case "argocd.argoproj.io":
		return name == "tracking-id" || name == "installation-id"
	case "meta.helm.sh", "objectset.rio.cattle.io", "field.cattle.io":
		return true
	case "config.kubernetes.io", "internal.config.kubernetes.io", "config.k8s.io", "kpt.dev": // where a file was read
		return true
	}
	return false
}

// outward are domains of annotations by which others make a Service known outside
// of it: a second DNS record, route or address of the same name would send requests
// to the canary that no weight controls, and a second load balancer costs money.
var outward = map[string]bool{
	// DNS records
	"dns.alpha.kubernetes.io": true,
	// load balancers and their addresses, of clouds and of clusters without one
	"service.beta.kubernetes.io": true, "service.alpha.kubernetes.io": true, "loadbalancer.openstack.org": true,
	"load-balancer.hetzner.cloud": true, "metallb.io": true, "metallb.universe.tf": true, "kube-vip.io": true,
	"lbipam.cilium.io": true, "io.cilium": true, "bgp.cilium.io": true, "oci.oraclecloud.com": true,
	"oci-network-load-balancer.oraclecloud.com": true, "tailscale.com": true, "purelb.io": true,
	// routes and registrations that stand in the Service itself
	"getambassador.io": true, "consul.hashicorp.com": true,
}

// isOutward tells whether an annotation makes a Service known outside the cluster.
func isOutward(key string) bool {
	domain, name, ok := strings.Cut(key, "/")
	if !ok {
		return false
	}
	name = strings.ToLower(strings.ReplaceAll(name, "-", ""))
	switch {
	case outward[domain], strings.HasPrefix(domain, "external-dns."): // its prefix changed with v0.22
		return true
	case domain == "cloud.google.com" && (name == "negstatus" || name == "l4rbs"):
		return true
	case domain == "kubernetes.io" && strings.HasPrefix(name, "elb."):
		return true
	}
	return strings.Contains(name, "loadbalancer")
}

// pairs writes labels as a selector does.
func pairs(labels map[string]string) string {
	all := make([]string, 0, len(labels))
	for _, key := range slices.Sorted(maps.Keys(labels)) {
		all = append(all, key+": "+labels[key])
	}
	return "{" + strings.Join(all, ", ") + "}"
}
