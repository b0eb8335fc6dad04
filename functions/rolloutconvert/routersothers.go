package rolloutconvert

// whatToCheck is what people have to see to where a router's objects are left as
// they are.
var whatToCheck = map[string]string{
	"ambassador": "each Mapping in mappings leads to the stable Service and has no weight; Argo Rollouts adds the canary's Mapping itself",
	"apisix":     "the ApisixRoute's rules have both Services as backends, the canary's with weight 0",
	"appMesh":    "the VirtualRouter's routes have the stable and the canary VirtualNode as weightedTargets",
	"smi":        "clients use the stable Service or rootService; Argo Rollouts adds the TrafficSplit itself",
	"plugin":     "the routes that this plugin works with lead to both Services, to the canary's with weight 0",
}

// leave passes a router through as it is.
func (t *traffic) leave(router, path string) {
	if check, ok := whatToCheck[router]; ok {
		t.warn(nil, path, "", "is passed through, and its objects are left as they are; check that %s", check)
	}
}
