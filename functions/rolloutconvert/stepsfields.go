package rolloutconvert

// argoSteps goes on with what argoStrategy begins.
const argoSteps = `
step:
  analysis: analysis
  experiment: experiment
  pause: pause
  plugin: plugin
  setCanaryScale: canaryScale
  setHeaderRoute: headerRoute
  setMirrorRoute: mirrorRoute
  setWeight: int
pause:
  duration: intOrString
plugin:
  config: raw
  name*: string
canaryScale:
  matchTrafficWeight: bool
  replicas: int
  weight: int
headerRoute:
  match: []headerMatch
  name: string
headerMatch:
  headerName*: string
  headerValue*: stringMatch
mirrorRoute:
  match: []routeMatch
  name*: string
  percentage: int
routeMatch:
  headers: {}stringMatch
  method: stringMatch
  path: stringMatch
stringMatch:
  exact: string
  prefix: string
  regex: string
experiment:
  analyses: []experimentAnalysis
  analysisRunMetadata: metadata
  dryRun: []dryRun
  duration: string
  scaleDownDelaySeconds: int
  templates*: []experimentTemplate
experimentAnalysis:
  args: []argument
  clusterScope: bool
  name*: string
  requiredForCompletion: bool
  templateName*: string
experimentTemplate:
  metadata: metadata
  name*: string
  replicas: int
  selector: labelSelector
  service: experimentService
  specRef*: string
  weight: int
experimentService:
  name: string
labelSelector:
  matchExpressions: []labelRequirement
  matchLabels: {}string
labelRequirement:
  key*: string
  operator*: string
  values: []string
analysis:
  analysisRunMetadata: metadata
  args: []argument
  dryRun: []dryRun
  measurementRetention: []retention
  templates: []analysisTemplate
backgroundAnalysis:
  analysisRunMetadata: metadata
  args: []argument
  dryRun: []dryRun
  measurementRetention: []retention
  startingStep: int
  templates: []analysisTemplate
analysisTemplate:
  clusterScope: bool
  templateName: string
argument:
  name*: string
  value: string
  valueFrom: argumentSource
argumentSource:
  fieldRef: fieldRef
  podTemplateHashValue: string
fieldRef:
  fieldPath*: string
dryRun:
  metricName*: string
retention:
  limit*: int
  metricName*: string
metadata:
  annotations: {}string
  labels: {}string
antiAffinity:
  preferredDuringSchedulingIgnoredDuringExecution: preferred
  requiredDuringSchedulingIgnoredDuringExecution: empty
preferred:
  weight*: int
empty:
`
