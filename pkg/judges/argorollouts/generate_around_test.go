package argorollouts

import (
	"fmt"
	"strings"

	appsv1 "k8s.io/api/apps/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// autoscaler scales a Deployment, from at least two pods: Kubernetes' own or KEDA's,
// which need not say the kind.
func (g gen) autoscaler(d *appsv1.Deployment) any {
	if g.IntN(3) == 0 {
		ref := map[string]any{"name": d.Name}
		if g.maybe() {
			ref["apiVersion"], ref["kind"] = "apps/v1", "Deployment"
		}
		return map[string]any{
			"apiVersion": "keda.sh/v1alpha1", "kind": "ScaledObject",
			"metadata": map[string]any{"name": d.Name, "namespace": d.Namespace},
			"spec":     map[string]any{"scaleTargetRef": ref, "minReplicaCount": 2 + g.IntN(5)},
		}
	}
	return &autoscalingv2.HorizontalPodAutoscaler{
		TypeMeta:   metav1.TypeMeta{APIVersion: "autoscaling/v2", Kind: "HorizontalPodAutoscaler"},
		ObjectMeta: metav1.ObjectMeta{Name: d.Name, Namespace: d.Namespace},
		Spec: autoscalingv2.HorizontalPodAutoscalerSpec{
			ScaleTargetRef: autoscalingv2.CrossVersionObjectReference{APIVersion: "apps/v1", Kind: "Deployment", Name: d.Name},
			MinReplicas:    new(int32(2 + g.IntN(5))),
			MaxReplicas:    20,
		},
	}
}

// service selects the pods of a Deployment.
func (g gen) service(d *appsv1.Deployment) *corev1.Service {
	return &corev1.Service{
		TypeMeta:   metav1.TypeMeta{APIVersion: "v1", Kind: "Service"},
		ObjectMeta: metav1.ObjectMeta{Name: d.Name, Namespace: d.Namespace, Annotations: g.annotations()},
		Spec: corev1.ServiceSpec{
			Selector: map[string]string{"app": d.Name},
			Ports:    []corev1.ServicePort{{Name: "http", Port: 80, TargetPort: intstr.FromString("http-0")}},
		},
	}
}

// config is a random spec of a RolloutConvert that is right for a Deployment, with the
// manifests that it needs.
func (g gen) config(d *appsv1.Deployment) (spec, manifests string) {
	if g.IntN(3) == 0 {
		spec = "mode: reference\nscaleDown: " + []string{"never", "onsuccess", "progressively"}[g.IntN(3)] + "\n"
	}
	switch g.IntN(4) {
	case 0:
		return spec + fmt.Sprintf("blueGreen: {activeService: %s, previewService: %s-preview, autoPromotionEnabled: %t}\n", d.Name, d.Name, g.maybe()), ""
	case 1:
		spec += fmt.Sprintf("canary:\n  soak: {weight: %d, duration: %dm}\n", 1+g.IntN(99), 30+g.IntN(300))
	case 2:
		spec += fmt.Sprintf("canary:\n  steps:\n  - setWeight: %d\n  - pause: {duration: %d}\n  - setWeight: 100\n  - pause: {}\n", g.IntN(100), 3600+g.IntN(100))
	case 3:
		spec += "canary:\n  maxSurge: 1\n  maxUnavailable: 0\n  soak: {weight: 20, duration: 1h}\n  canaryMetadata: {labels: {track: canary}}\n"
	}
	if router := g.IntN(2 * len(routers)); router < len(routers) {
		name := strings.NewReplacer("NAME", d.Name)
		spec += "  trafficRouting: " + name.Replace(routers[router].config) + "\n"
		manifests = name.Replace(routers[router].manifest)
	}
	switch g.IntN(3) {
	case 0:
		spec += "analysis: {provider: datadog, errorRate: {max: 1%}}\n"
	case 1:
		spec += "analysis: {provider: prometheus, source: http, address: 'http://prometheus.monitoring:9090', slo: {objective: 99.9%, window: 30d}}\n"
	}
	return spec, manifests
}

// routers is what splits traffic, and the manifest that a user has of it.
var routers = []struct{ config, manifest string }{
	{"{nginx: {stableIngress: NAME}}", `---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: NAME, namespace: shop}
spec:
  rules:
  - host: NAME.example.com
    http:
      paths:
      - {path: /, pathType: Prefix, backend: {service: {name: NAME, port: {name: http}}}}
`},
	{"{alb: {ingress: NAME, servicePort: 80}}", `---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: NAME, namespace: shop}
spec:
  rules:
  - http:
      paths:
      - {path: /, pathType: Prefix, backend: {service: {name: NAME, port: {number: 80}}}}
`},
	{"{istio: {virtualService: {name: NAME}}}", `---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: NAME, namespace: shop}
spec:
  hosts: [NAME.example.com]
  http:
  - route:
    - destination: {host: NAME}
`},
	{"{traefik: {weightedTraefikServiceName: NAME}}", `---
apiVersion: traefik.io/v1alpha1
kind: IngressRoute
metadata: {name: NAME, namespace: shop}
spec:
  routes:
  - kind: Rule
    match: Host(` + "`NAME.example.com`" + `)
    services:
    - {name: NAME, port: 80}
`},
	{"{plugins: {argoproj-labs/gatewayAPI: {httpRoute: NAME, namespace: shop}}}", `---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: NAME, namespace: shop}
spec:
  rules:
  - backendRefs:
    - {name: NAME, port: 80}
`},
}
