package strict_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm/strict"
)

func TestDecodeReadsEveryKindOfField(t *testing.T) {
	var got config
	problems := decode(`
names: [api, shop]
host: shop.example.com
whenMissing: leave
replicas: 1e3
small: -128
port: 0x1F90
weight: 12
debug: true
optional: false
rules:
- {from: "*.example.com", to: "{host}"}
- from: 2027-01-31
propagate: [env]
labels: {app: api, "8080": http}
named: {a: {from: x}, b: &b {from: y}, c: *b}
steps: [{setWeight: 10}, {pause: {}}, null]
canary: {maxSurge: 25%, since: 2027-01-31, weight: 0.5, big: 18446744073709551615, ok: yes}
extra: [1, two]
maxAge: 14d
selector: {names: [api]}
auth: ~
`, &got)
	no := false
	assert.Empty(t, problems)
	assert.Equal(t, config{
		common:    common{Names: []string{"api", "shop"}},
		Host:      "shop.example.com",
		Missing:   "leave",
		Replicas:  1000,
		Small:     -128,
		Port:      8080,
		Weight:    12,
		Debug:     true,
		Optional:  &no,
		Rules:     []rule{{From: "*.example.com", To: "{host}"}, {From: "2027-01-31"}},
		Propagate: []string{"env"},
		Labels:    map[string]string{"app": "api", "8080": "http"},
		Named:     map[string]*rule{"a": {From: "x"}, "b": {From: "y"}, "c": {From: "y"}},
		Steps:     []any{map[string]any{"setWeight": 10}, map[string]any{"pause": map[string]any{}}, nil},
		Canary: map[string]any{
			"maxSurge": "25%", "since": "2027-01-31", "weight": 0.5, "big": uint64(18446744073709551615), "ok": "yes",
		},
		Extra:    []any{1, "two"},
		MaxAge:   14,
		Selector: &selector{Names: []string{"api"}},
	}, got)
}

func TestDecodeKeepsWhatIsNotMentioned(t *testing.T) {
	yes := true
	got := config{Host: "a.example.com", Replicas: 2, Optional: &yes, Labels: map[string]string{"app": "api"}}
	require.Empty(t, decode("host: null\nreplicas: 3\nlabels: {tier: web}\n", &got))
	assert.Equal(t, config{Host: "a.example.com", Replicas: 3, Optional: &yes, Labels: map[string]string{"tier": "web"}}, got)
}

func TestDecodeTakesNothingForAnEmptyMapping(t *testing.T) {
	for name, document := range map[string]string{"an empty document": "", "a null": "~", "a comment alone": "# none\n"} {
		t.Run(name, func(t *testing.T) {
			assert.Empty(t, decode(document, &config{}))
			var s selector
			assert.Contains(t, decode(document, &s), "spec.names: is required")
		})
	}
	assert.Equal(t, "0 spec.names: is required\n", lines(strict.Decode(nil, "spec", &selector{})))
}

func TestDecodeMergesAndFollowsAliases(t *testing.T) {
	var got config
	require.Empty(t, decode(`
labels: &base {app: api, tier: web}
canary:
  <<: [*base, {tier: db, zone: a}]
  app: shop
rules:
- &first {from: a, to: b}
- <<: *first
  to: c
extra: <<
`, &got))
	assert.Equal(t, map[string]any{"app": "shop", "tier": "web", "zone": "a"}, got.Canary)
	assert.Equal(t, []rule{{From: "a", To: "b"}, {From: "a", To: "c"}}, got.Rules)
	assert.Equal(t, "<<", got.Extra)
}

func TestDecodeGivesNodesWithTheirCommentsAndWithoutAliases(t *testing.T) {
	var got nodes
	require.Empty(t, decode(`
raw: &raw
  # kept
  name: 'api' # too
pointer: *raw
values: {<<: *raw, copy: *raw}
list: [1, {a: b}]
`, &got))
	text := func(n *yaml.Node) string {
		out, err := yaml.Marshal(n)
		require.NoError(t, err)
		return string(out)
	}
	assert.Equal(t, "# kept\nname: 'api' # too\n", text(&got.Raw))
	assert.Equal(t, text(&got.Raw), text(got.Pointer))
	assert.Equal(t, 1, strings.Count(text(got.Values.YNode()), "copy:"))
	assert.NotContains(t, text(got.Values.YNode()), "*")
	require.Len(t, got.List, 2)
	assert.Equal(t, "{a: b}\n", text(got.List[1].YNode()))
	got.Raw.Content[1].Value = "shop"
	assert.Contains(t, text(got.Pointer), "api", "a copy must not change with the other")
}

func TestDecodePanicsForTargetsThatNoDocumentCanFill(t *testing.T) {
	for name, into := range map[string]any{
		"no pointer":         config{},
		"no struct":          new(string),
		"a nil pointer":      (*config)(nil),
		"a channel in there": &struct{ C chan int }{},
		"a map of numbers":   &struct{ C map[int]string }{},
	} {
		t.Run(name, func(t *testing.T) {
			assert.Panics(t, func() { decode("C: 1", into) })
		})
	}
}
