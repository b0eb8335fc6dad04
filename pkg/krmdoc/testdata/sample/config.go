// Package sample is a function's settings with one field of every kind.
package sample

import (
	"sigs.k8s.io/kustomize/kyaml/yaml"

	more "github.com/kurumi-krm/kurumi/pkg/krmdoc/testdata/sample/shared"
)

// Config says which hosts become which,
// and where. See [the rules](#rules).
type Config struct {
	more.Selector
	// A literal host; wins over the annotation.
	// Written as `<name>.example.com`, & never with a port.
	Host string `json:"host,omitempty"`
	// What to do with a resource that has none:
	//
	// `error` refuses it, `leave | keep` does not.
	WhenMissing string   `json:"whenMissing,omitempty" enum:"error,leave"`
	Rules       []Rule   `json:"rules,omitempty"` // The first that matches wins.
	Propagate   []string `json:"propagate,omitempty" enum:"annotations,env,args"`
	// Pass-through fields of somebody else's kind.
	Canary map[string]any `json:"canary,omitempty"`
	Steps  []any          `json:"steps,omitempty"`
	Values *yaml.RNode    `json:"values,omitempty"`
	// Left alone.
	Keep     []Glob                `json:"keep,omitempty"`
	Labels   map[string]string     `json:"labels,omitempty"`
	Named    map[string]*Rule      `json:"named,omitempty"`
	Matrix   map[string][][]string `json:"matrix,omitempty"`
	Replicas *int                  `json:"replicas,omitempty"`
	Weight   float64               `json:"weight,omitempty"`
	Debug    bool                  `json:"debug,omitempty"`
	// An older one is a warning.
	MaxAge more.Days `json:"maxAge,omitempty"`
	//nolint:unused // only here to be left out
	hidden string
	Unsaid string `json:"-"`
	Auth   Auth   `json:"auth,omitzero" secret:"true"`
	Soak   struct {
		// Share of the requests.
		Weight int `json:"weight,omitempty"`
	} `json:"soak,omitzero" enum:"none"`
}

// Glob is a pattern.
type Glob string

// Rule turns a host into another.
type Rule struct {
	From Glob `json:"from" required:"true"`
	// The new host; `{label}` is the first label of the old one.
	To string `json:"to,omitempty"`
}

type Auth struct {
	Tokens []string `json:"tokens,omitempty" required:"true"`
}

// Default is what the settings are when nobody says anything.
func (c *Config) Default() {
	c.WhenMissing = "error"
	c.Rules = []Rule{{From: "*", To: "{host}"}}
	c.Propagate = []string{"annotations", "env"}
	c.MaxAge = 14
	c.Weight = 0.5
	c.Soak.Weight = 10
	c.Auth.Tokens = []string{"hunter2"}
}
