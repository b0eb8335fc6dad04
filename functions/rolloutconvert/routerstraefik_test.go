package rolloutconvert

import (
	"strings"
	"testing"
)

const (
	traefikStrategy = `{canary: {trafficRouting: {traefik: {weightedTraefikServiceName: api-split}}}}`
	traefikDone     = `{canary: {trafficRouting: {traefik: {weightedTraefikServiceName: api-split}}, stableService: api, canaryService: api-canary}}`
	ingressRoute    = `
---
apiVersion: traefik.io/v1alpha1
kind: IngressRoute
metadata: {name: api, namespace: shop}
spec:
  routes:
`
	wholeRoute = "  - {match: PathPrefix(`/`), kind: Rule, services: [{name: api, port: 80}]}\n"
	splitRoute = "  - {match: PathPrefix(`/`), kind: Rule, services: [{name: api-split, kind: TraefikService}]}\n"
	newSplit   = `
---
apiVersion: traefik.io/v1alpha1
kind: TraefikService
metadata:
  name: api-split
  namespace: shop
  labels:
    app.kubernetes.io/managed-by: kurumi
  annotations:
    kurumi.dev/generated-by: rollout-convert
spec:
  weighted:
    services:
    - name: api
      port: 80
      weight: 100
    - name: api-canary
      port: 80
      weight: 0
`
	ownSplit = `
---
apiVersion: traefik.io/v1alpha1
kind: TraefikService
metadata: {name: api-split, namespace: shop}
spec:
  weighted:
    services:
`
)

func TestTraefik(t *testing.T) {
	checkTraffic(t, map[string]trafficCase{
		"the IngressRoute leads to a TraefikService, to which the Service's settings move": {
			strategy: traefikStrategy,
			input: apiService + ingressRoute + `  - match: PathPrefix(` + "`/`" + `) # all of it
    kind: Rule
    middlewares: [{name: auth}]
    services:
    - kind: Service # of the pods
      name: api
      namespace: shop
      port: http
      passHostHeader: false
      sticky: {cookie: {name: shop}}
      weight: 3
    - {name: web, port: 80, weight: 1}
  - {match: PathPrefix(` + "`/other`" + `), kind: Rule, services: [{name: api, namespace: other, port: 80}]}
`,
			want: traefikDone,
			added: canaryOfAPI + strings.ReplaceAll(newSplit, "      port: 80\n", `      port: http
      passHostHeader: false
      sticky: {cookie: {name: shop}}
`),
			changed: ingressRoute + `  - match: PathPrefix(` + "`/`" + `) # all of it
    kind: Rule
    middlewares: [{name: auth}]
    services:
    - kind: TraefikService # of the pods
      name: api-split
      namespace: shop
      weight: 3
    - {name: web, port: 80, weight: 1}
  - {match: PathPrefix(` + "`/other`" + `), kind: Rule, services: [{name: api, namespace: other, port: 80}]}
`,
		},
		"without a name, it has the Service's": {
			strategy: `{canary: {trafficRouting: {traefik: {}}}}`, input: apiService + ingressRoute + wholeRoute,
			want:  `{canary: {trafficRouting: {traefik: {weightedTraefikServiceName: api}}, stableService: api, canaryService: api-canary}}`,
			added: canaryOfAPI + strings.ReplaceAll(newSplit, "api-split", "api"), changed: ingressRoute + strings.ReplaceAll(splitRoute, "api-split", "api"),
		},
		"several IngressRoutes with the same settings": {
			strategy: traefikStrategy, input: apiService + ingressRoute + wholeRoute + strings.ReplaceAll(ingressRoute, "name: api,", "name: web,") + wholeRoute,
			want: traefikDone, added: canaryOfAPI + newSplit, changed: ingressRoute + splitRoute + strings.ReplaceAll(ingressRoute, "name: api,", "name: web,") + splitRoute,
		},
		"a TraefikService that is there gets the canary's share": {
			strategy: traefikStrategy, input: apiService + ingressRoute + splitRoute + ownSplit + "    - {name: api, port: 80, weight: 1} # the pods\n",
			want: traefikDone, added: canaryOfAPI, changed: ownSplit + "    - {name: api, port: 80, weight: 100} # the pods\n    - {name: api-canary, port: 80, weight: 0}\n",
		},
		"one that is complete stays, and what leads past it does not": {
			strategy: `{canary: {trafficRouting: {traefik: {}}}}`, input: apiService + ingressRoute + wholeRoute + ownSplit + "    - {name: api, port: 80}\n    - {name: api-canary, port: 80}\n",
			want: traefikDone, added: canaryOfAPI, changed: ingressRoute + splitRoute,
		},
		"Traefik 2": {
			strategy: traefikStrategy, input: apiService + strings.ReplaceAll(ingressRoute, "traefik.io", "traefik.containo.us") + wholeRoute,
			want: traefikDone, added: canaryOfAPI + strings.ReplaceAll(newSplit, "traefik.io", "traefik.containo.us"), changed: strings.ReplaceAll(ingressRoute, "traefik.io", "traefik.containo.us") + splitRoute,
			problems: []string{"warning: spec.canary.trafficRouting.traefik: works with traefik.io, and IngressRoutes of traefik.containo.us are Traefik 2's; start the controller with --traefik-api-group=traefik.containo.us --traefik-api-version=traefik.containo.us/v1alpha1"},
		},
		"a mirror of the Service is told": {
			strategy: traefikStrategy, input: apiService + ingressRoute + wholeRoute + "---\n{apiVersion: traefik.io/v1alpha1, kind: TraefikService, metadata: {name: mirror, namespace: shop}, spec: {mirroring: {name: api, port: 80}}}\n",
			want: traefikDone, added: canaryOfAPI + newSplit, changed: ingressRoute + splitRoute,
			problems: []string{"warning: TraefikService mirror: spec: leads to Service api, and spec.canary.trafficRouting names no router that works with it: its requests stay with the stable pods"},
		},
	})
}

