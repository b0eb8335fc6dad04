package rolloutconvert

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

// api is the Deployment of most cases.
var api = deployment{
	name: "api", namespace: "shop", replicas: 10,
	labels:      map[string]string{"app": "api", "tier": "web"},
	matchLabels: map[string]string{"app": "api"},
}

const (
	apiService = `
apiVersion: v1
kind: Service
metadata: {name: api, namespace: shop}
spec:
  selector: {app: api}
  ports:
  - {name: http, port: 80, targetPort: 8080}
`
	canaryOfAPI = `
apiVersion: v1
kind: Service
metadata:
  name: api-canary
  namespace: shop
  labels:
    app.kubernetes.io/managed-by: kurumi
  annotations:
    kurumi.dev/generated-by: rollout-convert
spec:
  selector: {app: api}
  ports:
  - {name: http, port: 80, targetPort: 8080}
`
)

// A trafficCase is an input and what becomes of it. Texts are YAML, of several
// documents where there may be several objects.
type trafficCase struct {
	d        *deployment // api if not given
	strategy string
	input    string
	want     string // the strategy afterwards; as before if empty
	added    string
	changed  string   // the objects that change, afterwards
	problems []string // in the order in which they are found, as told tells them
}

func checkTraffic(t *testing.T, cases map[string]trafficCase) {
	t.Helper()
	for name, c := range cases {
		t.Run(name, func(t *testing.T) { c.check(t) })
	}
}

func (c trafficCase) check(t *testing.T) {
	t.Helper()
	d := api
	if c.d != nil {
		d = *c.d
	}
	before := documents(t, c.input)
	objects := objectsOf(before)
	strategy := documents(t, c.strategy)[0]
	added, changes, problems := routeTraffic(objects, d, strategy)

	assert.Equal(t, c.problems, told(problems))
	for i, o := range objects {
		assert.Equal(t, written(documents(t, c.input)[i:i+1]), written([]*yaml.Node{o.root}), "the input must stay as it is")
	}
	if isRefused(problems) {
		return
	}
	want := c.want
	if want == "" {
		want = c.strategy
	}
	assert.Equal(t, written(documents(t, want)), written([]*yaml.Node{strategy}))
	assert.Equal(t, written(documents(t, c.added)), written(added))
	changed := apply(t, objects, changes)
	assert.Equal(t, written(documents(t, c.changed)), written(changed))
	c.checkAgain(t, d, objects, added)
}

// checkAgain runs a second time on what came out.
func (c trafficCase) checkAgain(t *testing.T, d deployment, objects []object, added []*yaml.Node) {
	t.Helper()
	after := objects
	for _, n := range added {
		after = append(after, objectsOf([]*yaml.Node{n})...)
	}
	again, changes, problems := routeTraffic(after, d, documents(t, c.strategy)[0])
	assert.Empty(t, changes, "nothing is left to change")
	assert.False(t, isRefused(problems), "%v", told(problems))
	for _, n := range again { // the same once more, which is no change
		assert.Contains(t, written(added), written([]*yaml.Node{n}))
	}
}

// apply carries out changes, and sees to it that nothing else changes than what
// they tell of.
func apply(t *testing.T, objects []object, changes []change) (changed []*yaml.Node) {
	t.Helper()
	for _, ch := range changes {
		for i := range objects {
			if objects[i].item != ch.item {
				continue
			}
			before := leaves(objects[i].root)
			root := yaml.CopyYNode(objects[i].root)
			fields := ch.apply(root)
			require.NotEmpty(t, fields)
			checkDifferences(t, before, leaves(root), fields)
			assert.Empty(t, ch.apply(yaml.CopyYNode(root)), "a second time changes nothing")
			objects[i].root = root
			changed = append(changed, root)
		}
	}
	return changed
}

func checkDifferences(t *testing.T, before, after map[string]string, fields []krm.Field) {
	t.Helper()
	isTold := func(path string) bool {
		for _, f := range fields {
			element := f.Path
			if i := strings.LastIndexByte(f.Path, ']'); f.Current == "" && i >= 0 {
				element = f.Path[:i+1] // of a list, which is new
			}
			if path == f.Path || strings.HasPrefix(path, f.Path+".") || strings.HasPrefix(path, element+".") && before[path] == "" {
				return true
			}
		}
		return false
	}
	for path, value := range before {
		if after[path] != value {
			assert.True(t, isTold(path), "%s: %s becomes %s, and nobody says so", path, value, after[path])
		}
	}
	for path, value := range after {
		if _, ok := before[path]; !ok {
			assert.True(t, isTold(path), "%s: %s is new, and nobody says so", path, value)
		}
	}
}

// leaves are the scalars of a tree by their path.
func leaves(root *yaml.Node) map[string]string {
	all := map[string]string{}
	var walk func(n *yaml.Node, path string)
	walk = func(n *yaml.Node, path string) {
		switch n.Kind {
		case yaml.MappingNode:
			for i := 0; i+1 < len(n.Content); i += 2 {
				walk(n.Content[i+1], manifest.Under(path, n.Content[i].Value))
			}
		case yaml.SequenceNode:
			for i, child := range n.Content {
				walk(child, manifest.At(path, i))
			}
		default:
			all[path] = n.Value + " " + n.LineComment
		}
	}
	walk(root, "")
	return all
}

func documents(t *testing.T, s string) (all []*yaml.Node) {
	t.Helper()
	for dec := yaml.NewDecoder(bytes.NewReader([]byte(s))); ; {
		var doc yaml.Node
		err := dec.Decode(&doc)
		if errors.Is(err, io.EOF) {
			return all
		}
		require.NoError(t, err)
		all = append(all, doc.Content[0])
	}
}

func objectsOf(roots []*yaml.Node) (all []object) {
	for _, root := range roots {
		all = append(all, object{&krm.Item{
			APIVersion: text(given(root, "apiVersion")), Kind: text(given(root, "kind")),
			Name: text(given(root, "metadata", "name")), Namespace: text(given(root, "metadata", "namespace")),
		}, root})
	}
	return all
}

// written is YAML as people would compare it.
func written(roots []*yaml.Node) string {
	var b strings.Builder
	for _, root := range roots {
		b.WriteString("---\n" + yaml.NewRNode(root).MustString())
	}
	return b.String()
}

// told is problems in a line each.
func told(problems []problem) (all []string) {
	for _, p := range problems {
		var line []string
		if p.warning {
			line = append(line, "warning")
		}
		if p.item != nil {
			line = append(line, p.item.Kind+" "+p.item.Name)
		}
		if p.path != "" {
			line = append(line, p.path)
		}
		all = append(all, strings.Join(append(line, p.message), ": "))
	}
	return all
}

func isRefused(problems []problem) bool {
	for _, p := range problems {
		if !p.warning {
			return true
		}
	}
	return false
}
