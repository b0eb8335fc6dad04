package rolloutconvert

const badSteps = `
name: a step does one thing
bad: {canary: {steps: [{setWeight: 10, pause: {duration: 10m}}]}}
good: {canary: {steps: [{setWeight: 10}, {pause: {duration: 10m}}]}}
path: spec.canary.steps[0]
says: has pause and setWeight, but a step does one thing; make a step of each
by: validation
---
name: a pair of which Argo Rollouts' validation knows nothing
bad: {canary: {trafficRouting: {nginx: {stableIngress: web}}, steps: [{setWeight: 10, setCanaryScale: {replicas: 1}}]}}
good: {canary: {trafficRouting: {nginx: {stableIngress: web}}, steps: [{setCanaryScale: {replicas: 1}}, {setWeight: 10}]}}
path: spec.canary.steps[0]
says: has setCanaryScale and setWeight, but a step does one thing; make a step of each
by: nobody
---
name: a step does something
bad: {canary: {steps: [{setWeight: 10}, {}]}}
good: {canary: {steps: [{setWeight: 10}, {pause: {}}]}}
path: spec.canary.steps[1]
says: says nothing; a step has one of analysis, experiment, pause, plugin, setCanaryScale, setHeaderRoute, setMirrorRoute, setWeight
by: validation
---
name: a pause for a person is an empty mapping
bad: {canary: {steps: [{setWeight: 10}, {pause: null}]}}
good: {canary: {steps: [{setWeight: 10}, {pause: {}}]}}
path: spec.canary.steps[1].pause
says: "is empty; write {} to wait for a person, or for instance {duration: 10m}"
by: validation
---
name: a step is a mapping
bad: {canary: {steps: [setWeight]}}
good: {canary: {steps: [{setWeight: 10}]}}
path: spec.canary.steps[0]
says: is "setWeight", but must be a mapping
by: decoding
---
name: an unknown step
bad: {canary: {steps: [{setWeigth: 10}]}}
good: {canary: {steps: [{setWeight: 10}]}}
path: spec.canary.steps[0].setWeigth
says: unknown field "setWeigth", did you mean "setWeight"?
by: decoding
---
name: a weight above 100
bad: {canary: {steps: [{setWeight: 101}]}}
good: {canary: {steps: [{setWeight: 100}]}}
path: spec.canary.steps[0].setWeight
says: is 101, but must be between 0 and 100
by: validation
---
name: a weight below 0
bad: {canary: {steps: [{setWeight: -1}]}}
good: {canary: {steps: [{setWeight: 0}]}}
path: spec.canary.steps[0].setWeight
says: is -1, but must not be negative
by: validation
---
name: a weight above what the router counts to
bad: {canary: {trafficRouting: {maxTrafficWeight: 1000, nginx: {stableIngress: web}}, steps: [{setWeight: 1001}]}}
good: {canary: {trafficRouting: {maxTrafficWeight: 1000, nginx: {stableIngress: web}}, steps: [{setWeight: 1000}]}}
path: spec.canary.steps[0].setWeight
says: is 1001, but must be between 0 and 1000
by: validation
---
name: days are no unit
bad: {canary: {steps: [{pause: {duration: 2d}}]}}
good: {canary: {steps: [{pause: {duration: 48h}}]}}
path: spec.canary.steps[0].pause.duration
says: is "2d", but the longest unit is the hour; write 48h
by: validation
---
name: a duration that is none
bad: {canary: {steps: [{pause: {duration: a while}}]}}
good: {canary: {steps: [{pause: {duration: "90"}}]}}
path: spec.canary.steps[0].pause.duration
says: is "a while", but must be a duration as in 30s, 10m or 1h30m, or a number of seconds
by: validation
---
name: a pause that ends before it begins
bad: {canary: {steps: [{pause: {duration: -5s}}]}}
good: {canary: {steps: [{pause: {duration: 0s}}]}}
path: spec.canary.steps[0].pause.duration
says: must not be negative
by: validation
---
name: a negative number of seconds is told once
bad: {canary: {steps: [{pause: {duration: -5}}]}}
good: {canary: {steps: [{pause: {duration: 5}}]}}
path: spec.canary.steps[0].pause.duration
says: is -5, but must not be negative
by: validation
---
name: half a second cannot be written as a number
bad: {canary: {steps: [{pause: {duration: 0.5}}]}}
good: {canary: {steps: [{pause: {duration: 500ms}}]}}
path: spec.canary.steps[0].pause.duration
says: is "0.5", but must be a whole number or a string, in plain decimal digits without quotes
by: decoding
---
name: pods apart from weight need a router
bad: {canary: {steps: [{setCanaryScale: {replicas: 1}}]}}
good: {canary: {steps: [{setCanaryScale: {replicas: 1}}], trafficRouting: {nginx: {stableIngress: web}}}}
path: spec.canary.steps[0].setCanaryScale
says: needs trafficRouting, since without it the number of pods is the weight; use setWeight
by: validation
---
name: a scale is one number
bad: {canary: {steps: [{setCanaryScale: {weight: 10, replicas: 1}}], trafficRouting: {nginx: {stableIngress: web}}}}
good: {canary: {steps: [{setCanaryScale: {weight: 10, matchTrafficWeight: false}}], trafficRouting: {nginx: {stableIngress: web}}}}
path: spec.canary.steps[0].setCanaryScale
says: has weight and replicas; keep one of them
by: nobody
---
name: a scale is a number at all
bad: {canary: {steps: [{setCanaryScale: {}}], trafficRouting: {nginx: {stableIngress: web}}}}
good: {canary: {steps: [{setCanaryScale: {matchTrafficWeight: true}}], trafficRouting: {nginx: {stableIngress: web}}}}
path: spec.canary.steps[0].setCanaryScale
says: must have one of weight, replicas, matchTrafficWeight
by: nobody
---
name: no more pods than all
bad: {canary: {steps: [{setCanaryScale: {weight: 101}}], trafficRouting: {nginx: {stableIngress: web}}}}
good: {canary: {steps: [{setCanaryScale: {weight: 100}}], trafficRouting: {nginx: {stableIngress: web}}}}
path: spec.canary.steps[0].setCanaryScale.weight
says: is 101, but must be between 0 and 100
by: nobody
`
