package rolloutconvert

// argoRouting goes on with what argoStrategy begins.
const argoRouting = `
pingPong:
  pingService*: string
  pongService*: string
progressThreshold:
  type*: string
  value*: int
trafficRouting:
  alb: alb
  ambassador: ambassador
  apisix: apisix
  appMesh: appMesh
  istio: istio
  managedRoutes: []managedRoute
  maxTrafficWeight: int
  nginx: nginx
  plugins: raw
  smi: smi
  traefik: traefik
managedRoute:
  name*: string
alb:
  annotationPrefix: string
  ingress: string
  ingresses: []string
  rootService: string
  servicePort?: int
  stickinessConfig: stickiness
stickiness:
  durationSeconds*: long
  enabled*: bool
ambassador:
  mappings*: []string
apisix:
  route: apisixRoute
apisixRoute:
  name*: string
  rules: []string
appMesh:
  virtualNodeGroup: virtualNodeGroup
  virtualService: appMeshVirtualService
virtualNodeGroup:
  canaryVirtualNodeRef*: virtualNode
  stableVirtualNodeRef*: virtualNode
virtualNode:
  name*: string
appMeshVirtualService:
  name*: string
  routes: []string
istio:
  destinationRule: destinationRule
  virtualService: virtualService
  virtualServices: []virtualService
destinationRule:
  additionalSubsetNames: []string
  canarySubsetName?: string
  name?: string
  stableSubsetName?: string
virtualService:
  name?: string
  routes: []string
  tcpRoutes: []tcpRoute
  tlsRoutes: []tlsRoute
tcpRoute:
  port: long
tlsRoute:
  port: long
  sniHosts: []string
nginx:
  additionalIngressAnnotations: {}string
  annotationPrefix: string
  canaryIngressAnnotations: {}string
  stableIngress: string
  stableIngresses: []string
smi:
  rootService: string
  trafficSplitName: string
traefik:
  weightedTraefikServiceName?: string
`
