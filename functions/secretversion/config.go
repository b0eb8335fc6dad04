package secretversion

import (
	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/manifest"
	"github.com/kurumi-krm/kurumi/pkg/rename"
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
	Retain rename.Retain `json:"retain,omitzero" enum:"none"`
	// Further places that name a Secret, besides those that are known.
	References []manifest.FieldSpec `json:"references,omitempty"`
}

// Default fills in what is not given: nothing.
func (*Config) Default() {}

// Validate judges what the types cannot. All mistakes are told in one go.
func (c *Config) Validate(p *krm.Pass) {
	if _, ok := suffixOfVersion(c.Version); c.Version != "" && !ok {
		p.Errorf(nil, krm.Field{Path: "spec.version", Current: c.Version},
			"its first %d characters become part of names, and may only be lower-case letters and digits; give a commit or the number of a build", versionLength)
	}
	rename.ValidateSelector(p, c.Selector, "a Secret or an ExternalSecret")
	c.Retain.Validate(p)
	rename.ValidateReferences(p, c.References)
}
