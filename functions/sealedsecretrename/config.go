package sealedsecretrename

import (
	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/manifest"
	"github.com/kurumi-krm/kurumi/pkg/rename"
)

// Config is the spec of a SealedSecretRename. All of it is optional. Keys and the key to encrypt for are no part of it:
// they are the operator's.
type Config struct {
	// Which SealedSecrets are renamed, by their names with or without the suffix. The others stay as they are, and so does
	// what refers to them.
	Selector manifest.Selector `json:"selector,omitzero"`
	// What to do with a Secret that has data, and so stands in the repository in the clear: `leave` it, or `refuse` the
	// input.
	PlainSecrets string `json:"plainSecrets,omitempty" enum:"leave,refuse"`
	// What becomes of the object that a new one takes the place of: `none` leaves that to whoever applies the manifests.
	Retain rename.Retain `json:"retain,omitzero" enum:"none"`
	// Further places that name a Secret, besides those that are known.
	References []manifest.FieldSpec `json:"references,omitempty"`
}

// Default fills in what is not given.
func (c *Config) Default() { c.PlainSecrets = "leave" }

// Validate judges what the types cannot. All mistakes are told in one go.
func (c *Config) Validate(p *krm.Pass) {
	rename.ValidateSelector(p, c.Selector, "a SealedSecret")
	c.Retain.Validate(p)
	rename.ValidateReferences(p, c.References)
}
