package rolloutconvert

import (
	"strings"
	"sync"
)

// argoStrategy, argoSteps and argoRouting are what Argo Rollouts v1.10.1 knows below
// spec.strategy: a type, and indented below it the fields with their types. A star
// means that the field is required, a question mark that it would be if the function
// did not find it in the input; []t is a list of t, {}t a mapping of names to t, and
// raw any mapping.
const argoStrategy = `
canary:
  abortScaleDownDelaySeconds: int
  analysis: backgroundAnalysis
  antiAffinity: antiAffinity
  canaryMetadata: metadata
  canaryService: string
  dynamicStableScale: bool
  maxSurge: intOrString
  maxUnavailable: intOrString
  minPodsPerReplicaSet: int
  pingPong: pingPong
  replicaProgressThreshold: progressThreshold
  scaleDownDelayRevisionLimit: int
  scaleDownDelaySeconds: int
  stableMetadata: metadata
  stableService: string
  steps: []step
  trafficRouting: trafficRouting
blueGreen:
  abortScaleDownDelaySeconds: int
  activeMetadata: metadata
  activeService?: string
  antiAffinity: antiAffinity
  autoPromotionEnabled: bool
  autoPromotionSeconds: int
  maxUnavailable: intOrString
  postPromotionAnalysis: analysis
  prePromotionAnalysis: analysis
  previewMetadata: metadata
  previewReplicaCount: int
  previewService: string
  scaleDownDelayRevisionLimit: int
  scaleDownDelaySeconds: int
`

// An argoField is a field of one of Argo Rollouts' types.
type argoField struct {
	name, typ string
	required  bool
}

// argoTypes is the table by type. It is read when it is first needed, since most
// commands that hold this function run another one.
var argoTypes = sync.OnceValue(func() map[string][]argoField {
	types := map[string][]argoField{}
	current := ""
	for line := range strings.Lines(argoStrategy + argoSteps + argoRouting) {
		name, typ, isName := strings.Cut(strings.TrimSpace(line), ":")
		switch {
		case !isName: // an empty line
		case typ == "":
			current = name
			types[current] = nil
		default:
			bare, required := strings.CutSuffix(name, "*")
			types[current] = append(types[current], argoField{name: strings.TrimSuffix(bare, "?"), typ: typ[1:], required: required})
		}
	}
	return types
})

// argoNames lists the fields of a type.
func argoNames(typ string) []string {
	var names []string
	for _, f := range argoTypes()[typ] {
		names = append(names, f.name)
	}
	return names
}
