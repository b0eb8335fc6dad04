package rolloutconvert

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

const nginxStrategy = `{canary: {trafficRouting: {nginx: {stableIngress: api}}}}`

const apiIngress = `
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: api, namespace: shop}
spec:
  rules:
  - http:
      paths:
      - {path: /, pathType: Prefix, backend: {service: {name: api, port: {number: 80}}}}
`

const nginxDone = `{canary: {trafficRouting: {nginx: {stableIngress: api}}, stableService: api, canaryService: api-canary}}`

func TestServices(t *testing.T) {
	checkTraffic(t, map[string]trafficCase{
		"without routing and names, nothing is looked for": {strategy: `{canary: {steps: [{setWeight: 10}]}}`},
		"the only Service that selects the pods is the stable one, and the canary's is made from it": {
			strategy: nginxStrategy, input: apiService + apiIngress, want: nginxDone, added: canaryOfAPI,
		},
		"what makes the Service known outside is left, and what the cluster or other tools wrote": {
			strategy: nginxStrategy,
			input: `
# in front of everything
apiVersion: v1
kind: Service
metadata:
  name: api
  namespace: shop
  uid: 5b5c
  resourceVersion: "7"
  creationTimestamp: null
  ownerReferences: [{kind: Shop, name: shop}]
  labels:
    team: shop # and not web
    app.kubernetes.io/managed-by: Helm
  annotations:
    example.com/owner: "shop"
    cloud.google.com/neg: '{"ingress": true}'
    cloud.google.com/neg-status: '{"zones":[]}'
    service.kubernetes.io/topology-mode: Auto
    external-dns.alpha.kubernetes.io/hostname: api.example.com
    external-dns.kubernetes.io/ttl: "60"
    service.beta.kubernetes.io/aws-load-balancer-type: external
    networking.gke.io/load-balancer-type: Internal
    metallb.universe.tf/address-pool: public
    getambassador.io/config: "kind: Mapping"
    kubectl.kubernetes.io/last-applied-configuration: "{}"
    argo-rollouts.argoproj.io/managed-by-rollouts: other
    argocd.argoproj.io/tracking-id: shop:/Service:shop/api
    argocd.argoproj.io/sync-wave: "1"
    internal.config.kubernetes.io/path: api.yaml
spec:
  type: LoadBalancer
  clusterIP: 10.0.0.7
  clusterIPs: [10.0.0.7]
  externalTrafficPolicy: Local
  healthCheckNodePort: 30100
  loadBalancerIP: 192.0.2.1
  loadBalancerSourceRanges: [192.0.2.0/24]
  allocateLoadBalancerNodePorts: true
  loadBalancerClass: example.com/lb
  externalIPs: [192.0.2.2]
  sessionAffinity: ClientIP
  selector: {app: api} # the pods
  ports:
  - name: http # for everybody
    port: 80
    nodePort: 30080
    appProtocol: http
status: {loadBalancer: {}}
` + apiIngress,
			want: nginxDone,
			added: `
apiVersion: v1
kind: Service
metadata:
  name: api-canary
  namespace: shop
  labels:
    team: shop
    app.kubernetes.io/managed-by: kurumi
  annotations:
    example.com/owner: "shop"
    cloud.google.com/neg: '{"ingress": true}'
    service.kubernetes.io/topology-mode: Auto
    argocd.argoproj.io/sync-wave: "1"
    kurumi.dev/generated-by: rollout-convert
spec:
  type: ClusterIP
  sessionAffinity: ClientIP
  selector: {app: api}
  ports:
  - name: http
    port: 80
    appProtocol: http
`,
		},
		"Services of other pods, of others' namespaces, of other groups, headless ones, and those without a selector are no candidates": {
			strategy: nginxStrategy,
			input: apiService + apiIngress + `
---
{apiVersion: v1, kind: Service, metadata: {name: worker, namespace: shop}, spec: {selector: {app: worker}}}
---
{apiVersion: v1, kind: Service, metadata: {name: stricter, namespace: shop}, spec: {selector: {app: api, track: a}}}
---
{apiVersion: v1, kind: Service, metadata: {name: api, namespace: other}, spec: {selector: {app: api}}}
---
{apiVersion: serving.knative.dev/v1, kind: Service, metadata: {name: fast, namespace: shop}, spec: {selector: {app: api}}}
---
{apiVersion: v1, kind: Service, metadata: {name: peers, namespace: shop}, spec: {clusterIP: None, selector: {app: api}}}
---
{apiVersion: v1, kind: Service, metadata: {name: manual, namespace: shop}, spec: {ports: [{port: 80}]}}
---
{apiVersion: v1, kind: Service, metadata: {name: alias, namespace: shop}, spec: {type: ExternalName, externalName: example.com, selector: {app: api}}}
`,
			want: nginxDone, added: canaryOfAPI,
		},
		"of several Services, the one that a route leads to is meant": {
			strategy: nginxStrategy,
			input:    apiService + apiIngress + "---\n{apiVersion: v1, kind: Service, metadata: {name: metrics, namespace: shop}, spec: {selector: {app: api}}}\n",
			want:     nginxDone, added: canaryOfAPI,
		},
		"of several Services, the named one is meant": {
			strategy: `{canary: {stableService: api, trafficRouting: {nginx: {stableIngress: api}}}}`,
			input:    apiService + apiIngress + "---\n{apiVersion: v1, kind: Service, metadata: {name: metrics, namespace: shop}, spec: {selector: {app: api}}}\n",
			want:     `{canary: {stableService: api, trafficRouting: {nginx: {stableIngress: api}}, canaryService: api-canary}}`, added: canaryOfAPI,
		},
		"a canary's Service that people wrote is used as it is, and is no candidate": {
			strategy: nginxStrategy,
			input:    apiService + apiIngress + "---\n{apiVersion: v1, kind: Service, metadata: {name: api-canary, namespace: shop}, spec: {selector: {tier: web}, ports: [{port: 80}]}}\n",
			want:     nginxDone,
		},
		"one that lacks a port is told": {
			strategy: nginxStrategy,
			input:    apiService + apiIngress + "---\n{apiVersion: v1, kind: Service, metadata: {name: api-canary, namespace: shop}, spec: {selector: {tier: web}, ports: [{port: 8080}]}}\n",
			want:     nginxDone,
			problems: []string{"warning: Service api-canary: spec.ports: has no port 80 as Service api has, and requests to it would fail; add it, or see that no route leads there"},
		},
		"a Service whose name ends like a canary's may be the only one": {
			strategy: `{blueGreen: {}}`, input: strings.ReplaceAll(apiService, "name: api,", "name: api-canary,") + "---\n{apiVersion: v1, kind: Service, metadata: {name: api, namespace: shop}, spec: {selector: {app: web}}}\n",
			want: `{blueGreen: {activeService: api-canary}}`,
		},
		"one that an earlier run made is made again": {
			strategy: nginxStrategy, input: apiService + apiIngress + "---" + strings.ReplaceAll(canaryOfAPI, "80,", "81,"), want: nginxDone, added: canaryOfAPI,
		},
		"the canary's Service has the name that the config gives it": {
			strategy: `{canary: {canaryService: api-next, trafficRouting: {nginx: {stableIngress: api}}}}`,
			input:    apiService + apiIngress,
			want:     `{canary: {canaryService: api-next, trafficRouting: {nginx: {stableIngress: api}}, stableService: api}}`,
			added:    strings.ReplaceAll(canaryOfAPI, "api-canary", "api-next"),
		},
		"a Deployment without a namespace has Services without one": {
			d:        &deployment{name: "api", labels: api.labels},
			strategy: nginxStrategy,
			input:    strings.ReplaceAll(apiService+apiIngress, ", namespace: shop", ""),
			want:     nginxDone, added: strings.ReplaceAll(canaryOfAPI, "  namespace: shop\n", ""),
		},
		"a headless Service that is named stays headless": {
			strategy: `{canary: {stableService: peers, canaryService: peers-canary, trafficRouting: {plugins: {example.com/mesh: {}}}}}`,
			input:    `{apiVersion: v1, kind: Service, metadata: {name: peers, namespace: shop}, spec: {clusterIP: None, selector: {app: api}}}`,
			added: `
apiVersion: v1
kind: Service
metadata:
  name: peers-canary
  namespace: shop
  labels:
    app.kubernetes.io/managed-by: kurumi
  annotations:
    kurumi.dev/generated-by: rollout-convert
spec: {selector: {app: api}, clusterIP: None}
`,
			problems: []string{`warning: spec.canary.trafficRouting.plugins[example.com/mesh]: is passed through, and its objects are left as they are; check that the routes that this plugin works with lead to both Services, to the canary's with weight 0`},
		},
		"without routing, a canary's Service is made and the stable one is not, which would get all requests": {
			strategy: `{canary: {canaryService: api-canary}}`, input: apiService, added: canaryOfAPI,
		},
		"without routing, a stable Service beside one for all pods is fine": {
			strategy: `{canary: {stableService: api-stable}}`,
			input:    apiService + "---\n{apiVersion: v1, kind: Service, metadata: {name: api-stable, namespace: shop}, spec: {selector: {app: api}}}\n",
		},
		"without routing, the only Service as the stable one starves the canary": {
			strategy: `{canary: {stableService: api}}`, input: apiService,
			problems: []string{"warning: spec.canary.stableService: selects the stable pods alone from then on, and without trafficRouting nothing sends requests to the canary; add trafficRouting, or leave stableService out"},
		},
		"the Services of ping-pong are those that the config names, and routes are left": {
			strategy: `{canary: {pingPong: {pingService: api-ping, pongService: api-pong}, trafficRouting: {managedRoutes: [{name: a}], alb: {ingress: api, rootService: api, servicePort: 80}}}}`,
			input: `{apiVersion: v1, kind: Service, metadata: {name: api-ping, namespace: shop}, spec: {selector: {app: api}}}
---
{apiVersion: v1, kind: Service, metadata: {name: api-pong, namespace: shop}, spec: {selector: {app: api}}}`,
			problems: []string{"warning: spec.canary.trafficRouting.alb: with pingPong, routes are left as they are; check that each sends requests to pingService and pongService"},
		},
	})
}

