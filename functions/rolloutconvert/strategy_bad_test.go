package rolloutconvert

// The bad strategies stand beside good ones that differ in as little as possible:
// what Argo Rollouts v1.10.1 thinks of both can be held against them. A document is a
// case: its name says the rule; path and says are the message for bad; by is who else
// refuses bad: decoding into Argo's types or the schema of its CRD, its validation,
// its controller before it does anything, or nobody, where it does something else
// than what was asked for.
const badCanaries = `
name: an unknown field is told with the near one
bad: {canary: {soak: {weight: 10, duration: 1h}, maxSurgee: 1}}
good: {canary: {soak: {weight: 10, duration: 1h}, maxSurge: 1}}
path: spec.canary.maxSurgee
says: unknown field "maxSurgee", did you mean "maxSurge"?
by: decoding
---
name: a field in the wrong place is told where it belongs
bad: {canary: {steps: [{setWeight: 10}], nginx: {stableIngress: web}}}
good: {canary: {steps: [{setWeight: 10}], trafficRouting: {nginx: {stableIngress: web}}}}
path: spec.canary.nginx
says: unknown field "nginx"; it is a field of trafficRouting
by: decoding
---
name: where no name is near, the few that there are get listed
bad: {canary: {steps: [{setWeight: 10}], canaryMetadata: {taints: {a: b}}}}
good: {canary: {steps: [{setWeight: 10}], canaryMetadata: {labels: {a: b}}}}
path: spec.canary.canaryMetadata.taints
says: 'unknown field "taints"; known fields: annotations, labels'
by: decoding
---
name: a list is no mapping
bad: {canary: [{setWeight: 10}]}
good: {canary: {steps: [{setWeight: 10}]}}
path: spec.canary
says: is a list, but must be a mapping
by: decoding
---
name: a mapping is no list
bad: {canary: {steps: {setWeight: 10}}}
good: {canary: {steps: [{setWeight: 10}]}}
path: spec.canary.steps
says: is a mapping, but must be a list
by: decoding
---
name: a label that is a number would not survive
bad: {canary: {steps: [{setWeight: 10}], canaryMetadata: {labels: {v: 1.10}}}}
good: {canary: {steps: [{setWeight: 10}], canaryMetadata: {labels: {v: "1.10"}}}}
path: spec.canary.canaryMetadata.labels.v
says: is a number, but must be a string; put it in quotes
by: decoding
---
name: a boolean is true or false
bad: {canary: {steps: [{setWeight: 10}], trafficRouting: {nginx: {stableIngress: web}}, dynamicStableScale: "true"}}
good: {canary: {steps: [{setWeight: 10}], trafficRouting: {nginx: {stableIngress: web}}, dynamicStableScale: true}}
path: spec.canary.dynamicStableScale
says: is "true", but must be true or false
by: decoding
---
name: a scalar is no mapping
bad: {canary: {steps: [{setWeight: {to: 10}}]}}
good: {canary: {steps: [{setWeight: 10}]}}
path: spec.canary.steps[0].setWeight
says: is a mapping, but must be a whole number
by: decoding
---
name: a boolean is no mapping
bad: {canary: {steps: [{setWeight: 10}], canaryMetadata: {labels: true}}}
good: {canary: {steps: [{setWeight: 10}], canaryMetadata: {labels: {a: "true"}}}}
path: spec.canary.canaryMetadata.labels
says: is a boolean, but must be a mapping
by: decoding
---
name: a null says nothing
bad: {canary: {steps: [{setWeight: 10}], trafficRouting: null}}
good: {canary: {steps: [{setWeight: 10}]}}
path: spec.canary.trafficRouting
says: is empty; give it a value or remove it
by: decoding
---
name: no number of Argo Rollouts may be negative
bad: {canary: {steps: [{setWeight: 10}], maxSurge: -1}}
good: {canary: {steps: [{setWeight: 10}], maxSurge: 1}}
path: spec.canary.maxSurge
says: is -1, but must not be negative
by: nobody
---
name: Argo Rollouts counts with 32 bits
bad: {canary: {steps: [{setWeight: 10}], minPodsPerReplicaSet: 2147483648}}
good: {canary: {steps: [{setWeight: 10}], minPodsPerReplicaSet: 2147483647}}
path: spec.canary.minPodsPerReplicaSet
says: is 2147483648, but must not be above 2147483647
by: decoding
---
name: readers of YAML do not agree about leading zeros
bad: {canary: {steps: [{setWeight: 010}]}}
good: {canary: {steps: [{setWeight: 10}]}}
path: spec.canary.steps[0].setWeight
says: is "010", but must be a whole number, in plain decimal digits without quotes
by: nobody
---
name: maxSurge and maxUnavailable both zero replace nothing
bad: {canary: {steps: [{setWeight: 10}], maxSurge: 0, maxUnavailable: 0}}
good: {canary: {steps: [{setWeight: 10}], maxSurge: 0, maxUnavailable: 1}}
path: spec.canary.maxSurge
says: and maxUnavailable are both zero, so that no pod could ever be replaced; set one of them to 1
by: validation
---
name: zero as a share is zero, too
bad: {canary: {steps: [{setWeight: 10}], maxSurge: 0%, maxUnavailable: 0}}
good: {canary: {steps: [{setWeight: 10}], maxSurge: 0%}}
path: spec.canary.maxSurge
says: and maxUnavailable are both zero, so that no pod could ever be replaced; set one of them to 1
by: validation
---
name: a number in quotes is a share, which nobody means
bad: {canary: {steps: [{setWeight: 10}], maxSurge: "25"}}
good: {canary: {steps: [{setWeight: 10}], maxSurge: "25%"}}
path: spec.canary.maxSurge
says: is the string "25"; write 25 for pods, or 25% for a share
by: nobody
---
name: a word is no number of pods
bad: {canary: {steps: [{setWeight: 10}], maxUnavailable: some}}
good: {canary: {steps: [{setWeight: 10}], maxUnavailable: 1}}
path: spec.canary.maxUnavailable
says: is "some", but must be a number of pods, or a share as in 25%
by: nobody
---
name: a canary needs a Service of its own
bad: {canary: {steps: [{setWeight: 10}], stableService: web, canaryService: web}}
good: {canary: {steps: [{setWeight: 10}], stableService: web, canaryService: web-canary}}
path: spec.canary.stableService
says: is "web", and so is canaryService; a canary needs two Services
by: validation
---
name: anti-affinity is preferred or required
bad: {canary: {steps: [{setWeight: 10}], antiAffinity: {}}}
good: {canary: {steps: [{setWeight: 10}], antiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {}}}}
path: spec.canary.antiAffinity
says: must have one of preferredDuringSchedulingIgnoredDuringExecution and requiredDuringSchedulingIgnoredDuringExecution
by: validation
---
name: anti-affinity has a weight up to 100
bad: {canary: {steps: [{setWeight: 10}], antiAffinity: {preferredDuringSchedulingIgnoredDuringExecution: {weight: 101}}}}
good: {canary: {steps: [{setWeight: 10}], antiAffinity: {preferredDuringSchedulingIgnoredDuringExecution: {weight: 100}}}}
path: spec.canary.antiAffinity.preferredDuringSchedulingIgnoredDuringExecution.weight
says: is 101, but must be between 1 and 100
by: validation
---
name: progress is counted in pods or percent
bad: {canary: {steps: [{setWeight: 10}], replicaProgressThreshold: {type: Percentage, value: 90}}}
good: {canary: {steps: [{setWeight: 10}], replicaProgressThreshold: {type: Percent, value: 90}}}
path: spec.canary.replicaProgressThreshold.type
says: is "Percentage", but must be one of Percent, Pods; did you mean "Percent"?
by: nobody
---
name: there is no more progress than 100 percent
bad: {canary: {steps: [{setWeight: 10}], replicaProgressThreshold: {type: Percent, value: 101}}}
good: {canary: {steps: [{setWeight: 10}], replicaProgressThreshold: {type: Pods, value: 101}}}
path: spec.canary.replicaProgressThreshold.value
says: is 101, but must be between 0 and 100
by: nobody
---
name: a background analysis judges something
bad: {canary: {steps: [{setWeight: 10}], analysis: {templates: []}}}
good: {canary: {steps: [{setWeight: 10}], analysis: {templates: [{templateName: errors}]}}}
path: spec.canary.analysis.templates
says: "names no template, so that nothing would be judged; add for instance {templateName: error-rate}"
by: nobody
---
name: a background analysis starts at a step that there is
bad: {canary: {steps: [{setWeight: 10}, {pause: {}}], analysis: {startingStep: 2, templates: [{templateName: errors}]}}}
good: {canary: {steps: [{setWeight: 10}, {pause: {}}], analysis: {startingStep: 1, templates: [{templateName: errors}]}}}
path: spec.canary.analysis.startingStep
says: is 2, but steps are counted from 0 and there are 2, so that the analysis would never start
by: nobody
---
name: a soak is two steps
bad: {canary: {soak: {weight: 10, duration: 1h}, analysis: {startingStep: 2, templates: [{templateName: errors}]}}}
good: {canary: {soak: {weight: 10, duration: 1h}, analysis: {startingStep: 1, templates: [{templateName: errors}]}}}
path: spec.canary.analysis.startingStep
says: is 2, but steps are counted from 0 and there are 2, so that the analysis would never start
by: nobody
`
