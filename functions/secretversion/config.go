package secretversion

import (
	"fmt"
	"strings"

	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

// Config is the spec of a SecretVersion. All of it is optional.
type Config struct {
	// What the names end in: its first 8 characters, lower-case letters and digits. Without it, a hash of the content,
	// which an ExternalSecret does not have.
	Version string `json:"version,omitempty"`
	// Which Secrets and ExternalSecrets get versions, by their names with or without the suffix. The others stay as they
	// are, and so does what refers to them.
	Selector manifest.Selector `json:"selector,omitzero"`
	// What becomes of the object that a new one takes the place of: `none` leaves that to whoever applies the manifests.
	Retain Retain `json:"retain,omitzero" enum:"none"`
	// Further places that name a Secret, besides those that are known.
	References []manifest.FieldSpec `json:"references,omitempty"`
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

// Default fills in what is not given: nothing.
func (*Config) Default() {}

// Validate judges what the types cannot. All mistakes are told in one go.
func (c *Config) Validate(p *krm.Pass) {
	if _, ok := suffixOfVersion(c.Version); c.Version != "" && !ok {
		p.Errorf(nil, krm.Field{Path: "spec.version", Current: c.Version},
			"its first %d characters become part of names, and may only be lower-case letters and digits; give a commit or the number of a build", versionLength)
	}
	for i, name := range c.Selector.Names {
		if name == "" {
			p.Errorf(nil, krm.Field{Path: fmt.Sprintf("spec.selector.names[%d]", i)}, "is empty; name a Secret or an ExternalSecret")
		}
	}
	if c.Selector.Check() != nil {
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
