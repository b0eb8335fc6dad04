package rolloutconvert

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

const (
	istioDone      = `{canary: {trafficRouting: {istio: {virtualService: {name: api}}}, stableService: api, canaryService: api-canary}}`
	virtualService = `
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: api, namespace: shop}
spec:
  hosts: [api.example.com]
  http:
`
	destinationRule = `
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: api-rule, namespace: shop}
spec:
  host: api.shop.svc.cluster.local
`
	whole100 = `  - route:
    - destination: {host: api}
`
	split100 = `  - route:
    - destination: {host: api}
      weight: 100
    - destination: {host: api-canary}
      weight: 0
`
)

func TestIstioHosts(t *testing.T) {
	checkTraffic(t, map[string]trafficCase{
		"a route to the Service gets a second destination": {
			strategy: `{canary: {trafficRouting: {istio: {virtualService: {name: api}}}}}`,
			input: apiService + virtualService + `  - match: [{uri: {prefix: /}}] # all of it
    retries: {attempts: 3}
    route:
    - destination: # the Service
        host: api.shop.svc.cluster.local # in full
        port: {number: 80}
      headers: {request: {set: {x-from: mesh}}}
`,
			want: istioDone, added: canaryOfAPI,
			changed: virtualService + `  - match: [{uri: {prefix: /}}] # all of it
    retries: {attempts: 3}
    route:
    - destination: # the Service
        host: api.shop.svc.cluster.local # in full
        port: {number: 80}
      headers: {request: {set: {x-from: mesh}}}
      weight: 100
    - destination:
        host: api-canary.shop.svc.cluster.local
        port: {number: 80}
      headers: {request: {set: {x-from: mesh}}}
      weight: 0
`,
		},
		"the only VirtualService that leads there need not be named": {
			strategy: `{canary: {trafficRouting: {istio: {}}}}`,
			input:    apiService + virtualService + whole100 + strings.ReplaceAll(virtualService, "name: api,", "name: web,") + strings.ReplaceAll(whole100, "api", "api.other"),
			want:     istioDone, added: canaryOfAPI, changed: virtualService + split100,
		},
		"of several routes, those that lead there are named": {
			strategy: `{canary: {trafficRouting: {istio: {virtualService: {}}}}}`,
			input: apiService + virtualService + `
  - name: web
    route: [{destination: {host: web}}]
  - name: read
    route: [{destination: {host: api.shop}, weight: 100}]
  - name: write
    route: [{destination: {host: api.shop.svc}}]
  - redirect: {authority: www.example.com}
`,
			want:  `{canary: {trafficRouting: {istio: {virtualService: {name: api, routes: [read, write]}}}, stableService: api, canaryService: api-canary}}`,
			added: canaryOfAPI,
			changed: virtualService + `
  - name: web
    route: [{destination: {host: web}}]
  - name: read
    route: [{destination: {host: api.shop}, weight: 100}, {destination: {host: api-canary.shop}, weight: 0}]
  - name: write
    route: [{destination: {host: api.shop.svc}, weight: 100}, {destination: {host: api-canary.shop.svc}, weight: 0}]
  - redirect: {authority: www.example.com}
`,
		},
		"routes that the config names, and no others": {
			strategy: `{canary: {stableService: api, canaryService: api-canary, trafficRouting: {istio: {virtualServices: [{name: api.shop, routes: [b]}]}}}}`,
			input:    apiService + virtualService + "  - {name: a, route: [{destination: {host: api}}]}\n  - {name: b, route: [{destination: {host: api}}]}\n",
			added:    canaryOfAPI,
			changed:  virtualService + "  - {name: a, route: [{destination: {host: api}}]}\n  - {name: b, route: [{destination: {host: api}, weight: 100}, {destination: {host: api-canary}, weight: 0}]}\n",
		},
		"what is split already stays, with its weights": {
			strategy: `{canary: {trafficRouting: {istio: {virtualService: {name: api}}}}}`,
			input:    apiService + virtualService + strings.NewReplacer("100", "70", "weight: 0", "weight: 30").Replace(split100), want: istioDone, added: canaryOfAPI,
		},
		"TLS and TCP": {
			strategy: `{canary: {stableService: api, canaryService: api-canary, trafficRouting: {istio: {virtualService: {name: api, tcpRoutes: [{port: 80}]}}}}}`,
			input: apiService + strings.TrimSuffix(virtualService, "  http:\n") + `  tls: [{match: [{sniHosts: [api.example.com]}], route: [{destination: {host: api}}]}]
  tcp: [{match: [{port: 80}], route: [{destination: {host: api}}]}, {match: [{port: 81}], route: [{destination: {host: web}}]}]
`,
			added: canaryOfAPI,
			changed: strings.TrimSuffix(virtualService, "  http:\n") + `  tls: [{match: [{sniHosts: [api.example.com]}], route: [{destination: {host: api}, weight: 100}, {destination: {host: api-canary}, weight: 0}]}]
  tcp: [{match: [{port: 80}], route: [{destination: {host: api}, weight: 100}, {destination: {host: api-canary}, weight: 0}]}, {match: [{port: 81}], route: [{destination: {host: web}}]}]
`,
		},
		"a VirtualService of another namespace is left, and told": {
			strategy: `{canary: {stableService: api, canaryService: api-canary, trafficRouting: {istio: {virtualService: {name: api.gateways}}}}}`, input: apiService, added: canaryOfAPI,
			problems: []string{"warning: spec.canary.trafficRouting.istio.virtualService.name: is a VirtualService of another namespace, which is left as it is; check that its routes have a destination for the canary with weight 0"},
		},
		"a DestinationRule that the canary would not have is told": {
			strategy: `{canary: {trafficRouting: {istio: {virtualService: {name: api}}}}}`, input: apiService + virtualService + whole100 + destinationRule, want: istioDone, added: canaryOfAPI, changed: virtualService + split100,
			problems: []string{"warning: DestinationRule api-rule: spec.host: does not hold for the canary's Service api-canary; add a DestinationRule for that, or split the subsets of this one: name it in spec.canary.trafficRouting.istio.destinationRule"},
		},
		"with one for the canary, all is well": {
			strategy: `{canary: {trafficRouting: {istio: {virtualService: {name: api}}}}}`,
			input:    apiService + virtualService + whole100 + destinationRule + strings.NewReplacer("host: api", "host: api-canary", "api-rule", "canary-rule").Replace(destinationRule),
			want:     istioDone, added: canaryOfAPI, changed: virtualService + split100,
		},
	})
}

