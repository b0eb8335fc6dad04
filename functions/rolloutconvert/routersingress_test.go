package rolloutconvert

import (
	"strings"
	"testing"
)

// otherIngress leads to api as well.
var otherIngress = strings.ReplaceAll(apiIngress, "metadata: {name: api,", "metadata: {name: internal,")

func TestNginx(t *testing.T) {
	checkTraffic(t, map[string]trafficCase{
		"an Ingress that is named stays as it is": {
			strategy: nginxStrategy, input: apiService + apiIngress, want: nginxDone, added: canaryOfAPI,
		},
		"several that are named": {
			strategy: `{canary: {stableService: api, canaryService: api-canary, trafficRouting: {nginx: {stableIngresses: [api, internal]}}}}`,
			input:    apiService + apiIngress + otherIngress, added: canaryOfAPI,
		},
		"the only one that leads to the Service need not be named": {
			strategy: `{canary: {trafficRouting: {nginx: {annotationPrefix: example.com}}}}`,
			input:    apiService + apiIngress + strings.ReplaceAll(otherIngress, "service: {name: api,", "service: {name: web,"),
			want:     `{canary: {trafficRouting: {nginx: {annotationPrefix: example.com, stableIngress: api}}, stableService: api, canaryService: api-canary}}`, added: canaryOfAPI,
		},
		"of several, the one of the class is meant, and the other one is told": {
			strategy: `{canary: {trafficRouting: {nginx: {}}}}`,
			input: apiService + strings.ReplaceAll(apiIngress, "spec:\n", "spec:\n  ingressClassName: nginx-public\n") +
				strings.ReplaceAll(otherIngress, "namespace: shop}", "namespace: shop, annotations: {kubernetes.io/ingress.class: alb}}"),
			want: `{canary: {trafficRouting: {nginx: {stableIngress: api}}, stableService: api, canaryService: api-canary}}`, added: canaryOfAPI,
			problems: []string{"warning: Ingress internal: spec: leads to Service api, and spec.canary.trafficRouting names no router that works with it: its requests stay with the stable pods"},
		},
		"an Ingress for a canary that people made is none to take": {
			strategy: `{canary: {trafficRouting: {nginx: {}}}}`,
			input:    apiService + apiIngress + strings.ReplaceAll(otherIngress, "namespace: shop}", `namespace: shop, annotations: {nginx.ingress.kubernetes.io/canary: "true"}}`),
			want:     `{canary: {trafficRouting: {nginx: {stableIngress: api}}, stableService: api, canaryService: api-canary}}`, added: canaryOfAPI,
			problems: []string{"warning: Ingress internal: spec: leads to Service api, and spec.canary.trafficRouting names no router that works with it: its requests stay with the stable pods"},
		},
		"an Ingress of the older form": {
			strategy: nginxStrategy,
			input:    apiService + strings.NewReplacer("networking.k8s.io/v1", "extensions/v1beta1", "service: {name: api, port: {number: 80}}", "serviceName: api, servicePort: 80").Replace(apiIngress),
			want:     nginxDone, added: canaryOfAPI,
		},
		"a default backend is told": {
			strategy: nginxStrategy,
			input:    apiService + apiIngress + "  defaultBackend: {service: {name: api, port: {number: 80}}}\n",
			want:     nginxDone, added: canaryOfAPI,
			problems: []string{"warning: Ingress api: spec.defaultBackend: leads to Service api, and requests that no rule matches stay with its stable pods; add a rule for them if the canary is to get its share"},
		},
	})
}

