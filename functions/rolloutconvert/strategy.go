package rolloutconvert

import (
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

const (
	canaryPath    = "spec.canary"
	blueGreenPath = "spec.blueGreen"
)

// strategyOf makes the spec.strategy of a Rollout from the config and from what
// its Deployment had. The fields keep the config's order, and what comes from the
// Deployment goes behind them. The node is the caller's own. It is nil where the
// config has no strategy, which checkStrategy tells.
func strategyOf(cfg *Config, d deployment) (strategy *yaml.Node, problems []problem) {
	j := &judge{}
	canary, blueGreen := strategyNode(cfg.Canary), strategyNode(cfg.BlueGreen)
	switch {
	case canary != nil && canary.Kind == yaml.MappingNode:
		canary = ownCopy(canary)
		expandSoak(canary)
		j.takeSurge(canary, d)
		if len(j.problems) == 0 {
			j.realWeights(canary, d, given(cfg.Canary.YNode(), "soak") != nil)
		}
		return fieldOf("canary", canary), j.problems
	case blueGreen != nil && blueGreen.Kind == yaml.MappingNode:
		j.leaveSurge(d)
		return fieldOf("blueGreen", ownCopy(blueGreen)), j.problems
	}
	return nil, nil
}

// checkStrategy judges the config's strategy as Argo Rollouts does, and as its
// controller does later; all mistakes in one go.
func checkStrategy(cfg *Config) []problem {
	j := &judge{}
	canary, blueGreen := strategyNode(cfg.Canary), strategyNode(cfg.BlueGreen)
	switch {
	case canary == nil && blueGreen == nil:
		j.refuse("spec", nil, "says neither canary nor blueGreen; add for instance canary: {soak: {weight: 10, duration: 1h}}")
	case canary != nil && blueGreen != nil:
		j.refuse(blueGreenPath, nil, "stands beside canary, but a Rollout has one strategy; remove one of them")
	}
	if canary != nil {
		j.canary(canary)
	}
	if blueGreen != nil {
		j.blueGreen(blueGreen)
	}
	return j.problems
}

func strategyNode(n *yaml.RNode) *yaml.Node {
	if n == nil || isNull(n.YNode()) {
		return nil
	}
	return n.YNode()
}

// fieldOf makes a mapping of one field.
func fieldOf(name string, value *yaml.Node) *yaml.Node {
	key := &yaml.Node{Kind: yaml.ScalarNode, Tag: yaml.NodeTagString, Value: name}
	return &yaml.Node{Kind: yaml.MappingNode, Tag: yaml.NodeTagMap, Content: []*yaml.Node{key, value}}
}

// ownCopy copies a node with its comments, and without its place in a document that
// it is no longer part of. A string that older readers of YAML, Kubernetes' among
// them, take for a boolean or a number gets quotes, so that it stays one.
func ownCopy(n *yaml.Node) *yaml.Node {
	n = yaml.CopyYNode(n)
	settle(n)
	return n
}

func settle(n *yaml.Node) {
	if n == nil {
		return
	}
	n.Line, n.Column = 0, 0
	quotes := yaml.SingleQuotedStyle | yaml.DoubleQuotedStyle | yaml.LiteralStyle | yaml.FoldedStyle
	if n.Kind == yaml.ScalarNode && n.Style&quotes == 0 && !isPlainWord(n.Value) && isText(n) && yaml.IsYaml1_1NonString(n) {
		n.Style, n.Tag = yaml.DoubleQuotedStyle, yaml.NodeTagString
	}
	for _, child := range n.Content {
		settle(child)
	}
}

// isPlainWord reports whether a text begins as no boolean, number or null does in
// any YAML. To ask the library takes a parser each time.
func isPlainWord(s string) bool {
	return s != "" && (s[0] >= 'a' && s[0] <= 'z' || s[0] >= 'A' && s[0] <= 'Z') && !strings.ContainsRune("yntfoYNTFO", rune(s[0]))
}

// canary judges what Argo Rollouts asks of a canary as a whole.
func (j *judge) canary(n *yaml.Node) {
	if !j.mustBe(n, yaml.MappingNode, "a mapping", canaryPath) {
		return
	}
	j.fields(withoutSoak(n), "canary", canaryPath)
	j.surge(n, canaryPath)
	j.canaryServices(n)
	j.routing(n)
	j.soak(n)
	j.steps(n)
	j.analysis(given(n, "analysis"), canaryPath+".analysis")
	j.startingStep(n)
	j.antiAffinity(given(n, "antiAffinity"), canaryPath)
	j.progressThreshold(given(n, "replicaProgressThreshold"))
	if manifest.Field(n, "soak") == nil && !hasEntries(given(n, "steps")) {
		j.warn(canaryPath, nil, "has neither soak nor steps, so that a new version takes over as in a rolling update; add for instance soak: {weight: 10, duration: 1h}")
	}
}

// antiAffinity is judged in the same way for both strategies.
func (j *judge) antiAffinity(n *yaml.Node, at string) {
	if n == nil || n.Kind != yaml.MappingNode {
		return
	}
	const preferred, required = "preferredDuringSchedulingIgnoredDuringExecution", "requiredDuringSchedulingIgnoredDuringExecution"
	at += ".antiAffinity"
	p, r := given(n, preferred), given(n, required)
	if (p == nil) == (r == nil) {
		j.refuse(at, nil, "must have one of %s and %s", preferred, required)
	}
	if w := given(p, "weight"); w != nil {
		j.within(w, 1, 100, at+"."+preferred+".weight")
	}
}

// progressThreshold has two types. The controller takes every other word for Pods.
func (j *judge) progressThreshold(n *yaml.Node) {
	at := canaryPath + ".replicaProgressThreshold"
	typ := given(n, "type")
	j.oneOf(typ, []string{"Percent", "Pods"}, at+".type")
	if typ != nil && typ.Value == "Percent" {
		j.within(given(n, "value"), 0, 100, at+".value")
	}
}
