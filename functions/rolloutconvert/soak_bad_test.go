package rolloutconvert

// Argo Rollouts knows no soak, so that all of these are ours.
const badSoaks = `
name: a soak, or steps
bad: {canary: {soak: {weight: 10, duration: 1h}, steps: []}}
good: {canary: {soak: {weight: 10, duration: 1h}}}
path: spec.canary.soak
says: stands beside steps, which it is a shorthand for; remove one of them
by: decoding
---
name: a soak says something
bad: {canary: {soak: }}
good: {canary: {soak: {weight: 10, duration: 1h}}}
path: spec.canary.soak
says: "is empty; write for instance {weight: 10, duration: 1h}, or remove it"
by: decoding
---
name: a soak is a mapping
bad: {canary: {soak: 2h}}
good: {canary: {soak: {weight: 10, duration: 2h}}}
path: spec.canary.soak
says: is "2h", but must be a mapping
by: decoding
---
name: an unknown field with a near one
bad: {canary: {soak: {weight: 10, duration: 1h, weigth: 10}}}
good: {canary: {soak: {weight: 10, duration: 1h}}}
path: spec.canary.soak.weigth
says: unknown field "weigth", did you mean "weight"?
by: decoding
---
name: an unknown field with none near
bad: {canary: {soak: {weight: 10, duration: 1h, pods: 3}}}
good: {canary: {soak: {weight: 10, duration: 1h}}}
path: spec.canary.soak.pods
says: "unknown field \"pods\"; known fields: weight, duration"
by: decoding
---
name: a soak has a weight
bad: {canary: {soak: {duration: 1h}}}
good: {canary: {soak: {weight: 1, duration: 1h}}}
path: spec.canary.soak.weight
says: is required
by: decoding
---
name: a soak has a duration, for without one it would wait for a person
bad: {canary: {soak: {weight: 10}}}
good: {canary: {soak: {weight: 10, duration: 1}}}
path: spec.canary.soak.duration
says: is required
by: decoding
---
name: a weight of 0 is no canary
bad: {canary: {soak: {weight: 0, duration: 1h}}}
good: {canary: {soak: {weight: 1, duration: 1h}}}
path: spec.canary.soak.weight
says: is 0, but must be between 1 and 99
by: decoding
---
name: a weight of 100 is no canary
bad: {canary: {soak: {weight: 100, duration: 1h}}}
good: {canary: {soak: {weight: 99, duration: 1h}}}
path: spec.canary.soak.weight
says: is 100, but must be between 1 and 99
by: decoding
---
name: nor is all of what the router counts to
bad: {canary: {trafficRouting: {maxTrafficWeight: 1000, nginx: {stableIngress: web}}, soak: {weight: 1000, duration: 1h}}}
good: {canary: {trafficRouting: {maxTrafficWeight: 1000, nginx: {stableIngress: web}}, soak: {weight: 999, duration: 1h}}}
path: spec.canary.soak.weight
says: is 1000, but must be between 1 and 999
by: decoding
---
name: a weight has no percent sign
bad: {canary: {soak: {weight: 10%, duration: 1h}}}
good: {canary: {soak: {weight: 10, duration: 1h}}}
path: spec.canary.soak.weight
says: is "10%", but must be a whole number; write 10
by: decoding
---
name: a weight is a whole number
bad: {canary: {soak: {weight: 0.5, duration: 1h}}}
good: {canary: {soak: {weight: 5, duration: 1h}}}
path: spec.canary.soak.weight
says: is "0.5", but must be a whole number, in plain decimal digits without quotes
by: decoding
---
name: a soak's duration is one
bad: {canary: {soak: {weight: 10, duration: 1 hour}}}
good: {canary: {soak: {weight: 10, duration: 1h}}}
path: spec.canary.soak.duration
says: is "1 hour", but must be a duration as in 30s, 10m or 1h30m, or a number of seconds
by: decoding
---
name: a soak's duration is a scalar
bad: {canary: {soak: {weight: 10, duration: [1h]}}}
good: {canary: {soak: {weight: 10, duration: "3600"}}}
path: spec.canary.soak.duration
says: is a list, but must be a whole number or a string
by: decoding
---
name: weeks are no unit
bad: {canary: {soak: {weight: 10, duration: 1w}}}
good: {canary: {soak: {weight: 10, duration: 168h}}}
path: spec.canary.soak.duration
says: is "1w", but the longest unit is the hour; write 168h
by: decoding
---
name: no time is no soak
bad: {canary: {soak: {weight: 10, duration: 0}}}
good: {canary: {soak: {weight: 10, duration: 1}}}
path: spec.canary.soak.duration
says: is "0", but a soak takes at least a second; write for instance 1h
by: decoding
---
name: Argo Rollouts drops what is less than a second
bad: {canary: {soak: {weight: 10, duration: 999ms}}}
good: {canary: {soak: {weight: 10, duration: 1s}}}
path: spec.canary.soak.duration
says: is "999ms", but a soak takes at least a second; write for instance 1h
by: decoding
`
