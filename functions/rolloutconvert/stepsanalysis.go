package rolloutconvert

import (
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/lazyregexp"
	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

// experiment judges a step that runs other pods for a while.
func (j *judge) experiment(canary, n *yaml.Node, at string) {
	if n == nil || n.Kind != yaml.MappingNode {
		return
	}
	j.plainDuration(given(n, "duration"), at+".duration")
	for i, template := range elements(given(n, "templates")) {
		at := manifest.At(at+".templates", i)
		j.oneOf(given(template, "specRef"), []string{"canary", "stable"}, at+".specRef")
		weight := given(template, "weight")
		switch {
		case weight == nil:
		case !hasRouter(canary, "alb", "smi", "istio", "plugins"):
			j.refuse(at+".weight", weight, "needs trafficRouting with one of alb, smi, istio, plugins; remove it")
		default:
			j.within(weight, 0, maxWeight(canary), at+".weight")
		}
	}
	for i, analysis := range elements(given(n, "analyses")) {
		j.arguments(given(analysis, "args"), manifest.At(at+".analyses", i)+".args")
	}
}

// analysis judges what is to be run: templates, and their arguments.
func (j *judge) analysis(n *yaml.Node, at string) {
	if n == nil || n.Kind != yaml.MappingNode {
		return
	}
	templates := given(n, "templates")
	if !hasEntries(templates) {
		j.refuse(at+".templates", nil, "names no template, so that nothing would be judged; add for instance {templateName: error-rate}")
	}
	for i, template := range elements(templates) {
		if template != nil && template.Kind == yaml.MappingNode && isMissing(template, "templateName") {
			j.refuse(manifest.At(at+".templates", i)+".templateName", nil, "is required")
		}
	}
	j.arguments(given(n, "args"), at+".args")
}

// startingStep refuses a background analysis that would never start.
func (j *judge) startingStep(canary *yaml.Node) {
	first := given(canary, "analysis", "startingStep")
	count := int64(len(elements(given(canary, "steps"))))
	if given(canary, "soak") != nil {
		count = soakSteps
	}
	if i, ok := wholeNumber(first); ok && i >= count {
		j.refuse(canaryPath+".analysis.startingStep", first, "is %d, but steps are counted from 0 and there are %d, so that the analysis would never start", i, count)
	}
}

func (j *judge) arguments(n *yaml.Node, at string) {
	for i, arg := range elements(n) {
		at := manifest.At(at, i)
		from := given(arg, "valueFrom")
		if from == nil {
			continue
		}
		if given(arg, "value") != nil {
			j.refuse(at+".value", nil, "stands beside valueFrom; write one of the two")
		}
		j.exactlyOne(from, []string{"podTemplateHashValue", "fieldRef"}, at+".valueFrom")
		j.oneOf(given(from, "podTemplateHashValue"), []string{"Stable", "Latest"}, at+".valueFrom.podTemplateHashValue")
		j.fieldRef(given(from, "fieldRef", "fieldPath"), at+".valueFrom.fieldRef.fieldPath")
	}
}

// metadataPath is what can be read of a Rollout's metadata. Other paths are looked
// up when the analysis runs.
var metadataPath = lazyregexp.New(`^metadata\.(name|namespace|uid|labels|annotations|(labels|annotations)\['([a-zA-Z0-9.-]+/)?[a-zA-Z0-9]([a-zA-Z0-9._-]*[a-zA-Z0-9])?'\])$`)

func (j *judge) fieldRef(n *yaml.Node, at string) {
	if n == nil || !isText(n) || !strings.HasPrefix(n.Value, "metadata") || metadataPath.MatchString(n.Value) {
		return
	}
	j.refuse(at, n, "is %s, but of the metadata there are name, namespace, uid, labels, annotations, labels['key'] and annotations['key']", quoted(n.Value))
}