func TestServicesOfBlueGreen(t *testing.T) {
	preview := strings.ReplaceAll(canaryOfAPI, "api-canary", "api-preview")
	checkTraffic(t, map[string]trafficCase{
		"the active Service is found, and no preview is made unless asked for": {
			strategy: `{blueGreen: {autoPromotionEnabled: false}}`, input: apiService, want: `{blueGreen: {autoPromotionEnabled: false, activeService: api}}`,
		},
		"a preview that is named and not there is made": {
			strategy: `{blueGreen: {activeService: api, previewService: api-preview}}`, input: apiService, added: preview,
		},
		"a preview that is there is used as it is": {
			strategy: `{blueGreen: {previewService: api-preview}}`,
			input:    apiService + "---\n{apiVersion: v1, kind: Service, metadata: {name: api-preview, namespace: shop}, spec: {selector: {app: api}, ports: [{port: 80}]}}\n",
			want:     `{blueGreen: {previewService: api-preview, activeService: api}}`,
		},
		"an empty name asks for a preview": {
			strategy: `{blueGreen: {previewService: ""}}`, input: apiService, want: `{blueGreen: {previewService: api-preview, activeService: api}}`, added: preview,
		},
	})
}

func manyServices(names string) string {
	var all []string
	for name := range strings.FieldsSeq(names) {
		all = append(all, strings.ReplaceAll(apiService, "name: api,", "name: "+name+","))
	}
	return strings.Join(all, "---")
}

