package rolloutconvert

import (
	"strings"
	"testing"
)

const (
	gatewayDone = `{canary: {trafficRouting: {plugins: {argoproj-labs/gatewayAPI: {httpRoute: api, namespace: shop}}}, stableService: api, canaryService: api-canary}}`
	httpRoute   = `
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: api, namespace: shop, labels: {app: api}}
spec:
  hostnames: [api.example.com]
  rules:
`
	wholeRule = `  - backendRefs:
    - name: api
      port: 80
`
	splitRules = `  - backendRefs:
    - name: api
      port: 80
      weight: 100
    - name: api-canary
      port: 80
      weight: 0
`
)

func gatewayStrategy(config string) string {
	return `{canary: {trafficRouting: {plugins: {argoproj-labs/gatewayAPI: ` + config + `}}}}`
}

func TestGateway(t *testing.T) {
	grpcRoute := strings.NewReplacer("HTTPRoute", "GRPCRoute", "name: api,", "name: rpc,").Replace(httpRoute)
	done := func(config string) string {
		return strings.ReplaceAll(gatewayDone, "{httpRoute: api, namespace: shop}", config)
	}
	checkTraffic(t, map[string]trafficCase{
		"each rule that leads to the Service gets a second backend, and no other": {
			strategy: gatewayStrategy(`{httpRoute: api}`),
			input: apiService + httpRoute + `  - matches: [{path: {value: /v1}}]
    backendRefs:
    - name: api # the pods
      kind: Service
      port: 80
      weight: 1
      filters: [{type: RequestHeaderModifier}]
  - backendRefs: [{name: api, namespace: shop, port: 80}] # in a line
  - backendRefs: [{name: web, port: 80}]
  - backendRefs: [{name: api, namespace: other, port: 80}]
  - backendRefs: [{name: api, group: example.com, kind: Function}]
  - filters: [{type: RequestRedirect}]
`,
			want: gatewayDone, added: canaryOfAPI,
			changed: httpRoute + `  - matches: [{path: {value: /v1}}]
    backendRefs:
    - name: api # the pods
      kind: Service
      port: 80
      weight: 100
      filters: [{type: RequestHeaderModifier}]
    - name: api-canary
      kind: Service
      port: 80
      weight: 0
      filters: [{type: RequestHeaderModifier}]
  - backendRefs: [{name: api, namespace: shop, port: 80, weight: 100}, {name: api-canary, namespace: shop, port: 80, weight: 0}] # in a line
  - backendRefs: [{name: web, port: 80}]
  - backendRefs: [{name: api, namespace: other, port: 80}]
  - backendRefs: [{name: api, group: example.com, kind: Function}]
  - filters: [{type: RequestRedirect}]
`,
		},
		"what is split already stays, with its weights": {
			strategy: gatewayStrategy(`{httpRoute: api, namespace: shop}`), input: apiService + httpRoute + strings.NewReplacer("100", "70", "weight: 0", "weight: 30").Replace(splitRules),
			want: done(`{httpRoute: api, namespace: shop}`), added: canaryOfAPI,
		},
		"the only route that leads there need not be named": {
			strategy: gatewayStrategy(`{}`), input: apiService + httpRoute + wholeRule + strings.ReplaceAll(grpcRoute+wholeRule, "- name: api", "- name: web"), want: gatewayDone, added: canaryOfAPI, changed: httpRoute + splitRules,
		},
		"and may be a GRPCRoute": {
			strategy: gatewayStrategy(`{}`), input: apiService + grpcRoute + wholeRule, want: done(`{grpcRoute: rpc, namespace: shop}`), added: canaryOfAPI, changed: grpcRoute + splitRules,
		},
		"without a namespace, none is set": {
			d: &deployment{name: "api", labels: api.labels}, strategy: gatewayStrategy(`{httpRoute: api}`),
			input: strings.ReplaceAll(apiService+httpRoute+wholeRule, ", namespace: shop", ""), want: done(`{httpRoute: api}`),
			added: strings.ReplaceAll(canaryOfAPI, "  namespace: shop\n", ""), changed: strings.ReplaceAll(httpRoute, ", namespace: shop", "") + splitRules,
		},
		"several, of both kinds": {
			strategy: gatewayStrategy(`{httpRoutes: [{name: api, useHeaderRoutes: true}], grpcRoutes: [{name: rpc}]}`), input: apiService + httpRoute + wholeRule + grpcRoute + wholeRule,
			want: done(`{httpRoutes: [{name: api, useHeaderRoutes: true}], grpcRoutes: [{name: rpc}], namespace: shop}`), added: canaryOfAPI, changed: httpRoute + splitRules + grpcRoute + splitRules,
		},
		"by their labels": {
			strategy: gatewayStrategy(`{httpRouteSelector: {matchLabels: {app: api}, matchExpressions: [{key: app, operator: Exists}]}}`),
			input:    apiService + httpRoute + wholeRule + strings.NewReplacer("name: api,", "name: web,", "labels: {app: api}", "labels: {app: web}").Replace(httpRoute) + strings.ReplaceAll(wholeRule, "api", "web"),
			want:     done(`{httpRouteSelector: {matchLabels: {app: api}, matchExpressions: [{key: app, operator: Exists}]}, namespace: shop}`), added: canaryOfAPI, changed: httpRoute + splitRules,
		},
		"one that is not named stays, and is told": {
			strategy: gatewayStrategy(`{httpRoute: api}`), input: apiService + httpRoute + wholeRule + grpcRoute + wholeRule, want: gatewayDone, added: canaryOfAPI, changed: httpRoute + splitRules,
			problems: []string{"warning: GRPCRoute rpc: spec: leads to Service api, and spec.canary.trafficRouting names no router that works with it: its requests stay with the stable pods"},
		},
		"TCP and TLS routes are left, and told": {
			strategy: gatewayStrategy(`{tcpRoute: api, tlsRoutes: [{name: api}]}`), input: apiService, want: done(`{tcpRoute: api, tlsRoutes: [{name: api}], namespace: shop}`), added: canaryOfAPI,
			problems: []string{
				"warning: spec.canary.trafficRouting.plugins[argoproj-labs/gatewayAPI].tcpRoute: means TCPRoutes, which are left as they are; check that each has a backendRef for the canary's Service with weight 0",
				"warning: spec.canary.trafficRouting.plugins[argoproj-labs/gatewayAPI].tlsRoutes: means TLSRoutes, which are left as they are; check that each has a backendRef for the canary's Service with weight 0",
			},
		},
		"routes of another namespace are left, and told": {
			strategy: gatewayStrategy(`{httpRoute: api, namespace: gateways}`), input: apiService, want: done(`{httpRoute: api, namespace: gateways}`), added: canaryOfAPI,
			problems: []string{"warning: spec.canary.trafficRouting.plugins[argoproj-labs/gatewayAPI].namespace: is another namespace, whose routes are left as they are; check that each has a backendRef for the canary's Service with weight 0"},
		},
	})
}

