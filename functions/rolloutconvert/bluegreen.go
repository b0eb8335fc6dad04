package rolloutconvert

import (
	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// blueGreen judges what Argo Rollouts asks of a blue-green strategy.
func (j *judge) blueGreen(n *yaml.Node) {
	if !j.mustBe(n, yaml.MappingNode, "a mapping", blueGreenPath) {
		return
	}
	j.fields(n, "blueGreen", blueGreenPath)
	j.podCount(given(n, "maxUnavailable"), blueGreenPath+".maxUnavailable")
	active, preview := given(n, "activeService"), given(n, "previewService")
	if active != nil && preview != nil && active.Value != "" && active.Value == preview.Value {
		j.refuse(blueGreenPath+".previewService", preview, "is %s, and so is activeService; blue-green needs two Services", quoted(preview.Value))
	}
	j.analysis(given(n, "prePromotionAnalysis"), blueGreenPath+".prePromotionAnalysis")
	j.analysis(given(n, "postPromotionAnalysis"), blueGreenPath+".postPromotionAnalysis")
	j.antiAffinity(given(n, "antiAffinity"), blueGreenPath)
	auto, seconds := given(n, "autoPromotionEnabled"), given(n, "autoPromotionSeconds")
	if i, ok := wholeNumber(seconds); ok && i > 0 && auto != nil && auto.ShortTag() == yaml.NodeTagBool && !isTrue(auto) {
		j.warn(blueGreenPath+".autoPromotionSeconds", seconds, "has no effect, since autoPromotionEnabled is false; remove one of them")
	}
}

// checkRevisionLimit judges a strategy together with how many old ReplicaSets the
// Deployment keeps, which is 10 if it does not say.
func checkRevisionLimit(strategy *yaml.Node, revisionHistoryLimit int) []problem {
	j := &judge{}
	limit := given(strategy, "blueGreen", "scaleDownDelayRevisionLimit")
	if i, ok := wholeNumber(limit); ok && i > int64(revisionHistoryLimit) {
		j.refuse(blueGreenPath+".scaleDownDelayRevisionLimit", limit, "is %d, but the Deployment's revisionHistoryLimit is %d; the old ReplicaSets that still run must be among those that are kept", i, revisionHistoryLimit)
	}
	return j.problems
}
