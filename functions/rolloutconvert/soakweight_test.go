package rolloutconvert

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestRealWeights(t *testing.T) {
	const remedy = "; set trafficRouting, or more replicas"
	for name, c := range map[string]struct {
		config   string
		replicas int
		want     string
	}{
		"three pods cannot make a tenth": {
			"canary: {soak: {weight: 10, duration: 1h}}", 3,
			"spec.canary.soak.weight: is 10, but with 3 pods and no trafficRouting the canary gets 25 % of the traffic, as 1 of 4 pods" + remedy,
		},
		"nor can one, if none may be added": {
			"canary: {maxSurge: 0, soak: {weight: 10, duration: 1h}}", 1,
			"spec.canary.soak.weight: is 10, but with 1 pod and no trafficRouting the canary gets 0 % of the traffic, as 0 of 1 pod" + remedy,
		},
		"without a further pod it is a third": {
			"canary: {maxSurge: 0, soak: {weight: 10, duration: 1h}}", 3,
			"spec.canary.soak.weight: is 10, but with 3 pods and no trafficRouting the canary gets 33.3 % of the traffic, as 1 of 3 pods" + remedy,
		},
		"ten can":                             {"canary: {soak: {weight: 10, duration: 1h}}", 10, ""},
		"eight nearly":                        {"canary: {soak: {weight: 10, duration: 1h}}", 8, ""},
		"a router can with any":               {"canary: {soak: {weight: 10, duration: 1h}, trafficRouting: {nginx: {stableIngress: web}}}", 3, ""},
		"nobody knows without a number":       {"canary: {soak: {weight: 10, duration: 1h}}", 0, ""},
		"all and nothing are always possible": {"canary: {steps: [{setWeight: 0}, {setWeight: 100}, {pause: {}}]}", 1, ""},
		"a small weight is far off by a little": {
			"canary: {steps: [{setWeight: 1}]}", 25,
			"spec.canary.steps[0].setWeight: is 1, but with 25 pods and no trafficRouting the canary gets 3.8 % of the traffic, as 1 of 26 pods" + remedy,
		},
		"of several steps the first is named, and the others told": {
			"canary: {steps: [{pause: {}}, {setWeight: 5}, {setWeight: 25}, {setWeight: 12}, {setWeight: 90}]}", 3,
			"spec.canary.steps[1].setWeight: is 5, but with 3 pods and no trafficRouting the canary gets 25 % of the traffic, as 1 of 4 pods (and 12 is 25 %, 90 is 75 %)" + remedy,
		},
		"of many steps a few are told": {
			"canary: {steps: [{setWeight: 1}, {setWeight: 2}, {setWeight: 3}, {setWeight: 4}, {setWeight: 5}, {setWeight: 6}]}", 1,
			"spec.canary.steps[0].setWeight: is 1, but with 1 pod and no trafficRouting the canary gets 50 % of the traffic, as 1 of 2 pods (and 2 is 50 %, 3 is 50 %, 4 is 50 %, 5 is 50 %, …)" + remedy,
		},
	} {
		t.Run(name, func(t *testing.T) {
			_, problems := strategyOf(configText(t, c.config), deployment{replicas: c.replicas})
			if c.want != "" {
				c.want = "warning: " + c.want
			}
			assert.Equal(t, c.want, strings.Join(messagesOf(problems), "\n"))
		})
	}
}

// What Argo Rollouts' own calculation gives.
func TestRealWeight(t *testing.T) {
	for _, c := range []struct {
		replicas, weight int
		canSurge         bool
		pods, all        int
	}{
		{1, 10, true, 1, 2}, {1, 10, false, 0, 1}, {1, 90, false, 1, 1}, {1, 50, false, 1, 1}, {1, 99, true, 1, 2},
		{2, 10, true, 1, 3}, {2, 99, false, 1, 2}, {2, 99, true, 2, 3}, {3, 50, true, 2, 4}, {3, 50, false, 2, 3},
		{4, 40, true, 2, 5}, {5, 70, false, 4, 5}, {10, 10, true, 1, 10}, {10, 10, false, 1, 10}, {10, 15, false, 2, 10},
		{10, 95, true, 10, 11}, {10, 99, false, 9, 10}, {20, 1, true, 1, 21}, {100, 33, true, 33, 100},
	} {
		pods, all := realWeight(c.replicas, c.weight, c.canSurge)
		assert.Equal(t, [2]int{c.pods, c.all}, [2]int{pods, all}, "%+v", c)
	}
}
