package rolloutconvert

import (
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

const stepsPath = canaryPath + ".steps"

// steps judges each step of a canary.
func (j *judge) steps(canary *yaml.Node) {
	for i, step := range elements(given(canary, "steps")) {
		if step == nil || step.Kind != yaml.MappingNode {
			continue
		}
		at := manifest.At(stepsPath, i)
		j.oneKind(step, at)
		j.within(given(step, "setWeight"), 0, maxWeight(canary), at+".setWeight")
		j.pause(given(step, "pause", "duration"), at+".pause.duration")
		j.canaryScale(canary, given(step, "setCanaryScale"), at+".setCanaryScale")
		j.headerRoute(canary, given(step, "setHeaderRoute"), at+".setHeaderRoute")
		j.mirrorRoute(canary, given(step, "setMirrorRoute"), at+".setMirrorRoute")
		j.experiment(canary, given(step, "experiment"), at+".experiment")
		j.analysis(given(step, "analysis"), at+".analysis")
	}
}

// oneKind refuses a step that does two things, or nothing. Argo Rollouts' own
// validation only knows of some of the pairs; of the others the controller does one
// and forgets the other.
func (j *judge) oneKind(step *yaml.Node, at string) {
	var kinds []string
	for _, kind := range argoNames("step") {
		if given(step, kind) != nil {
			kinds = append(kinds, kind)
		}
	}
	switch {
	case len(step.Content) == 0: // what else says nothing is told as what it is
		j.refuse(at, nil, "says nothing; a step has one of %s", strings.Join(argoNames("step"), ", "))
	case len(kinds) > 1:
		j.refuse(at, nil, "has %s, but a step does one thing; make a step of each", strings.Join(kinds, " and "))
	}
}

// canaryScale judges a step that sets the number of pods apart from the weight.
func (j *judge) canaryScale(canary, n *yaml.Node, at string) {
	if n == nil || n.Kind != yaml.MappingNode {
		return
	}
	if given(canary, "trafficRouting") == nil {
		j.refuse(at, nil, "needs trafficRouting, since without it the number of pods is the weight; use setWeight")
	}
	names := []string{"weight", "replicas"}
	if match := given(n, "matchTrafficWeight"); match == nil || isTrue(match) {
		names = append(names, "matchTrafficWeight")
	}
	j.exactlyOne(n, names, at)
	j.within(given(n, "weight"), 0, maxWeight(canary), at+".weight")
}
