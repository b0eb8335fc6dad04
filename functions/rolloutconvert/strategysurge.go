package rolloutconvert

import (
	"strconv"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm/strict"
	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

// rollingUpdatePath is where a Deployment has what becomes maxSurge and
// maxUnavailable.
const rollingUpdatePath = "strategy.rollingUpdate"

var surgeFields = []string{"maxSurge", "maxUnavailable"}

// surge judges maxSurge and maxUnavailable, of which one may be zero.
func (j *judge) surge(n *yaml.Node, at string) {
	zeros := 0
	for _, name := range surgeFields {
		value := given(n, name)
		j.podCount(value, manifest.Under(at, name))
		if isZero(value) {
			zeros++
		}
	}
	if zeros == len(surgeFields) {
		j.refuse(manifest.Under(at, "maxSurge"), given(n, "maxSurge"), "and maxUnavailable are both zero, so that no pod could ever be replaced; set one of them to 1")
	}
}

// podCount judges a number of pods, or a share of them. Argo Rollouts takes "25"
// for 25 % and every other word for 0 or for nothing, without a word.
func (j *judge) podCount(n *yaml.Node, at string) {
	if n == nil || !isText(n) {
		return
	}
	digits, isPercent := strings.CutSuffix(n.Value, "%")
	_, err := strconv.ParseUint(digits, 10, 31)
	switch {
	case err == nil && !isPercent:
		j.refuse(at, n, "is the string %s; write %s for pods, or %s%% for a share", quoted(n.Value), n.Value, n.Value)
	case err != nil:
		j.refuse(at, n, "is %s, but must be a number of pods, or a share as in 25%%", quoted(n.Value))
	}
}

// isZero tells whether a number of pods is zero, as a number or as a share.
func isZero(n *yaml.Node) bool {
	if n == nil || n.Kind != yaml.ScalarNode {
		return false
	}
	i, err := strconv.Atoi(strings.TrimSuffix(n.Value, "%"))
	return err == nil && i == 0
}

// takeSurge adds what the Deployment says and the config does not. Both have the
// same defaults, so that what neither says stays unsaid.
func (j *judge) takeSurge(canary *yaml.Node, d deployment) {
	if !j.rollingUpdate(d) {
		return
	}
	isTaken := false
	for i := 0; i+1 < len(d.rollingUpdate.Content); i += 2 {
		key, value := d.rollingUpdate.Content[i], d.rollingUpdate.Content[i+1]
		if !isNull(value) && manifest.Field(canary, key.Value) == nil {
			canary.Content = append(canary.Content, ownCopy(key), ownCopy(value))
			isTaken = true
		}
	}
	if isTaken && isZero(given(canary, "maxSurge")) && isZero(given(canary, "maxUnavailable")) {
		j.refuse(rollingUpdatePath, nil, "makes maxSurge and maxUnavailable of the canary both zero, so that no pod could ever be replaced; set one of them to 1 in spec.canary")
	}
}

// rollingUpdate judges the Deployment's own fields; false if there is nothing to take.
func (j *judge) rollingUpdate(d deployment) bool {
	n := d.rollingUpdate
	if isNull(n) {
		return false
	}
	before := len(j.problems)
	if !j.mustBe(n, yaml.MappingNode, "a mapping", rollingUpdatePath) {
		return false
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		name, value := n.Content[i].Value, n.Content[i+1]
		at := manifest.Under(rollingUpdatePath, cut(name))
		switch {
		case name != surgeFields[0] && name != surgeFields[1]:
			message := "unknown field " + quoted(name)
			if near := strict.Closest(name, surgeFields); near != "" {
				message += ", did you mean " + quoted(near) + "?"
			}
			j.refuse(at, nil, "%s", message)
		case !isNull(value):
			j.scalar(value, "intOrString", at)
			j.podCount(value, at)
		}
	}
	return before == len(j.problems)
}

// leaveSurge tells what is lost with blue-green, which starts all pods of the new
// version before it switches over. The defaults are no loss.
func (j *judge) leaveSurge(d deployment) {
	var lost []string
	for _, name := range surgeFields {
		if n := given(d.rollingUpdate, name); n != nil && n.Value != "25%" {
			lost = append(lost, name+": "+textOf(n))
		}
	}
	if len(lost) > 0 {
		j.warn(rollingUpdatePath, nil, "has no meaning with blueGreen, which starts all pods of a new version beside the old ones; %s is left out", strings.Join(lost, ", "))
	}
}
