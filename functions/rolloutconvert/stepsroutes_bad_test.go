package rolloutconvert

const badRoutes = `
name: a header is read by some routers alone
bad: {canary: {trafficRouting: {managedRoutes: [{name: a}], nginx: {stableIngress: web}}, steps: [{setHeaderRoute: {name: a}}]}}
good: {canary: {trafficRouting: {managedRoutes: [{name: a}], istio: {virtualService: {name: web}}}, steps: [{setHeaderRoute: {name: a}}]}}
path: spec.canary.steps[0].setHeaderRoute
says: needs trafficRouting with one of istio, alb, apisix, plugins
by: validation
---
name: a header route needs managed routes
bad: {canary: {trafficRouting: {istio: {virtualService: {name: web}}}, steps: [{setHeaderRoute: {name: a}}]}}
good: {canary: {trafficRouting: {managedRoutes: [{name: a}], istio: {virtualService: {name: web}}}, steps: [{setHeaderRoute: {name: a}}]}}
path: spec.canary.steps[0].setHeaderRoute.name
says: "is \"a\", but spec.canary.trafficRouting.managedRoutes has no such name; add {name: a} there"
by: validation
---
name: a header route has a name
bad: {canary: {trafficRouting: {managedRoutes: [{name: a}], istio: {virtualService: {name: web}}}, steps: [{setHeaderRoute: {match: []}}]}}
good: {canary: {trafficRouting: {managedRoutes: [{name: a}], istio: {virtualService: {name: web}}}, steps: [{setHeaderRoute: {name: a, match: []}}]}}
path: spec.canary.steps[0].setHeaderRoute.name
says: is required; name one of spec.canary.trafficRouting.managedRoutes
by: validation
---
name: a header is compared in one way
bad: {canary: {trafficRouting: {managedRoutes: [{name: a}], istio: {virtualService: {name: web}}}, steps: [{setHeaderRoute: {name: a, match: [{headerName: X, headerValue: {exact: b, regex: c}}]}}]}}
good: {canary: {trafficRouting: {managedRoutes: [{name: a}], istio: {virtualService: {name: web}}}, steps: [{setHeaderRoute: {name: a, match: [{headerName: X, headerValue: {regex: c}}]}}]}}
path: spec.canary.steps[0].setHeaderRoute.match[0].headerValue
says: has exact and regex; keep one of them
by: validation
---
name: a header is compared with something
bad: {canary: {trafficRouting: {managedRoutes: [{name: a}], istio: {virtualService: {name: web}}}, steps: [{setHeaderRoute: {name: a, match: [{headerName: X, headerValue: {exact: ""}}]}}]}}
good: {canary: {trafficRouting: {managedRoutes: [{name: a}], istio: {virtualService: {name: web}}}, steps: [{setHeaderRoute: {name: a, match: [{headerName: X, headerValue: {exact: b}}]}}]}}
path: spec.canary.steps[0].setHeaderRoute.match[0].headerValue
says: must have one of exact, prefix, regex
by: validation
---
name: a header needs a value
bad: {canary: {trafficRouting: {managedRoutes: [{name: a}], istio: {virtualService: {name: web}}}, steps: [{setHeaderRoute: {name: a, match: [{headerName: X}]}}]}}
good: {canary: {trafficRouting: {managedRoutes: [{name: a}], istio: {virtualService: {name: web}}}, steps: [{setHeaderRoute: {name: a, match: [{headerName: X, headerValue: {prefix: b}}]}}]}}
path: spec.canary.steps[0].setHeaderRoute.match[0].headerValue
says: is required
by: validation
---
name: alb only compares whole values
bad: {canary: {trafficRouting: {managedRoutes: [{name: a}], alb: {ingress: web, servicePort: 80}}, steps: [{setHeaderRoute: {name: a, match: [{headerName: X, headerValue: {prefix: b}}]}}]}}
good: {canary: {trafficRouting: {managedRoutes: [{name: a}], alb: {ingress: web, servicePort: 80}}, steps: [{setHeaderRoute: {name: a, match: [{headerName: X, headerValue: {exact: b}}]}}]}}
path: spec.canary.steps[0].setHeaderRoute.match[0].headerValue
says: must be exact and nothing else, which is all that alb can compare
by: validation
---
name: only some routers mirror
bad: {canary: {trafficRouting: {managedRoutes: [{name: a}], alb: {ingress: web, servicePort: 80}}, steps: [{setMirrorRoute: {name: a}}]}}
good: {canary: {trafficRouting: {managedRoutes: [{name: a}], plugins: {example.com/router: {}}}, steps: [{setMirrorRoute: {name: a}}]}}
path: spec.canary.steps[0].setMirrorRoute
says: needs trafficRouting with one of istio, plugins
by: validation
---
name: a mirror route is a managed one
bad: {canary: {trafficRouting: {managedRoutes: [{name: a}], istio: {virtualService: {name: web}}}, steps: [{setMirrorRoute: {name: b}}]}}
good: {canary: {trafficRouting: {managedRoutes: [{name: a}, {name: b}], istio: {virtualService: {name: web}}}, steps: [{setMirrorRoute: {name: b}}]}}
path: spec.canary.steps[0].setMirrorRoute.name
says: "is \"b\", but spec.canary.trafficRouting.managedRoutes has no such name; add {name: b} there"
by: validation
---
name: a mirror route has a name
bad: {canary: {trafficRouting: {managedRoutes: [{name: a}], istio: {virtualService: {name: web}}}, steps: [{setMirrorRoute: {percentage: 10}}]}}
good: {canary: {trafficRouting: {managedRoutes: [{name: a}], istio: {virtualService: {name: web}}}, steps: [{setMirrorRoute: {name: a, percentage: 10}}]}}
path: spec.canary.steps[0].setMirrorRoute.name
says: is required
by: validation
---
name: no more is mirrored than there is
bad: {canary: {trafficRouting: {managedRoutes: [{name: a}], istio: {virtualService: {name: web}}}, steps: [{setMirrorRoute: {name: a, percentage: 101}}]}}
good: {canary: {trafficRouting: {managedRoutes: [{name: a}], istio: {virtualService: {name: web}}}, steps: [{setMirrorRoute: {name: a, percentage: 100}}]}}
path: spec.canary.steps[0].setMirrorRoute.percentage
says: is 101, but must be between 0 and 100
by: nobody
---
name: a method is compared in one way
bad: {canary: {trafficRouting: {managedRoutes: [{name: a}], istio: {virtualService: {name: web}}}, steps: [{setMirrorRoute: {name: a, match: [{method: {exact: GET, prefix: P}}]}}]}}
good: {canary: {trafficRouting: {managedRoutes: [{name: a}], istio: {virtualService: {name: web}}}, steps: [{setMirrorRoute: {name: a, match: [{method: {exact: GET}}]}}]}}
path: spec.canary.steps[0].setMirrorRoute.match[0].method
says: has exact and prefix; keep one of them
by: validation
---
name: a path is compared with something
bad: {canary: {trafficRouting: {managedRoutes: [{name: a}], istio: {virtualService: {name: web}}}, steps: [{setMirrorRoute: {name: a, match: [{path: {}}]}}]}}
good: {canary: {trafficRouting: {managedRoutes: [{name: a}], istio: {virtualService: {name: web}}}, steps: [{setMirrorRoute: {name: a, match: [{path: {prefix: /}}]}}]}}
path: spec.canary.steps[0].setMirrorRoute.match[0].path
says: must have one of exact, prefix, regex
by: validation
---
name: so is a mirrored header
bad: {canary: {trafficRouting: {managedRoutes: [{name: a}], istio: {virtualService: {name: web}}}, steps: [{setMirrorRoute: {name: a, match: [{headers: {X: {}}}]}}]}}
good: {canary: {trafficRouting: {managedRoutes: [{name: a}], istio: {virtualService: {name: web}}}, steps: [{setMirrorRoute: {name: a, match: [{headers: {X: {exact: b}}}]}}]}}
path: spec.canary.steps[0].setMirrorRoute.match[0].headers.X
says: must have one of exact, prefix, regex
by: nobody
`