func TestIngressesThatDoNotFit(t *testing.T) {
	checkTraffic(t, map[string]trafficCase{
		"one that is not there": {
			strategy: `{canary: {trafficRouting: {nginx: {stableIngresses: [api, nowhere]}}}}`, input: apiService + apiIngress + otherIngress,
			problems: []string{"spec.canary.trafficRouting.nginx.stableIngresses[1]: names Ingress nowhere, and the input has none of that name in namespace shop; it has: api, internal"},
		},
		"one that leads elsewhere": {
			strategy: `{canary: {trafficRouting: {nginx: {stableIngress: internal}}}}`,
			input:    apiService + apiIngress + strings.ReplaceAll(otherIngress, "service: {name: api,", "service: {name: web,"),
			problems: []string{"Ingress internal: spec.rules: has no path that leads to Service api, and spec.canary.trafficRouting.nginx.stableIngress names it; let one do, or name the Ingress that does (api)"},
		},
		"one with a default backend alone": {
			strategy: nginxStrategy,
			input:    apiService + "---\n{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: api, namespace: shop}, spec: {defaultBackend: {service: {name: api, port: {number: 80}}}}}\n",
			problems: []string{"Ingress api: spec.rules: has no path that leads to Service api, and spec.canary.trafficRouting.nginx.stableIngress names it; let one do, or name the Ingress that does (none)"},
		},
		"none is named, and none leads there": {
			strategy: `{canary: {trafficRouting: {nginx: {}}}}`, input: apiService + strings.ReplaceAll(apiIngress, "service: {name: api,", "service: {name: web,"),
			problems: []string{"spec.canary.trafficRouting.nginx.stableIngress: is not set, and no Ingress leads to Service api in namespace shop; add one, or name the one that should (api)"},
		},
		"none is named, and several lead there": {
			strategy: `{canary: {trafficRouting: {alb: {servicePort: 80}}}}`, input: apiService + apiIngress + otherIngress,
			problems: []string{"spec.canary.trafficRouting.alb.ingress: is not set, and Ingresses api, internal lead to Service api; name one of them, or all in ingresses"},
		},
		"one whose rules Argo Rollouts crashes on": {
			strategy: nginxStrategy,
			input: apiService + apiIngress + `
      - {path: /files, pathType: Prefix, backend: {resource: {kind: Bucket, name: files}}}
  - host: www.example.com
`,
			problems: []string{
				"Ingress api: spec.rules[1]: has no http, which Argo Rollouts cannot bear in an Ingress that it works with; move the rule into an Ingress of its own",
				"Ingress api: spec.rules[0].http.paths[1].backend.resource: is no Service, which Argo Rollouts cannot bear in an Ingress that it works with; move the path into an Ingress of its own",
			},
		},
	})
}