func TestServicesThatDoNotFit(t *testing.T) {
	long := strings.Repeat("a", 60)
	checkTraffic(t, map[string]trafficCase{
		"none": {
			strategy: nginxStrategy, input: strings.ReplaceAll(apiIngress, "---\n", ""),
			problems: []string{"has no Service in front of its pods in namespace shop; add one whose selector is {app: api}"},
		},
		"none, whatever the router": {
			strategy: `{canary: {trafficRouting: {alb: {}, istio: {destinationRule: {name: rule}}, traefik: {}, plugins: {argoproj-labs/gatewayAPI: {}}}}}`,
			input:    `{apiVersion: networking.istio.io/v1, kind: DestinationRule, metadata: {name: rule, namespace: shop}, spec: {host: api}}`,
			problems: []string{"has no Service in front of its pods in namespace shop; add one whose selector is {app: api}"},
		},
		"none but a headless one": {
			strategy: `{blueGreen: {}}`, input: `{apiVersion: v1, kind: Service, metadata: {name: peers, namespace: shop}, spec: {clusterIP: None, selector: {app: api}}}`,
			problems: []string{"has no Service in front of its pods but peers, which is headless and balances nothing; add one with a cluster IP"},
		},
		"none but one of the same name for other pods": {
			strategy: `{blueGreen: {}}`, input: `{apiVersion: v1, kind: Service, metadata: {name: api, namespace: shop}, spec: {selector: {app: api, track: a}}}`,
			problems: []string{"has no Service in front of its pods: Service api does not select them, since its selector has track=a, and the pods have no such label"},
		},
		"several": {
			strategy: `{canary: {trafficRouting: {plugins: {argoproj-labs/gatewayAPI: {httpRoute: api}}}}}`,
			input:    apiService + "---" + strings.ReplaceAll(apiService, "name: api,", "name: web,"),
			problems: []string{
				"spec.canary.stableService: is not set, and Services api, web select the pods; name one of them",
				"spec.canary.trafficRouting.plugins[argoproj-labs/gatewayAPI].httpRoute: names HTTPRoute api, and the input has none of that name in namespace shop; it has: none",
			},
		},
		"several, and routes lead to more than one": {
			strategy: nginxStrategy,
			input:    apiService + "---" + strings.ReplaceAll(apiService, "name: api,", "name: web,") + apiIngress + strings.ReplaceAll(apiIngress, "name: api,", "name: web,"),
			problems: []string{"spec.canary.stableService: is not set, and Services api, web select the pods; name one of them"},
		},
		"several for blue-green": {
			strategy: `{blueGreen: {}}`, input: apiService + "---" + strings.ReplaceAll(apiService, "name: api,", "name: web,"),
			problems: []string{"spec.blueGreen.activeService: is not set, and Services api, web select the pods; name one of them"},
		},
		"more than anybody would read": {
			strategy: `{blueGreen: {}}`,
			input:    manyServices("a b c d e f g h i j"),
			problems: []string{"spec.blueGreen.activeService: is not set, and Services a, b, c, d, e, f, g, h, and 2 more select the pods; name one of them"},
		},
		"one name for both, which the config's judge tells": {
			strategy: `{canary: {stableService: api, canaryService: api}}`, input: "{apiVersion: v1, kind: Service, metadata: {name: web, namespace: shop}, spec: {selector: {app: web}}}",
			problems: []string{"spec.canary.stableService: names Service api, and the input has none of that name in namespace shop; those that select the pods: none"},
		},
		"a name that nothing has": {
			strategy: `{canary: {stableService: ipa, trafficRouting: {nginx: {stableIngress: api}}}}`, input: apiService + apiIngress,
			problems: []string{"spec.canary.stableService: names Service ipa, and the input has none of that name in namespace shop; those that select the pods: api"},
		},
		"a name of a Service for other pods": {
			strategy: `{blueGreen: {activeService: worker}}`, input: `{apiVersion: v1, kind: Service, metadata: {name: worker, namespace: shop}, spec: {selector: {app: worker}}}`,
			problems: []string{"Service worker: spec.selector: does not select the pods of Deployment api, and spec.blueGreen.activeService names it; its selector has app=worker, and the pods have app=api"},
		},
		"a name of a Service without a selector": {
			strategy: `{blueGreen: {activeService: worker}}`, input: `{apiVersion: v1, kind: Service, metadata: {name: worker, namespace: shop}, spec: {}}`,
			problems: []string{"Service worker: spec.selector: does not select the pods of Deployment api, and spec.blueGreen.activeService names it; it has no selector"},
		},
		"a name of an alias": {
			strategy: `{blueGreen: {activeService: alias}}`, input: `{apiVersion: v1, kind: Service, metadata: {name: alias, namespace: shop}, spec: {type: ExternalName, selector: {app: api}}}`,
			problems: []string{"Service alias: spec.selector: does not select the pods of Deployment api, and spec.blueGreen.activeService names it; it is an ExternalName"},
		},
		"a canary's Service for other pods": {
			strategy: nginxStrategy, input: apiService + apiIngress + "---\n{apiVersion: v1, kind: Service, metadata: {name: api-canary, namespace: shop}, spec: {selector: {app: canary}}}\n",
			problems: []string{"Service api-canary: spec.selector: does not select the pods of Deployment api, whose Rollout needs it beside Service api (spec.canary.canaryService); its selector has app=canary, and the pods have app=api"},
		},
		"the canary's Service is the stable one": {
			strategy: `{canary: {canaryService: api, trafficRouting: {nginx: {stableIngress: api}}}}`, input: apiService + apiIngress,
			problems: []string{"has no Service in front of its pods but api, and the config has that for the new ones (beside spec.canary.stableService); add another one"},
		},
		"a name that is too long": {
			strategy: nginxStrategy, input: strings.ReplaceAll(apiService+apiIngress, "name: api,", "name: "+long+","),
			problems: []string{
				"spec.canary.canaryService: would be " + long + "-canary, and the name of a Service has 63 characters at most; set it to a shorter one",
				"spec.canary.trafficRouting.nginx.stableIngress: names Ingress api, and the input has none of that name in namespace shop; it has: " + long,
			},
		},
		"ping-pong with a Service that is not there": {
			strategy: `{canary: {pingPong: {pingService: api, pongService: pong}}}`, input: apiService,
			problems: []string{"spec.canary.pingPong.pongService: names Service pong, and the input has none of that name in namespace shop; those that select the pods: api"},
		},
	})
}

