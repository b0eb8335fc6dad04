package rolloutconvert

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

// realWeights warns where pods alone cannot make a weight: without a router, one
// pod of four is 25 % of the traffic, whatever the weight says.
func (j *judge) realWeights(canary *yaml.Node, d deployment, isSoak bool) {
	if d.replicas < 1 || given(canary, "trafficRouting") != nil {
		return
	}
	canSurge := !isZero(given(canary, "maxSurge"))
	first, others := "", []string{}
	var at string
	var current *yaml.Node
	for i, step := range elements(given(canary, "steps")) {
		n := given(step, "setWeight")
		weight, ok := wholeNumber(n)
		if !ok || weight < 1 || weight > 99 {
			continue
		}
		pods, all := realWeight(d.replicas, int(weight), canSurge)
		share := 100 * float64(pods) / float64(all)
		switch {
		case !isFarOff(float64(weight), share):
		case first == "":
			first = fmt.Sprintf("is %d, but with %s and no trafficRouting the canary gets %s of the traffic, as %d of %s",
				weight, podsOf(d.replicas), percent(share), pods, podsOf(all))
			at, current = manifest.At(stepsPath, i)+".setWeight", n
		default:
			others = append(others, fmt.Sprintf("%d is %s", weight, percent(share)))
		}
	}
	if first == "" {
		return
	}
	if isSoak {
		at = soakPath + ".weight"
	}
	const most = 4 // of a long list of steps
	if len(others) > most {
		others = append(others[:most], "…")
	}
	if len(others) > 0 {
		first += " (and " + strings.Join(others, ", ") + ")"
	}
	j.warn(at, current, "%s; set trafficRouting, or more replicas", first)
}

// isFarOff tells whether somebody would be surprised: by five points, or by half of
// what was asked for.
func isFarOff(asked, got float64) bool {
	off := math.Abs(asked - got)
	return off >= 5 || off > asked/2
}

// realWeight gives the pods of a canary and of both versions that Argo Rollouts
// v1.10.1 makes for a weight from 1 to 99: the pair whose share is nearest. There may
// be one more pod than replicas if the strategy may surge; both versions keep a pod
// unless there is only one; and of two that are equally near, rounding up and no
// further pod win.
func realWeight(replicas, weight int, canSurge bool) (pods, all int) {
	down := replicas * weight / 100
	up := (replicas*weight + 99) / 100
	isAlone := replicas == 1 && !canSurge
	type pair struct{ pods, all int }
	var pairs []pair
	add := func(all int, mayFill bool) {
		isTie := all*weight%100 == 50
		if up < replicas || mayFill {
			pairs = append(pairs, pair{up, all})
		}
		if !isTie && (down > 0 || isAlone) {
			pairs = append(pairs, pair{down, all})
		}
	}
	add(replicas, isAlone)
	if canSurge {
		add(replicas+1, true)
	}
	best, least := pair{0, replicas}, math.Inf(1)
	for _, p := range pairs {
		if off := math.Abs(100*float64(p.pods)/float64(p.all) - float64(weight)); off < least {
			best, least = p, off
		}
	}
	return best.pods, best.all
}

func podsOf(n int) string {
	if n == 1 {
		return "1 pod"
	}
	return strconv.Itoa(n) + " pods"
}

// percent rounds to a tenth.
func percent(share float64) string {
	return strconv.FormatFloat(math.Round(share*10)/10, 'f', -1, 64) + " %"
}