func TestIstioSubsets(t *testing.T) {
	const strategy = `{canary: {trafficRouting: {istio: {virtualService: {name: api}, destinationRule: {name: api-rule, canarySubsetName: next, stableSubsetName: now}}}}}`
	const subsets = `  subsets:
  - name: now
    labels: {app: api}
  - name: next
    labels: {app: api}
`
	const split = `  - route:
    - destination: {host: api, subset: now}
      weight: 100
    - destination: {host: api, subset: next}
      weight: 0
`
	checkTraffic(t, map[string]trafficCase{
		"the Service stays, and the DestinationRule gets two subsets": {
			strategy: strategy, input: apiService + virtualService + whole100 + destinationRule, changed: destinationRule + subsets + virtualService + split,
		},
		"what is not named is found, and subsets get a name": {
			strategy: `{canary: {trafficRouting: {istio: {destinationRule: {}}}}}`, input: apiService + virtualService + whole100 + destinationRule,
			want:    `{canary: {trafficRouting: {istio: {destinationRule: {name: api-rule, canarySubsetName: canary, stableSubsetName: stable}, virtualService: {name: api}}}}}`,
			changed: strings.NewReplacer("now", "stable", "next", "canary").Replace(destinationRule + subsets + virtualService + split),
		},
		"what is there already stays": {
			strategy: strategy, input: apiService + virtualService + split + destinationRule + subsets,
		},
		"one subset of two, with settings of its own": {
			strategy: strategy, input: apiService + virtualService + strings.ReplaceAll(whole100, "{host: api}", "{host: api, subset: now}") + destinationRule + "  subsets: [{name: now, trafficPolicy: {tls: {mode: DISABLE}}}]\n",
			changed: destinationRule + "  subsets: [{name: now, trafficPolicy: {tls: {mode: DISABLE}}}, {name: next, labels: {app: api}}]\n" + virtualService + split,
		},
		"a further subset keeps its share": {
			strategy: strings.ReplaceAll(strategy, "stableSubsetName: now", "stableSubsetName: now, additionalSubsetNames: [beta]"),
			input:    apiService + virtualService + "  - route: [{destination: {host: api}, weight: 80}, {destination: {host: other, subset: beta}, weight: 20}]\n" + destinationRule + subsets,
			changed:  virtualService + "  - route: [{destination: {host: api, subset: now}, weight: 80}, {destination: {host: other, subset: beta}, weight: 20}, {destination: {host: api, subset: next}, weight: 0}]\n",
		},
		"other routes reach all pods, and are told": {
			strategy: strategy, input: apiService + virtualService + split + destinationRule + subsets + apiIngress,
			problems: []string{"warning: Ingress api: spec: leads to Service api, and spec.canary.trafficRouting names no router that works with it: its requests reach stable and canary pods alike"},
		},
		"a canary's Service that is named is made all the same": {
			strategy: strings.ReplaceAll(strategy, "{canary: {", "{canary: {canaryService: api-canary, "), input: apiService + virtualService + split + destinationRule + subsets, added: canaryOfAPI,
		},
	})
}