func TestAnnotationsThatAreLeft(t *testing.T) {
	for key, isLeft := range map[string]bool{
		"external-dns.alpha.kubernetes.io/target":                     true,
		"external-dns.kubernetes.io/hostname":                         true,
		"dns.alpha.kubernetes.io/internal":                            true,
		"service.beta.kubernetes.io/azure-load-balancer-internal":     true,
		"cloud.google.com/load-balancer-type":                         true,
		"cloud.google.com/l4-rbs":                                     true,
		"cloud.google.com/neg-status":                                 true,
		"load-balancer.hetzner.cloud/location":                        true,
		"service.kubernetes.io/qcloud-loadbalancer-internal-subnetid": true,
		"kube-vip.io/loadbalancerIPs":                                 true, "metallb.io/address-pool": true, "lbipam.cilium.io/ips": true, "io.cilium/lb-ipam-ips": true,
		"oci.oraclecloud.com/security-rule-management-mode": true, "service.alpha.kubernetes.io/x": true, "getambassador.io/config": true,
		"kubernetes.io/elb.class":                                 true,
		"oci-network-load-balancer.oraclecloud.com/security-list": true,
		"tailscale.com/hostname":                                  true,
		"consul.hashicorp.com/service-name":                       true,
		"loadbalancer":                                            false,
		"cloud.google.com/neg":                                    false,
		"cloud.google.com/backend-config":                         false,
		"service.kubernetes.io/topology-mode":                     false,
		"traefik.ingress.kubernetes.io/service.sticky.cookie":     false,
		"prometheus.io/scrape":                                    false,
		"alb.ingress.kubernetes.io/healthcheck-path":              false,
		"konghq.com/protocol":                                     false,
		"networking.istio.io/exportTo":                            false,
		"my-external-dns.example.com/hostname":                    false,
	} {
		assert.Equal(t, isLeft, isOutward(key), key)
	}
}
