package configbake

import (
	"fmt"
	"slices"

	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

// Config is the spec of a ConfigBake.
type Config struct {
	// What is baked.
	Configs []Entry `json:"configs" required:"true"`
	// What to do where a chosen container takes variables from one of the ConfigMaps, with `envFrom` or
	// `configMapKeyRef`: `inline` makes them literal variables, `leave` keeps the ConfigMap for them, `refuse` is an error
	// that lists them.
	EnvFrom string `json:"envFrom,omitempty" enum:"inline,refuse,leave"`
	// Which workloads are changed. The others keep their ConfigMaps.
	Workloads manifest.Selector `json:"workloads,omitzero"`
	// Which containers and init containers are changed, by their names; any if not given. The others keep their
	// ConfigMaps.
	Containers []string `json:"containers,omitempty"`
}

// Entry is one ConfigMap, or one file of it.
type Entry struct {
	// The name of the ConfigMap, without kustomize's hash.
	ConfigMap string `json:"configMap" required:"true"`
	// The file. If not given it is the only one, or all of them in one folder.
	Key string `json:"key,omitempty"`
	// A variable that says where the file is, or the folder.
	Env string `json:"env,omitempty"`
	// Where the file is in the image, or the folder; where it was mounted if not given.
	Path string `json:"path,omitempty"`
}

// Default fills in what is not given.
func (c *Config) Default() { c.EnvFrom = "refuse" }

// Validate judges what the types cannot. All mistakes are told in one go.
func (c *Config) Validate(p *krm.Pass) {
	for i, e := range c.Configs {
		at := fmt.Sprintf("spec.configs[%d]", i)
		e.validate(p, at)
		if slices.ContainsFunc(c.Configs[:i], func(o Entry) bool { return o.ConfigMap == e.ConfigMap && o.Key == e.Key }) {
			same(p, at, e.ConfigMap)
		}
	}
	if c.Workloads.Check() != nil {
		p.Errorf(nil, krm.Field{Path: "spec.workloads.labelSelector", Current: c.Workloads.LabelSelector}, "is no label selector; write it as in app=shop,tier!=db")
	}
}

func same(p *krm.Pass, at, name string) {
	p.Errorf(nil, krm.Field{Path: at, Current: name}, "%s is the same file as in another config; take one of the two away", name)
}

func (e Entry) validate(p *krm.Pass, at string) {
	if !isName(e.ConfigMap) {
		p.Errorf(nil, krm.Field{Path: at + ".configMap", Current: e.ConfigMap}, "%q is no name of a ConfigMap; it has small letters, digits, hyphens and dots", e.ConfigMap)
	}
	if e.Key != "" && !isKey(e.Key) {
		p.Errorf(nil, krm.Field{Path: at + ".key", Current: e.Key}, "%q is no key of a ConfigMap; it has letters, digits, hyphens, dots and underscores", e.Key)
	}
	if e.Env != "" && !isEnvName(e.Env) {
		p.Errorf(nil, krm.Field{Path: at + ".env", Current: e.Env}, "%q is no name of a variable; write it as in CONFIG_YAML_PATH", e.Env)
	}
	if e.Path == "" {
		return
	}
	if problem := checkPath(e.Path); problem != "" {
		p.Errorf(nil, krm.Field{Path: at + ".path", Current: e.Path}, "the path %q %s", e.Path, problem)
	}
}
