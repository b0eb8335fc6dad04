package rolloutconvert

import (
	"slices"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm/strict"
	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

const (
	soakPath  = canaryPath + ".soak"
	soakSteps = 2 // that a soak stands for
)

var soakFields = []string{"weight", "duration"}

// soak judges the shorthand for a weight and a pause.
func (j *judge) soak(canary *yaml.Node) {
	n := manifest.Field(canary, "soak")
	switch {
	case n == nil:
		return
	case isNull(n):
		j.refuse(soakPath, nil, "is empty; write for instance {weight: 10, duration: 1h}, or remove it")
		return
	case given(canary, "steps") != nil:
		j.refuse(soakPath, nil, "stands beside steps, which it is a shorthand for; remove one of them")
	}
	if !j.mustBe(n, yaml.MappingNode, "a mapping", soakPath) {
		return
	}
	j.soakNames(n)
	j.soakWeight(canary, given(n, "weight"))
	duration, at := given(n, "duration"), soakPath+".duration"
	if duration == nil {
		return
	}
	j.scalar(duration, "intOrString", at)
	j.pause(duration, at)
	if seconds, message := pauseSeconds(duration); message == "" && seconds == 0 && (isText(duration) || duration.Value == "0") {
		j.refuse(at, duration, "is %s, but a soak takes at least a second; write for instance 1h", quoted(duration.Value))
	}
}

func (j *judge) soakNames(n *yaml.Node) {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if name := n.Content[i].Value; !slices.Contains(soakFields, name) {
			message := "unknown field " + quoted(name)
			if near := strict.Closest(name, soakFields); near != "" {
				message += ", did you mean " + quoted(near) + "?"
			} else {
				message += "; known fields: " + strings.Join(soakFields, ", ")
			}
			j.refuse(manifest.Under(soakPath, cut(name)), nil, "%s", message)
		}
	}
	for _, name := range soakFields {
		if given(n, name) == nil {
			j.refuse(manifest.Under(soakPath, name), nil, "is required")
		}
	}
}

// soakWeight leaves out 0 and all, which are no canary.
func (j *judge) soakWeight(canary, n *yaml.Node) {
	const at = soakPath + ".weight"
	if n == nil {
		return
	}
	if bare, ok := strings.CutSuffix(n.Value, "%"); ok && n.Kind == yaml.ScalarNode {
		j.refuse(at, n, "is %s, but must be a whole number; write %s", quoted(n.Value), cut(bare))
		return
	}
	j.scalar(n, "int", at)
	j.within(n, 1, max(1, maxWeight(canary)-1), at)
}

// withoutSoak is the canary with Argo Rollouts' own fields alone.
func withoutSoak(canary *yaml.Node) *yaml.Node {
	bare := *canary
	bare.Content = nil
	for i := 0; i+1 < len(canary.Content); i += 2 {
		if canary.Content[i].Value != "soak" {
			bare.Content = append(bare.Content, canary.Content[i], canary.Content[i+1])
		}
	}
	return &bare
}

// expandSoak puts the steps that a soak stands for in its place. The comments stay
// where they say something: those of weight and duration with their values.
func expandSoak(canary *yaml.Node) {
	for i := 0; i+1 < len(canary.Content); i += 2 {
		key, soak := canary.Content[i], canary.Content[i+1]
		weight, duration := given(soak, "weight"), given(soak, "duration")
		if key.Value != "soak" || weight == nil || duration == nil {
			continue // not ours, or no soak, which is told
		}
		key.Value, key.Style = "steps", 0
		key.HeadComment = joined(key.HeadComment, key.LineComment, soak.HeadComment, soak.LineComment)
		key.LineComment = ""
		set := fieldOf("setWeight", weight)
		pause := fieldOf("pause", fieldOf("duration", duration))
		keepComments(soak, "weight", set)
		keepComments(soak, "duration", pause)
		canary.Content[i+1] = &yaml.Node{Kind: yaml.SequenceNode, Tag: yaml.NodeTagSeq, Content: []*yaml.Node{set, pause}, FootComment: soak.FootComment}
	}
}

// keepComments moves the comments above and below a field of the soak to the step
// that it becomes.
func keepComments(soak *yaml.Node, name string, step *yaml.Node) {
	for i := 0; i+1 < len(soak.Content); i += 2 {
		if key := soak.Content[i]; key.Value == name {
			step.HeadComment, step.FootComment = joined(key.HeadComment, key.LineComment), key.FootComment
		}
	}
}

func joined(comments ...string) string {
	return strings.Join(slices.DeleteFunc(comments, func(s string) bool { return s == "" }), "\n")
}
