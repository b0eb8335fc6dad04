package krm_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestOnlyWhatIsMeantChanges(t *testing.T) {
	in := "# by hand\n" + header + "items:\n# one\n- kind:   Other # untouched\n  list: [ a,b ]\n  text: >\n    folded\n    text\n" +
		site("a", "old.example.com # here") + "\n# between\n" + site("b", `"old.example.com"`) +
		"unknown: {field: kept}\n" + stampWith
	out, told := process(t, in)
	changed := strings.ReplaceAll(in, "old.example.com", "new.example.com")
	assert.True(t, strings.HasPrefix(out, changed+"results:\n"), out)
	assert.Equal(t, []string{
		"info: Site a: spec.host: old.example.com becomes new.example.com",
		"info: Site b: spec.host: old.example.com becomes new.example.com",
	}, told)
}

func TestNothingToDoIsNothingWritten(t *testing.T) {
	in := header + "items:\n" + site("a", "new.example.com") + stampWith
	out, told := process(t, in)
	assert.Equal(t, in, out)
	assert.Empty(t, told)
}

func TestEarlierResultsAreKeptBehindOurs(t *testing.T) {
	const ours = "- message: \"is odd\"\n  severity: warning\n"
	for name, tt := range map[string]struct{ earlier, want string }{
		"in block style":   {"results:\n- message: x # y\n", "results:\n" + ours},
		"indented":         {"results:\n  - message: x # y\n", "results:\n  " + strings.ReplaceAll(strings.TrimSuffix(ours, "\n"), "\n", "\n  ")},
		"in flow style":    {"results: [{message: x}]\n", "results:\n" + ours},
		"none, but a list": {"results: []\n", "results:\n" + ours},
		"none, but null":   {"results:\n", "results:\n" + ours},
	} {
		t.Run(name, func(t *testing.T) {
			out, told := process(t, header+"items:\n"+site("a", "odd")+stampWith+tt.earlier)
			assert.Len(t, told, 1)
			assert.Contains(t, out, tt.want)
			if strings.Contains(tt.earlier, "message") {
				assert.Greater(t, strings.Index(out, "message: x"), strings.Index(out, `message: "is odd"`))
			}
		})
	}
}

func TestItemsAreAlwaysThere(t *testing.T) {
	for name, items := range map[string]string{"missing": "", "null": "items:\n", "empty": "items: []\n"} {
		t.Run(name, func(t *testing.T) {
			out, told := process(t, header+items+stampWith)
			assert.Empty(t, told)
			assert.Contains(t, out, "\nitems: []\n")
		})
	}
}

func TestAMistakeLeavesTheItemsAndComesFirst(t *testing.T) {
	items := "items:\n" + site("a", "old.example.com") + site("b", "odd") + site("c", "mistake") + site("d", "mistake")
	out, told := process(t, header+items+stampWith)
	assert.Contains(t, out, items)
	assert.Equal(t, []string{
		"error: Site c: spec.host: is a mistake",
		"error: Site d: spec.host: is a mistake",
		"warning: Site b: spec.host: is odd",
	}, told)
}

func TestAResultSaysWhereTheHostReadTheItem(t *testing.T) {
	item := strings.Replace(site("a", "odd"), "name: a\n", "name: a\n    namespace: n\n    annotations:\n"+
		"      config.kubernetes.io/path: legacy.yaml\n      internal.config.kubernetes.io/path: dir/a.yaml\n      internal.config.kubernetes.io/index: '3'\n", 1)
	out, told := process(t, header+"items:\n"+item+stampWith)
	assert.Equal(t, []string{"warning: Site n/a in dir/a.yaml: spec.host: is odd"}, told)
	assert.Contains(t, out, `results:
- message: "is odd"
  severity: warning
  resourceRef:
    apiVersion: example.com/v1
    kind: Site
    name: a
    namespace: "n"
  field:
    path: spec.host
    currentValue: odd
    proposedValue: new.example.com
  file:
    path: dir/a.yaml
    index: 3
`)
}