func TestALB(t *testing.T) {
	const done = `{canary: {trafficRouting: {alb: {ingress: api, servicePort: 80}}, stableService: api, canaryService: api-canary}}`
	adjusted := strings.ReplaceAll(apiIngress, "port: {number: 80}", "port: {name: use-annotation}")
	checkTraffic(t, map[string]trafficCase{
		"the Ingress reads the annotation that Argo Rollouts writes": {
			strategy: `{canary: {trafficRouting: {alb: {ingress: api, servicePort: 80}}}}`, input: apiService + apiIngress, want: done, added: canaryOfAPI, changed: adjusted,
		},
		"what it needs is filled in": {
			strategy: `{canary: {trafficRouting: {alb: {}}}}`, input: apiService + apiIngress, want: done, added: canaryOfAPI, changed: adjusted,
		},
		"a port by its name": {
			strategy: `{canary: {trafficRouting: {alb: {ingress: api, servicePort: 80}}}}`,
			input:    apiService + "  - {name: admin, port: 81}\n" + strings.ReplaceAll(apiIngress, "{number: 80}", `{name: "http"}`),
			want:     done,
			added:    canaryOfAPI + "  - {name: admin, port: 81}\n",
			changed:  strings.ReplaceAll(apiIngress, "{number: 80}", `{name: "use-annotation"}`),
		},
		"one that does so already stays as it is": {
			strategy: `{canary: {trafficRouting: {alb: {ingress: api}}}}`, input: apiService + adjusted, want: done, added: canaryOfAPI,
		},
		"paths to other Services stay": {
			strategy: `{canary: {trafficRouting: {alb: {ingress: api, servicePort: 80}}}}`,
			input:    apiService + apiIngress + "      - {path: /web, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}\n",
			want:     done, added: canaryOfAPI,
			changed: adjusted + "      - {path: /web, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}\n",
		},
		"an action of another name": {
			strategy: `{canary: {trafficRouting: {alb: {ingress: api, servicePort: 80, rootService: api-root}}}}`, input: apiService + apiIngress,
			want:  `{canary: {trafficRouting: {alb: {ingress: api, servicePort: 80, rootService: api-root}}, stableService: api, canaryService: api-canary}}`,
			added: canaryOfAPI, changed: strings.ReplaceAll(adjusted, "service: {name: api,", "service: {name: api-root,"),
		},
		"an action of another name, and an Ingress that is not named": {
			strategy: `{canary: {trafficRouting: {alb: {servicePort: 80, rootService: api-root}}}}`, input: apiService + apiIngress,
			want:  `{canary: {trafficRouting: {alb: {servicePort: 80, rootService: api-root, ingress: api}}, stableService: api, canaryService: api-canary}}`,
			added: canaryOfAPI, changed: strings.ReplaceAll(adjusted, "service: {name: api,", "service: {name: api-root,"),
		},
		"a root Service that selects the pods is not the stable one, though the Ingress leads to it": {
			strategy: `{canary: {trafficRouting: {alb: {servicePort: 80, rootService: api-root}}}}`,
			input:    apiService + "---" + strings.ReplaceAll(apiService, "name: api,", "name: api-root,") + strings.ReplaceAll(apiIngress, "service: {name: api,", "service: {name: api-root,"),
			want:     `{canary: {trafficRouting: {alb: {servicePort: 80, rootService: api-root, ingress: api}}, stableService: api, canaryService: api-canary}}`,
			added:    canaryOfAPI, changed: strings.ReplaceAll(adjusted, "service: {name: api,", "service: {name: api-root,"),
		},
		"the older form": {
			strategy: `{canary: {trafficRouting: {alb: {ingress: api, servicePort: 80}}}}`,
			input:    apiService + strings.NewReplacer("networking.k8s.io/v1", "extensions/v1beta1", "service: {name: api, port: {number: 80}}", "serviceName: api, servicePort: 80").Replace(apiIngress),
			want:     done, added: canaryOfAPI,
			changed: strings.NewReplacer("networking.k8s.io/v1", "extensions/v1beta1", "service: {name: api, port: {number: 80}}", "serviceName: api, servicePort: use-annotation").Replace(apiIngress),
		},
		"a load balancer that reaches nodes needs a node port": {
			strategy: `{canary: {trafficRouting: {alb: {ingress: api, servicePort: 80}}}}`, input: apiService + "  type: NodePort\n" + apiIngress, want: done,
			added: canaryOfAPI + "  type: NodePort\n", changed: adjusted,
		},
		"nor does it open one that was closed": {
			strategy: `{canary: {trafficRouting: {alb: {ingress: api, servicePort: 80}}}}`, input: apiService + "  type: ClusterIP\n" + apiIngress, want: done,
			added: canaryOfAPI + "  type: ClusterIP\n", changed: adjusted,
		},
		"of a load balancer, the node port is what is kept": {
			strategy: `{canary: {trafficRouting: {alb: {ingress: api, servicePort: 80}}}}`, input: apiService + "  type: LoadBalancer\n" + apiIngress, want: done,
			added: canaryOfAPI + "  type: NodePort\n", changed: adjusted,
		},
		"one that reaches pods does not": {
			strategy: `{canary: {trafficRouting: {alb: {ingress: api, servicePort: 80}}}}`,
			input:    apiService + "  type: NodePort\n" + strings.ReplaceAll(apiIngress, "namespace: shop}", "namespace: shop, annotations: {alb.ingress.kubernetes.io/target-type: ip}}"), want: done,
			added: canaryOfAPI + "  type: ClusterIP\n", changed: strings.ReplaceAll(adjusted, "namespace: shop}", "namespace: shop, annotations: {alb.ingress.kubernetes.io/target-type: ip}}"),
		},
		"nginx inside and ALB outside, each with its Ingress": {
			strategy: `{canary: {trafficRouting: {alb: {ingress: api, servicePort: 80}, nginx: {stableIngress: internal}}}}`, input: apiService + apiIngress + otherIngress,
			want:  `{canary: {trafficRouting: {alb: {ingress: api, servicePort: 80}, nginx: {stableIngress: internal}}, stableService: api, canaryService: api-canary}}`,
			added: canaryOfAPI, changed: adjusted,
		},
		"several ports could be meant, whatever the Ingress says before it is adjusted": {
			strategy: `{canary: {trafficRouting: {alb: {ingress: api}}}}`, input: apiService + "  - {name: admin, port: 81}\n" + apiIngress,
			problems: []string{"spec.canary.trafficRouting.alb.servicePort: is not set, and Service api has not just one port; set it to the one that the Ingress means: 80, 81"},
		},
		"a port that the Service does not have": {
			strategy: `{canary: {trafficRouting: {alb: {ingress: api, servicePort: 8080}}}}`, input: apiService + apiIngress,
			problems: []string{"spec.canary.trafficRouting.alb.servicePort: is no port of Service api; its ports: 80"},
		},
	})
}
