package configbake

import (
	"bytes"
	_ "embed"
	"fmt"
	"slices"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

//go:embed doc.go
var doc string

//go:embed schema.json
var schema []byte

// Function is config-bake.
var Function = &krm.Function{
	Name:   "config-bake",
	Kind:   "ConfigBake",
	Type:   krm.Transformer,
	Doc:    krm.DocText(doc),
	Schema: schema,
	Run:    krm.Configured(run),
}

// run bakes what the workloads mount, and then sees which ConfigMaps nobody needs any more. What it changed is undone if
// anything is wrong.
func run(p *krm.Pass, cfg Config) error {
	b := newBaker(p, cfg)
	b.bake()
	if !p.Failed() {
		b.removeConfigMaps()
	}
	return nil
}

// A baker is one run, or one plan.
type baker struct {
	*krm.Pass
	cfg        Config
	dry        bool // it changes nothing
	entries    []*entry
	all        []*configMap
	known      manifest.Names[*configMap]
	told       map[string]bool
	containers []Container     // what was planned
	names      map[string]bool // of the chosen workloads
	inside     map[string]bool // of their containers
	mentioned  []mention       // in the objects that were read
	read       map[*krm.Item]bool
}

func newBaker(p *krm.Pass, cfg Config) *baker {
	b := &baker{Pass: p, cfg: cfg, told: map[string]bool{}, names: map[string]bool{}, inside: map[string]bool{}, read: map[*krm.Item]bool{}}
	for i, e := range cfg.Configs {
		b.entries = append(b.entries, &entry{Entry: e, at: fmt.Sprintf("spec.configs[%d]", i)})
	}
	b.readConfigMaps()
	return b
}

// bake goes over all workloads.
func (b *baker) bake() {
	b.edit(krm.Where(b.Items(), b.concerns), func(it *krm.Item, obj *yaml.Node) {
		defer b.noteMentions(it, obj)
		pods := manifest.Pods(obj)
		names := append(previous(obj), it.Name)
		if len(pods) == 0 || !b.cfg.Workloads.Chooses(names, yaml.NewRNode(obj)) {
			return
		}
		for _, name := range names {
			b.names[name] = true
		}
		for _, pod := range pods {
			b.pod(it, obj, pod)
		}
	})
	b.checkConfig()
}

// concerns reports whether an item may be a workload to change, so that the others need not be parsed.
func (b *baker) concerns(it *krm.Item) bool {
	if isConfigMap(it) || it.Group() == krmGroup || !bytes.Contains(it.Text(), []byte("containers")) {
		return false
	}
	if len(b.cfg.Containers)+len(b.cfg.Workloads.Names) > 0 || bytes.Contains(it.Text(), []byte("kurumi.dev/")) {
		return true
	}
	return slices.ContainsFunc(b.entries, func(e *entry) bool {
		if bytes.Contains(it.Text(), []byte(e.ConfigMap)) {
			return true
		}
		return slices.ContainsFunc(e.names, func(name string) bool { return bytes.Contains(it.Text(), []byte(name)) })
	})
}

// checkConfig refuses settings that nothing in the input answers to.
func (b *baker) checkConfig() {
	for i, name := range b.cfg.Workloads.Names {
		if !b.names[name] {
			b.Errorf(nil, krm.Field{Path: manifest.At("spec.workloads.names", i), Current: name}, "%s is no workload of the input that the selector chooses; correct the name, or take it away", name)
		}
	}
	for i, name := range b.cfg.Containers {
		if !b.inside[name] {
			b.Errorf(nil, krm.Field{Path: manifest.At("spec.containers", i), Current: name}, "%s is no container of a chosen workload; correct the name, or take it away", name)
		}
	}
	for _, e := range b.entries {
		at := krm.Field{Path: e.at, Current: e.ConfigMap}
		switch {
		case e.done || e.mounted:
		case !e.used && !b.known.Has(e.ConfigMap):
			b.Errorf(nil, at, "%s is no ConfigMap of the input, and no pod template says that it was baked before; correct the name, or run the function where it is made", e.ConfigMap)
		case !e.used:
			b.Errorf(nil, at, "%s is used by no container that is chosen; take it away, or correct the name, workloads or containers", e.ConfigMap)
		case !b.Failed() && e.Key+e.Env+e.Path != "":
			b.Errorf(nil, at, "%s is mounted by no container that is chosen, so that key, env and path mean nothing; take them away, or correct the key", e.ConfigMap)
		}
	}
}