func TestConfigs(t *testing.T) {
	const api = "functionConfig:\n  apiVersion: kurumi.dev/v1alpha1\n  kind: Stamp\n"
	for name, tt := range map[string]struct {
		config string
		told   []string
	}{
		"a ConfigMap sets scalar fields": {
			"functionConfig: {apiVersion: v1, kind: ConfigMap, metadata: {name: function-input}, data: {host: new.example.com}}\n",
			[]string{"info: Site a: spec.host: old.example.com becomes new.example.com"},
		},
		"a ConfigMap cannot set a list, nor what is not there": {
			"functionConfig: {apiVersion: v1, kind: ConfigMap, metadata: {name: f}, data: {list: a, hots: b}}\n",
			[]string{
				`error: ConfigMap f: data.hots: unknown field "hots", did you mean "host"?`,
				"error: ConfigMap f: data.list: cannot be set from a ConfigMap; write a Stamp with spec.list",
			},
		},
		"another kind": {
			"functionConfig: {apiVersion: v1, kind: Secret}\n",
			[]string{`error: Secret: the config is a v1 "Secret", but stamp takes a Stamp of kurumi.dev/v1alpha1, or a ConfigMap of v1`},
		},
		"another version": {
			"functionConfig: {apiVersion: kurumi.dev/v2, kind: Stamp}\n",
			[]string{`error: Stamp: the config is a kurumi.dev/v2 "Stamp", but stamp takes a Stamp of kurumi.dev/v1alpha1, or a ConfigMap of v1`},
		},
		"settings outside of spec": {
			api + "  host: x\n",
			[]string{"error: Stamp: host: unknown field; settings stand under spec"},
		},
		"mistakes of type and of sense in one go": {
			api + "  spec: {host: a b, mode: sat}\n",
			[]string{
				`error: Stamp: spec.mode: is "sat", but must be one of set, read; did you mean "set"?`,
				"error: Stamp: spec.host: has a space",
			},
		},
		"one field twice": {
			api + "  spec:\n    host: a\n    host: b\n",
			[]string{`error: the input has a functionConfig that cannot be read: key "host" stands there twice (line 15)`},
		},
		"two configs": {
			api + "functionConfig: {}\n",
			[]string{`error: the input cannot be read: key "functionConfig" stands there twice (line 13)`},
		},
		"a list": {
			"functionConfig: [a]\n",
			[]string{"error: the input has a functionConfig that is no object but a list"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			out, told := process(t, header+"items:\n"+site("a", "old.example.com")+tt.config)
			assert.Equal(t, tt.told, told)
			assert.Contains(t, out, "\nitems:")
		})
	}
}

func TestInputsThatAreNone(t *testing.T) {
	const hint = ". For plain manifests give the config's file name and a dash: config.yaml -"
	for name, tt := range map[string]struct{ in, told string }{
		"nothing":                 {"", "error: the input is empty"},
		"blank lines":             {"\n \n", "error: the input is empty"},
		"a Deployment":            {"apiVersion: apps/v1\nkind: Deployment\n", `error: the input is no ResourceList of config.kubernetes.io/v1: its kind is "Deployment"` + hint},
		"a list of another group": {"apiVersion: v1\nkind: ResourceList\n", `error: the input is no ResourceList of config.kubernetes.io/v1: its apiVersion is "v1"` + hint},
		"no kind":                 {"apiVersion: v1\n", "error: the input is no ResourceList: it has no kind" + hint},
		"UTF-16":                  {"\xff\xfea\x00", "error: the input is UTF-16; save it as UTF-8"},
		"broken UTF-8":            {header + "items:\n- kind: \xff\n", "error: the input has bytes on line 4 that are no UTF-8; save it as UTF-8"},
		"HTML, from a wrong URL":  {"<html>\n</html>\n", "error: the input is no ResourceList but a text"},
		"a text":                  {"hello\n", "error: the input is no ResourceList but a text"},
	} {
		t.Run(name, func(t *testing.T) {
			out, told := process(t, tt.in)
			assert.Equal(t, []string{tt.told}, told)
			assert.Contains(t, out, header+"items: []\nresults:\n- message: ")
		})
	}
}