func TestGatewayThatDoesNotFit(t *testing.T) {
	const path = "spec.canary.trafficRouting.plugins[argoproj-labs/gatewayAPI]"
	checkTraffic(t, map[string]trafficCase{
		"no route of that name": {
			strategy: gatewayStrategy(`{httpRoutes: [{name: api}, {name: ipa}], grpcRoute: api}`), input: apiService + httpRoute + wholeRule,
			problems: []string{
				path + ".httpRoutes[1].name: names HTTPRoute ipa, and the input has none of that name in namespace shop; it has: api",
				path + ".grpcRoute: names GRPCRoute api, and the input has none of that name in namespace shop; it has: none",
			},
		},
		"labels that no route has": {
			strategy: gatewayStrategy(`{httpRouteSelector: {matchLabels: {app: web}}}`), input: apiService + httpRoute + wholeRule,
			problems: []string{path + ".httpRouteSelector: selects no HTTPRoute of the input; it has: api"},
		},
		"a route to other Services": {
			strategy: gatewayStrategy(`{httpRoute: api}`), input: apiService + httpRoute + strings.ReplaceAll(wholeRule, "api", "web"),
			problems: []string{"HTTPRoute api: spec.rules: has no backendRef for Service api, and spec.canary.trafficRouting.plugins names it; let a rule lead there"},
		},
		"a rule that shares its requests already": {
			strategy: gatewayStrategy(`{httpRoute: api}`), input: apiService + httpRoute + "  - backendRefs: [{name: api, port: 80, weight: 9}, {name: web, port: 80, weight: 1}]\n",
			problems: []string{"HTTPRoute api: spec.rules[0].backendRefs[1]: stands beside Service api, whose share and the canary's are made 100 together; give it a rule of its own, or its share would shrink"},
		},
		"none is named, and several lead there": {
			strategy: gatewayStrategy(`{}`), input: apiService + httpRoute + wholeRule + strings.ReplaceAll(httpRoute, "name: api,", "name: web,") + wholeRule,
			problems: []string{path + ": names no route, and of those in namespace shop that lead to Service api there must be one; they are: HTTPRoute api, HTTPRoute web. Set httpRoute, httpRoutes, grpcRoute or grpcRoutes"},
		},
		"none is named, and none leads there": {
			strategy: gatewayStrategy(`{}`), input: apiService,
			problems: []string{path + ": names no route, and of those in namespace shop that lead to Service api there must be one; they are: none. Set httpRoute, httpRoutes, grpcRoute or grpcRoutes"},
		},
		"a name instead of a mapping": {
			strategy: gatewayStrategy(`api`), input: apiService, problems: []string{path + ": is no mapping; write {httpRoute: <name>}"},
		},
	})
}

func TestOtherRouters(t *testing.T) {
	checkTraffic(t, map[string]trafficCase{
		"what is passed through is told": {
			strategy: `{canary: {stableService: api, canaryService: api-canary, trafficRouting: {ambassador: {mappings: [api]}, apisix: {route: {name: api}}, appMesh: {}, smi: {}, managedRoutes: [{name: a}], maxTrafficWeight: 100}}}`,
			input:    apiService, added: canaryOfAPI,
			problems: []string{
				"warning: spec.canary.trafficRouting.ambassador: is passed through, and its objects are left as they are; check that each Mapping in mappings leads to the stable Service and has no weight; Argo Rollouts adds the canary's Mapping itself",
				"warning: spec.canary.trafficRouting.apisix: is passed through, and its objects are left as they are; check that the ApisixRoute's rules have both Services as backends, the canary's with weight 0",
				"warning: spec.canary.trafficRouting.appMesh: is passed through, and its objects are left as they are; check that the VirtualRouter's routes have the stable and the canary VirtualNode as weightedTargets",
				"warning: spec.canary.trafficRouting.smi: is passed through, and its objects are left as they are; check that clients use the stable Service or rootService; Argo Rollouts adds the TrafficSplit itself",
			},
		},
	})
}
