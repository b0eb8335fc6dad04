package sealedsecretrename

import (
	"fmt"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

// Config is the spec of a SealedSecretRename. All of it is optional. Keys and the key to encrypt for are no part of it:
// they are the operator's.
type Config struct {
	// Which SealedSecrets are renamed. The others stay as they are, and so does what refers to them.
	Selector Selector `json:"selector,omitzero"`
	// What to do with a Secret that has data, and so stands in the repository in the clear: `leave` it, or `refuse` the
	// input.
	PlainSecrets string `json:"plainSecrets,omitempty" enum:"leave,refuse"`
	// What becomes of the object that a new one takes the place of: `none` leaves that to whoever applies the manifests.
	Retain Retain `json:"retain,omitzero" enum:"none"`
	// Further places that name a Secret, besides those that are known.
	References []manifest.FieldSpec `json:"references,omitempty"`
}

// Selector chooses SealedSecrets. One that is chosen by both lists counts.
type Selector struct {
	// Their names, with or without suffix; any if not given.
	Names []string `json:"names,omitempty"`
	// Their labels, as `kubectl --selector` takes it; any if not given.
	LabelSelector string `json:"labelSelector,omitempty"`
}

// Retain says how long an object stays after a new one took its place.
type Retain struct {
	// The number of versions that stay in the rendered output. Which those are only a history can tell, so that here it
	// is an error.
	Keep int `json:"keep,omitempty"`
	// Adds `PruneLast=true` to Argo CD's sync options, so that the old object goes when all else is healthy. A sync stays
	// running until then.
	PruneLast bool `json:"pruneLast,omitempty"`
}

// Default fills in what is not given.
func (c *Config) Default() { c.PlainSecrets = "leave" }

// Validate judges what the types cannot. All mistakes are told in one go.
func (c *Config) Validate(p *krm.Pass) {
	for i, name := range c.Selector.Names {
		if name == "" {
			p.Errorf(nil, krm.Field{Path: fmt.Sprintf("spec.selector.names[%d]", i)}, "is empty; name a SealedSecret")
		}
	}
	if _, err := yaml.NewMapRNode(nil).MatchesLabelSelector(c.Selector.LabelSelector); err != nil {
		p.Errorf(nil, krm.Field{Path: "spec.selector.labelSelector", Current: c.Selector.LabelSelector}, "is no label selector; write it as in app=shop,tier!=db")
	}
	if c.Retain.Keep != 0 {
		p.Errorf(nil, krm.Field{Path: "spec.retain.keep"},
			"needs the history of what was rendered, which a function does not see; use pruneLast, or none")
	}
	for i, spec := range c.References {
		if strings.Trim(spec.Path, "/") == "" {
			p.Errorf(nil, krm.Field{Path: fmt.Sprintf("spec.references[%d].path", i)}, "names no field; write it as in spec/database/secretName")
		}
	}
}

// chooses reports whether the selector means a SealedSecret that goes by any of some names.
func (s Selector) chooses(names []string, obj *yaml.RNode) bool {
	if s.LabelSelector != "" {
		if ok, err := obj.MatchesLabelSelector(s.LabelSelector); err != nil || !ok {
			return false
		}
	}
	return len(s.Names) == 0 || s.named(names) != ""
}

// named is the first of the selector's names that is among some names.
func (s Selector) named(names []string) string {
	for _, want := range s.Names {
		for _, name := range names {
			if name == want {
				return name
			}
		}
	}
	return ""
}
