package rolloutconvert

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"sigs.k8s.io/kustomize/kyaml/yaml"
)

var trafficSeeds = [][2]string{
	{nginxStrategy, apiService + apiIngress},
	{`{canary: {trafficRouting: {alb: {rootService: root}}}}`, apiService + apiIngress},
	{`{canary: {trafficRouting: {istio: {destinationRule: {}}}}}`, apiService + virtualService + whole100 + destinationRule},
	{`{canary: {trafficRouting: {istio: {virtualServices: [{name: api, routes: [a], tcpRoutes: [{port: 80}]}]}}}}`, apiService + virtualService + split100},
	{gatewayStrategy(`{httpRouteSelector: {matchLabels: {app: api}}}`), apiService + httpRoute + wholeRule},
	{traefikStrategy, apiService + ingressRoute + wholeRoute + ownSplit},
	{`{blueGreen: {previewService: ""}}`, apiService},
	{`{canary: {pingPong: {pingService: api}, trafficRouting: {smi: {}}}}`, apiService},
	{`{canary: {trafficRouting: [nginx, {}], stableService: {}}}`, "{apiVersion: v1, kind: Service, metadata: {name: api, namespace: shop}, spec: {selector: {app: api}, ports: [80, {port: a}]}}"},
	{`{canary: {trafficRouting: {nginx: [], istio: text, plugins: {argoproj-labs/gatewayAPI: []}}}}`, apiService + apiIngress},
}

// FuzzRouteTraffic reads any YAML as a strategy and as objects: nothing panics, the
// input stays as it is, and a second run on what came out has nothing to do.
func FuzzRouteTraffic(f *testing.F) {
	for _, seed := range trafficSeeds {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, strategy, input string) {
		config, before := anyDocuments(strategy), anyDocuments(input)
		if len(config) == 0 || len(before) == 0 {
			t.Skip()
		}
		runTwice(t, config[0], before)
	})
}

func runTwice(t *testing.T, config *yaml.Node, before []*yaml.Node) {
	t.Helper()
	objects := objectsOf(before)
	was := written(before)
	again := yaml.CopyYNode(config)
	added, changes, problems := routeTraffic(objects, api, config)
	assert.Equal(t, was, written(before))
	if isRefused(problems) {
		return
	}
	for _, ch := range changes {
		for i := range objects {
			if objects[i].item == ch.item {
				ch.apply(objects[i].root)
			}
		}
	}
	for _, n := range added {
		if o := objectsOf([]*yaml.Node{n})[0]; !hasObject(objects, o) {
			objects = append(objects, o)
		}
	}
	_, changes, problems = routeTraffic(objects, api, again)
	assert.Empty(t, changes, "%s%s", was, written([]*yaml.Node{config}))
	assert.False(t, isRefused(problems), "%v", told(problems))
}

// TestAnythingMayStandAnywhere puts each of some odd values in the place of each
// node, one at a time.
func TestAnythingMayStandAnywhere(t *testing.T) {
	odd := func() []*yaml.Node {
		return documents(t, "null\n---\n{}\n---\n[]\n---\n7\n---\napi\n---\n[api]\n---\n{name: api}\n---\n[{}, [], 7]\n")
	}
	tried := 0
	for _, seed := range trafficSeeds {
		whole := func() []*yaml.Node { return documents(t, seed[0]+"\n---\n"+seed[1]) }
		for i := range places(whole()) {
			for k := range odd() {
				trees := whole()
				*places(trees)[i] = *odd()[k]
				if trees[0].Kind == yaml.MappingNode {
					runTwice(t, trees[0], trees[1:])
					tried++
				}
			}
		}
	}
	assert.Greater(t, tried, 2000)
}

// places are the nodes of some trees that are values.
func places(trees []*yaml.Node) (all []*yaml.Node) {
	for _, n := range trees {
		all = append(all, n)
		for i, child := range n.Content {
			if n.Kind == yaml.SequenceNode || i%2 == 1 {
				all = append(all, places([]*yaml.Node{child})...)
			}
		}
	}
	return all
}

func hasObject(objects []object, o object) bool {
	for _, other := range objects {
		if a, b := other.item, o.item; a.Kind == b.Kind && a.Name == b.Name && a.Group() == b.Group() && a.Namespace == b.Namespace {
			return true
		}
	}
	return false
}

// anyDocuments is the documents of a text that the function would ever see: without
// aliases, which are resolved before, and with keys that are texts.
func anyDocuments(s string) (all []*yaml.Node) {
	for dec := yaml.NewDecoder(bytes.NewReader([]byte(s))); ; {
		var doc yaml.Node
		if err := dec.Decode(&doc); err != nil {
			return all
		}
		if len(doc.Content) == 1 && doc.Content[0].Kind == yaml.MappingNode && isPlain(doc.Content[0]) {
			all = append(all, doc.Content[0])
		}
	}
}

func isPlain(n *yaml.Node) bool {
	keys := map[string]bool{}
	for i, child := range n.Content {
		if n.Kind == yaml.MappingNode && i%2 == 0 {
			if child.Kind != yaml.ScalarNode || child.ShortTag() != yaml.NodeTagString || keys[child.Value] {
				return false
			}
			keys[child.Value] = true
		}
		if !isPlain(child) {
			return false
		}
	}
	return n.Kind != yaml.AliasNode
}