func TestTraefikThatDoesNotFit(t *testing.T) {
	const path = "spec.canary.trafficRouting.traefik.weightedTraefikServiceName"
	checkTraffic(t, map[string]trafficCase{
		"nothing to make one from": {
			strategy: traefikStrategy, input: apiService + ingressRoute + strings.ReplaceAll(wholeRoute, "api", "web"),
			problems: []string{path + ": names no TraefikService of the input, and no IngressRoute in namespace shop leads to Service api, so that one could be made; add either"},
		},
		"routes with different settings": {
			strategy: traefikStrategy, input: apiService + ingressRoute + wholeRoute + strings.ReplaceAll(wholeRoute, "port: 80", "port: 81"),
			problems: []string{"IngressRoute api: spec.routes[1].services[0]: leads to Service api with other settings than another route does, and Argo Rollouts works with one TraefikService; make them the same, or write TraefikService api-split yourself"},
		},
		"a TraefikService without the stable Service": {
			strategy: traefikStrategy, input: apiService + ownSplit + "    - {name: web, port: 80}\n",
			problems: []string{
				"TraefikService api-split: spec.weighted.services: has no Service api, which Argo Rollouts looks for there; add it",
			},
		},
		"a TraefikService with others' shares": {
			strategy: traefikStrategy, input: apiService + ownSplit + "    - {name: api, port: 80}\n    - {name: web, port: 80}\n",
			problems: []string{"TraefikService api-split: spec.weighted.services[1]: stands beside Service api, whose weight and the canary's are made 100 together; take it out, or its share would change"},
		},
		"several TraefikServices, and none is named": {
			strategy: `{canary: {trafficRouting: {traefik: {}}}}`, input: apiService + ownSplit + "    - {name: api, port: 80}\n" + strings.ReplaceAll(ownSplit, "api-split", "second") + "    - {name: api, port: 80}\n",
			problems: []string{path + ": is not set, and TraefikServices api-split, second have Service api; name one of them"},
		},
	})
}
