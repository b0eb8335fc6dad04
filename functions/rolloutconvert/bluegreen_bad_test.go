package rolloutconvert

const badBlueGreens = `
name: neither strategy
bad: {}
good: {canary: {soak: {weight: 10, duration: 1h}}}
path: spec
says: "says neither canary nor blueGreen; add for instance canary: {soak: {weight: 10, duration: 1h}}"
by: validation
---
name: both strategies
bad: {blueGreen: {activeService: web}, canary: {steps: [{setWeight: 10}]}}
good: {blueGreen: {activeService: web}}
path: spec.blueGreen
says: stands beside canary, but a Rollout has one strategy; remove one of them
by: validation
---
name: steps are a canary's
bad: {blueGreen: {activeService: web, steps: [{setWeight: 10}]}}
good: {blueGreen: {activeService: web}}
path: spec.blueGreen.steps
says: unknown field "steps"; it is a field of canary
by: decoding
---
name: so is a soak
bad: {blueGreen: {activeService: web, soak: {weight: 10, duration: 1h}}}
good: {canary: {soak: {weight: 10, duration: 1h}}}
path: spec.blueGreen.soak
says: unknown field "soak"; it is a field of canary
by: decoding
---
name: a word is no strategy
bad: {blueGreen: yes}
good: {blueGreen: {activeService: web}}
path: spec.blueGreen
says: is "yes", but must be a mapping
by: decoding
---
name: a preview has a Service of its own
bad: {blueGreen: {activeService: web, previewService: web}}
good: {blueGreen: {activeService: web, previewService: web-preview}}
path: spec.blueGreen.previewService
says: is "web", and so is activeService; blue-green needs two Services
by: validation
---
name: a word is no number of pods with blue-green either
bad: {blueGreen: {activeService: web, maxUnavailable: a quarter}}
good: {blueGreen: {activeService: web, maxUnavailable: 0}}
path: spec.blueGreen.maxUnavailable
says: is "a quarter", but must be a number of pods, or a share as in 25%
by: nobody
---
name: blue-green's anti-affinity is preferred or required
bad: {blueGreen: {activeService: web, antiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {}, preferredDuringSchedulingIgnoredDuringExecution: {weight: 1}}}}
good: {blueGreen: {activeService: web, antiAffinity: {preferredDuringSchedulingIgnoredDuringExecution: {weight: 1}}}}
path: spec.blueGreen.antiAffinity
says: must have one of preferredDuringSchedulingIgnoredDuringExecution and requiredDuringSchedulingIgnoredDuringExecution
by: validation
---
name: anti-affinity has a weight above 0
bad: {blueGreen: {activeService: web, antiAffinity: {preferredDuringSchedulingIgnoredDuringExecution: {weight: 0}}}}
good: {blueGreen: {activeService: web, antiAffinity: {preferredDuringSchedulingIgnoredDuringExecution: {weight: 1}}}}
path: spec.blueGreen.antiAffinity.preferredDuringSchedulingIgnoredDuringExecution.weight
says: is 0, but must be between 1 and 100
by: validation
---
name: an analysis before the switch judges something
bad: {blueGreen: {activeService: web, prePromotionAnalysis: {args: [{name: a, value: b}]}}}
good: {blueGreen: {activeService: web, prePromotionAnalysis: {args: [{name: a, value: b}], templates: [{templateName: c}]}}}
path: spec.blueGreen.prePromotionAnalysis.templates
says: "names no template, so that nothing would be judged; add for instance {templateName: error-rate}"
by: nobody
---
name: an analysis after the switch, too
bad: {blueGreen: {activeService: web, postPromotionAnalysis: {templates: []}}}
good: {blueGreen: {activeService: web, postPromotionAnalysis: {templates: [{templateName: c}]}}}
path: spec.blueGreen.postPromotionAnalysis.templates
says: "names no template, so that nothing would be judged; add for instance {templateName: error-rate}"
by: nobody
`
