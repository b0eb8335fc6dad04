package rolloutconvert

const badAnalyses = `
name: an experiment's weight needs a router that can split further
bad: {canary: {trafficRouting: {nginx: {stableIngress: web}}, steps: [{experiment: {templates: [{name: a, specRef: canary, weight: 5}]}}]}}
good: {canary: {trafficRouting: {istio: {virtualService: {name: web}}}, steps: [{experiment: {templates: [{name: a, specRef: canary, weight: 5}]}}]}}
path: spec.canary.steps[0].experiment.templates[0].weight
says: needs trafficRouting with one of alb, smi, istio, plugins; remove it
by: validation
---
name: without any router an experiment has no weight either
bad: {canary: {steps: [{experiment: {templates: [{name: a, specRef: canary, weight: 5}]}}]}}
good: {canary: {steps: [{experiment: {templates: [{name: a, specRef: canary}]}}]}}
path: spec.canary.steps[0].experiment.templates[0].weight
says: needs trafficRouting with one of alb, smi, istio, plugins; remove it
by: validation
---
name: an experiment gets no more than all traffic
bad: {canary: {trafficRouting: {istio: {virtualService: {name: web}}}, steps: [{experiment: {templates: [{name: a, specRef: canary, weight: 101}]}}]}}
good: {canary: {trafficRouting: {istio: {virtualService: {name: web}}}, steps: [{experiment: {templates: [{name: a, specRef: canary, weight: 100}]}}]}}
path: spec.canary.steps[0].experiment.templates[0].weight
says: is 101, but must be between 0 and 100
by: nobody
---
name: an experiment is of the canary or the stable version
bad: {canary: {steps: [{experiment: {templates: [{name: a, specRef: Canary}]}}]}}
good: {canary: {steps: [{experiment: {templates: [{name: a, specRef: canary}]}}]}}
path: spec.canary.steps[0].experiment.templates[0].specRef
says: is "Canary", but must be one of canary, stable; did you mean "canary"?
by: nobody
---
name: an experiment's duration has a unit, other than a pause's
bad: {canary: {steps: [{experiment: {duration: "90", templates: [{name: a, specRef: canary}]}}]}}
good: {canary: {steps: [{experiment: {duration: 90s, templates: [{name: a, specRef: canary}]}}]}}
path: spec.canary.steps[0].experiment.duration
says: is "90", but needs a unit; write 90s
by: nobody
---
name: an experiment's duration is one
bad: {canary: {steps: [{experiment: {duration: soon, templates: [{name: a, specRef: canary}]}}]}}
good: {canary: {steps: [{experiment: {duration: 1h30m, templates: [{name: a, specRef: canary}]}}]}}
path: spec.canary.steps[0].experiment.duration
says: is "soon", but must be a duration as in 30s, 10m or 1h30m
by: nobody
---
name: an experiment ends after it begins
bad: {canary: {steps: [{experiment: {duration: -1h, templates: [{name: a, specRef: canary}]}}]}}
good: {canary: {steps: [{experiment: {duration: 1h, templates: [{name: a, specRef: canary}]}}]}}
path: spec.canary.steps[0].experiment.duration
says: must not be negative
by: nobody
---
name: an experiment runs something
bad: {canary: {steps: [{experiment: {duration: 1h}}]}}
good: {canary: {steps: [{experiment: {duration: 1h, templates: [{name: a, specRef: stable}]}}]}}
path: spec.canary.steps[0].experiment.templates
says: is required
by: decoding
---
name: an experiment's arguments are judged, too
bad: {canary: {steps: [{experiment: {templates: [{name: a, specRef: stable}], analyses: [{name: a, templateName: b, args: [{name: c, valueFrom: {fieldRef: {fieldPath: metadata.nam}}}]}]}}]}}
good: {canary: {steps: [{experiment: {templates: [{name: a, specRef: stable}], analyses: [{name: a, templateName: b, args: [{name: c, valueFrom: {fieldRef: {fieldPath: metadata.name}}}]}]}}]}}
path: spec.canary.steps[0].experiment.analyses[0].args[0].valueFrom.fieldRef.fieldPath
says: is "metadata.nam", but of the metadata there are name, namespace, uid, labels, annotations, labels['key'] and annotations['key']
by: validation
---
name: an argument reads the metadata that there is
bad: {canary: {steps: [{analysis: {templates: [{templateName: a}], args: [{name: c, valueFrom: {fieldRef: {fieldPath: "metadata.labels[app]"}}}]}}]}}
good: {canary: {steps: [{analysis: {templates: [{templateName: a}], args: [{name: c, valueFrom: {fieldRef: {fieldPath: "metadata.labels['example.com/app']"}}}]}}]}}
path: spec.canary.steps[0].analysis.args[0].valueFrom.fieldRef.fieldPath
says: is "metadata.labels[app]", but of the metadata there are name, namespace, uid, labels, annotations, labels['key'] and annotations['key']
by: validation
---
name: a hash is of one of two versions
bad: {canary: {steps: [{analysis: {templates: [{templateName: a}], args: [{name: c, valueFrom: {podTemplateHashValue: latest}}]}}]}}
good: {canary: {steps: [{analysis: {templates: [{templateName: a}], args: [{name: c, valueFrom: {podTemplateHashValue: Latest}}]}}]}}
path: spec.canary.steps[0].analysis.args[0].valueFrom.podTemplateHashValue
says: is "latest", but must be one of Stable, Latest; did you mean "Latest"?
by: nobody
---
name: a value has one source
bad: {canary: {steps: [{analysis: {templates: [{templateName: a}], args: [{name: c, valueFrom: {}}]}}]}}
good: {canary: {steps: [{analysis: {templates: [{templateName: a}], args: [{name: c, valueFrom: {fieldRef: {fieldPath: status.selector}}}]}}]}}
path: spec.canary.steps[0].analysis.args[0].valueFrom
says: must have one of podTemplateHashValue, fieldRef
by: nobody
---
name: a value, or where it comes from
bad: {canary: {steps: [{analysis: {templates: [{templateName: a}], args: [{name: c, value: d, valueFrom: {podTemplateHashValue: Stable}}]}}]}}
good: {canary: {steps: [{analysis: {templates: [{templateName: a}], args: [{name: c, value: d}]}}]}}
path: spec.canary.steps[0].analysis.args[0].value
says: stands beside valueFrom; write one of the two
by: nobody
---
name: an analysis names its template
bad: {canary: {steps: [{analysis: {templates: [{clusterScope: true}]}}]}}
good: {canary: {steps: [{analysis: {templates: [{clusterScope: true, templateName: a}]}}]}}
path: spec.canary.steps[0].analysis.templates[0].templateName
says: is required
by: nobody
---
name: an analysis judges something
bad: {canary: {steps: [{analysis: {}}]}}
good: {canary: {steps: [{analysis: {templates: [{templateName: a}]}}]}}
path: spec.canary.steps[0].analysis.templates
says: "names no template, so that nothing would be judged; add for instance {templateName: error-rate}"
by: nobody
`