func TestIstioThatDoesNotFit(t *testing.T) {
	const strategy = `{canary: {trafficRouting: {istio: {virtualService: {name: api}}}}}`
	const subsets = `{canary: {trafficRouting: {istio: {virtualService: {name: api}, destinationRule: {name: api-rule}}}}}`
	two := virtualService + whole100 + strings.ReplaceAll(virtualService, "name: api,", "name: web,") + whole100
	checkTraffic(t, map[string]trafficCase{
		"no VirtualService of that name": {
			strategy: strategy, input: apiService + strings.ReplaceAll(two, "name: api,", "name: shop,"),
			problems: []string{"spec.canary.trafficRouting.istio.virtualService.name: names VirtualService api, and the input has none of that name in namespace shop; it has: shop, web"},
		},
		"none is named, and several lead there": {
			strategy: `{canary: {trafficRouting: {istio: {}}}}`, input: apiService + two,
			problems: []string{"spec.canary.trafficRouting.istio.virtualService.name: is not set, and of the VirtualServices in namespace shop that lead to Service api there must be one; they are: api, web"},
		},
		"none is named, and none leads there": {
			strategy: `{canary: {trafficRouting: {istio: {}}}}`, input: apiService,
			problems: []string{"spec.canary.trafficRouting.istio.virtualService.name: is not set, and of the VirtualServices in namespace shop that lead to Service api there must be one; they are: none"},
		},
		"a route that is not there": {
			strategy: `{canary: {trafficRouting: {istio: {virtualService: {name: api, routes: [a, c]}}}}}`,
			input:    apiService + virtualService + "  - {name: a, route: [{destination: {host: api}}]}\n  - {name: b, route: [{destination: {host: api}}]}\n",
			problems: []string{"spec.canary.trafficRouting.istio.virtualService.routes[1]: names a route that VirtualService api does not have; its routes with a name: a, b"},
		},
		"several routes without names": {
			strategy: strategy, input: apiService + virtualService + whole100 + whole100 + "  - route: [{destination: {host: web}}]\n",
			problems: []string{
				"VirtualService api: spec.http[0]: has no name, and of several routes Argo Rollouts works with those that are named; give it one",
				"VirtualService api: spec.http[1]: has no name, and of several routes Argo Rollouts works with those that are named; give it one",
			},
		},
		"routes to other Services alone": {
			strategy: strategy, input: apiService + virtualService + strings.ReplaceAll(whole100, "api", "web"),
			problems: []string{"VirtualService api: spec.http[0].route: does not lead to Service api, and Argo Rollouts takes it for the route that it splits; name the right ones in spec.canary.trafficRouting.istio.virtualService.routes"},
		},
		"several routes to other Services alone": {
			strategy: strategy, input: apiService + virtualService + strings.ReplaceAll(whole100+whole100, "api", "api.other"),
			problems: []string{"VirtualService api: spec.http: has no route that leads to Service api, and spec.canary.trafficRouting.istio.virtualService names it"},
		},
		"no routes": {
			strategy: strategy, input: apiService + strings.TrimSuffix(virtualService, "  http:\n"),
			problems: []string{"VirtualService api: spec.http: has no route, and spec.canary.trafficRouting.istio.virtualService names it; add one that leads to Service api"},
		},
		"several TCP routes": {
			strategy: strategy, input: apiService + virtualService + whole100 + "  tcp: [{route: [{destination: {host: api}}]}, {route: [{destination: {host: api}}]}]\n",
			problems: []string{"VirtualService api: spec.tcp: has several routes, and Argo Rollouts needs to know which ones are meant; list their ports in spec.canary.trafficRouting.istio.virtualService.tcpRoutes"},
		},
		"a destination that Argo Rollouts would remove": {
			strategy: strategy, input: apiService + virtualService + "  - route: [{destination: {host: api}, weight: 90}, {destination: {host: web}, weight: 10}]\n",
			problems: []string{"VirtualService api: spec.http[0].route[1].destination.host: stands beside Service api, and Argo Rollouts removes every destination but the stable and the canary one; give it a route of its own"},
		},
		"a subset where hosts are split": {
			strategy: strategy, input: apiService + virtualService + "  - route: [{destination: {host: api, subset: v1}}]\n",
			problems: []string{"VirtualService api: spec.http[0].route[0].destination.subset: is neither of the subsets that are split; remove it, or let Argo Rollouts split subsets: name the DestinationRule in spec.canary.trafficRouting.istio.destinationRule"},
		},
		"another subset where subsets are split": {
			strategy: subsets, input: apiService + virtualService + "  - route: [{destination: {host: api, subset: v1}}]\n" + destinationRule,
			problems: []string{"VirtualService api: spec.http[0].route[0].destination.subset: is neither of the subsets that are split; remove it, or list it in spec.canary.trafficRouting.istio.destinationRule.additionalSubsetNames"},
		},
		"subsets that Argo Rollouts would remove": {
			strategy: subsets, input: apiService + virtualService + whole100 + destinationRule + "  subsets: [{name: v1}, {name: v2}, {name: stable}]\n",
			problems: []string{"DestinationRule api-rule: spec.subsets: has v1, v2 besides stable and canary, and Argo Rollouts removes every other subset; move it into a DestinationRule of its own"},
		},
		"no DestinationRule of that name": {
			strategy: subsets, input: apiService + virtualService + whole100,
			problems: []string{"spec.canary.trafficRouting.istio.destinationRule.name: names DestinationRule api-rule, and the input has none of that name in namespace shop; it has: none"},
		},
		"a DestinationRule for another Service": {
			strategy: subsets, input: apiService + virtualService + whole100 + strings.ReplaceAll(destinationRule, "host: api", "host: web"),
			problems: []string{"DestinationRule api-rule: spec.host: is not Service api, and spec.canary.trafficRouting.istio.destinationRule names it; name the DestinationRule of that Service"},
		},
		"no DestinationRule is named, and several are for the Service": {
			strategy: strings.ReplaceAll(subsets, "name: api-rule", ""), input: apiService + virtualService + whole100 + destinationRule + strings.ReplaceAll(destinationRule, "api-rule", "second"),
			problems: []string{"spec.canary.trafficRouting.istio.destinationRule.name: is not set, and of the DestinationRules in namespace shop with host api there must be one; they are: api-rule, second"},
		},
	})
}

func TestIsHost(t *testing.T) {
	for host, want := range map[string]bool{
		"api": true, "api.shop": true, "api.shop.svc": true, "api.shop.svc.cluster.local": true,
		"api.other": false, "api.other.svc.cluster.local": false, "api-canary": false, "ap": false, "": false, "api.": false,
		"api.example.com": false, "api.shop.svc.example.com": false, "apishop": false,
	} {
		assert.Equal(t, want, (&traffic{d: api}).isHost(host, "api"), host)
	}
	for host, want := range map[string]bool{"api": true, "api.shop": true, "api.shop.svc.cluster.local": true, "api.example.com": false, "api.": false} {
		assert.Equal(t, want, (&traffic{}).isHost(host, "api"), host)
	}
}
