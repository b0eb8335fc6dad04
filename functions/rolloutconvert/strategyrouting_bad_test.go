package rolloutconvert

const badRoutings = `
name: a delay before scaling down needs a router
bad: {canary: {steps: [{setWeight: 10}], scaleDownDelaySeconds: 30}}
good: {canary: {steps: [{setWeight: 10}], scaleDownDelaySeconds: 30, trafficRouting: {nginx: {stableIngress: web}}}}
path: spec.canary.scaleDownDelaySeconds
says: needs trafficRouting; remove it, or route the traffic
by: validation
---
name: a dynamic stable scale needs a router
bad: {canary: {steps: [{setWeight: 10}], dynamicStableScale: true}}
good: {canary: {steps: [{setWeight: 10}], dynamicStableScale: false}}
path: spec.canary.dynamicStableScale
says: needs trafficRouting; remove it, or route the traffic
by: validation
---
name: a dynamic stable scale excludes the delay
bad: {canary: {steps: [{setWeight: 10}], dynamicStableScale: true, scaleDownDelaySeconds: 30, trafficRouting: {nginx: {stableIngress: web}}}}
good: {canary: {steps: [{setWeight: 10}], dynamicStableScale: false, scaleDownDelaySeconds: 30, trafficRouting: {nginx: {stableIngress: web}}}}
path: spec.canary.dynamicStableScale
says: excludes scaleDownDelaySeconds; remove one of them
by: validation
---
name: only some routers count further than 100
bad: {canary: {steps: [{setWeight: 10}], trafficRouting: {maxTrafficWeight: 1000, traefik: {weightedTraefikServiceName: web}}}}
good: {canary: {steps: [{setWeight: 10}], trafficRouting: {maxTrafficWeight: 1000, nginx: {stableIngress: web}}}}
path: spec.canary.trafficRouting.maxTrafficWeight
says: works with nginx and plugins alone; remove it
by: validation
---
name: nothing is a share of nothing
bad: {canary: {steps: [{setWeight: 0}], trafficRouting: {maxTrafficWeight: 0, nginx: {stableIngress: web}}}}
good: {canary: {steps: [{setWeight: 0}], trafficRouting: {maxTrafficWeight: 1, nginx: {stableIngress: web}}}}
path: spec.canary.trafficRouting.maxTrafficWeight
says: is 0, but must be at least 1; without it, weights are shares of 100
by: nobody
---
name: without a router no traffic is routed
bad: {canary: {steps: [{setWeight: 10}], trafficRouting: {managedRoutes: [{name: a}]}}}
good: {canary: {steps: [{setWeight: 10}], trafficRouting: {managedRoutes: [{name: a}], istio: {virtualService: {name: web}}}}}
path: spec.canary.trafficRouting
says: "names no router; add for instance nginx: {stableIngress: web}, or remove it"
by: nobody
---
name: no plugin is no router
bad: {canary: {steps: [{setWeight: 10}], trafficRouting: {plugins: {}}}}
good: {canary: {steps: [{setWeight: 10}], trafficRouting: {plugins: {argoproj-labs/gatewayAPI: {httpRoute: web}}}}}
path: spec.canary.trafficRouting
says: "names no router; add for instance nginx: {stableIngress: web}, or remove it"
by: nobody
---
name: an Ingress, or several
bad: {canary: {steps: [{setWeight: 10}], trafficRouting: {nginx: {stableIngress: web, stableIngresses: [web, shop]}}}}
good: {canary: {steps: [{setWeight: 10}], trafficRouting: {nginx: {stableIngresses: [web, shop]}}}}
path: spec.canary.trafficRouting.nginx.stableIngresses
says: stands beside stableIngress; write one of the two
by: controller
---
name: a required field that is missing
bad: {canary: {steps: [{setWeight: 10}], trafficRouting: {apisix: {route: {rules: [a]}}}}}
good: {canary: {steps: [{setWeight: 10}], trafficRouting: {apisix: {route: {name: web, rules: [a]}}}}}
path: spec.canary.trafficRouting.apisix.route.name
says: is required
by: decoding
---
name: a required field that says nothing
bad: {canary: {steps: [{setWeight: 10}], trafficRouting: {apisix: {route: {name: ""}}}}}
good: {canary: {steps: [{setWeight: 10}], trafficRouting: {apisix: {route: {name: web}}}}}
path: spec.canary.trafficRouting.apisix.route.name
says: is required
by: nobody
---
name: an empty list of what is required
bad: {canary: {steps: [{setWeight: 10}], trafficRouting: {ambassador: {mappings: []}}}}
good: {canary: {steps: [{setWeight: 10}], trafficRouting: {ambassador: {mappings: [web]}}}}
path: spec.canary.trafficRouting.ambassador.mappings
says: is required
by: nobody
---
name: ping-pong needs a router that can do it
bad: {canary: {steps: [{setWeight: 10}], pingPong: {pingService: a, pongService: b}, trafficRouting: {nginx: {stableIngress: web}}}}
good: {canary: {steps: [{setWeight: 10}], pingPong: {pingService: a, pongService: b}, trafficRouting: {istio: {virtualService: {name: web}}}}}
path: spec.canary.pingPong
says: works with alb, istio and plugins alone; remove it, or route with one of these
by: validation
---
name: ping-pong needs two Services
bad: {canary: {steps: [{setWeight: 10}], pingPong: {pingService: a, pongService: a}, trafficRouting: {istio: {virtualService: {name: web}}}}}
good: {canary: {steps: [{setWeight: 10}], pingPong: {pingService: a, pongService: b}, trafficRouting: {istio: {virtualService: {name: web}}}}}
path: spec.canary.pingPong.pongService
says: is "a", and so is pingService; ping-pong needs two Services
by: validation
---
name: ping-pong needs both names
bad: {canary: {steps: [{setWeight: 10}], pingPong: {pingService: a}, trafficRouting: {istio: {virtualService: {name: web}}}}}
good: {canary: {steps: [{setWeight: 10}], pingPong: {pingService: a, pongService: b}, trafficRouting: {istio: {virtualService: {name: web}}}}}
path: spec.canary.pingPong.pongService
says: is required
by: validation
---
name: ping-pong behind alb needs the Service that the Ingress knows
bad: {canary: {steps: [{setWeight: 10}], pingPong: {pingService: a, pongService: b}, trafficRouting: {alb: {ingress: web, servicePort: 80}}}}
good: {canary: {steps: [{setWeight: 10}], pingPong: {pingService: a, pongService: b}, trafficRouting: {alb: {ingress: web, servicePort: 80, rootService: web}}}}
path: spec.canary.trafficRouting.alb.rootService
says: is required with pingPong; name the Service that the Ingress has as its backend
by: validation
`
