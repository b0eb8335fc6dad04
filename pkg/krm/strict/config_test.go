package strict_test

import (
	"fmt"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm/strict"
)

// config has a field of every kind that Decode knows.
type config struct {
	common
	Host      string            `json:"host,omitempty"`
	Missing   string            `json:"whenMissing,omitempty" enum:"error,leave"`
	Replicas  int               `json:"replicas,omitempty"`
	Small     int8              `json:"small,omitempty"`
	Port      uint16            `json:"port,omitempty"`
	Weight    float64           `json:"weight,omitempty"`
	Debug     bool              `json:"debug,omitempty"`
	Optional  *bool             `json:"optional,omitempty"`
	Rules     []rule            `json:"rules,omitempty"`
	Propagate []string          `json:"propagate,omitempty" enum:"annotations,env,args"`
	Labels    map[string]string `json:"labels,omitempty"`
	Named     map[string]*rule  `json:"named,omitempty"`
	Steps     []any             `json:"steps,omitempty"`
	Canary    map[string]any    `json:"canary,omitempty"`
	Extra     any               `json:"extra,omitempty"`
	MaxAge    days              `json:"maxAge,omitempty"`
	Selector  *selector         `json:"selector,omitempty"`
	Auth      auth              `json:"auth,omitzero" secret:"true"`
	Retain    retain            `json:"retain,omitzero" enum:"none"`
	Ignored   string            `json:"-"`
}

type common struct {
	Names []string `json:"names,omitempty"`
}

type rule struct {
	From string `json:"from" required:"true"`
	To   string `json:"to,omitempty"`
}

type selector struct {
	Names         []string `json:"names,omitempty" required:"true"`
	LabelSelector string   `json:"labelSelector,omitempty"`
}

type retain struct {
	Keep int `json:"keep,omitempty"`
}

type auth struct {
	Mode   string            `json:"mode,omitempty" enum:"basic,token"`
	Tries  int               `json:"tries,omitempty"`
	Age    days              `json:"age,omitempty"`
	Tokens map[string]string `json:"tokens,omitempty"`
}

// days is a type that reads itself from text.
type days int

func (d *days) UnmarshalText(text []byte) error {
	var n int
	if _, err := fmt.Sscanf(string(text), "%dd", &n); err != nil {
		return fmt.Errorf("is %q, but must be a number of days such as 14d", text)
	}
	*d = days(n)
	return nil
}

func (d days) MarshalText() ([]byte, error) { return fmt.Appendf(nil, "%dd", int(d)), nil }

// nodes has the fields that take the tree itself.
type nodes struct {
	Raw     yaml.Node    `json:"raw"`
	Pointer *yaml.Node   `json:"pointer"`
	Values  *yaml.RNode  `json:"values"`
	List    []yaml.RNode `json:"list"`
}

// decode reads a whole document and tells its problems, a line each.
func decode(document string, into any) string {
	var node yaml.Node
	if err := yaml.Unmarshal([]byte(document), &node); err != nil {
		return err.Error()
	}
	return lines(strict.Decode(&node, "spec", into))
}

func lines(problems []strict.Problem) string {
	var b strings.Builder
	for _, p := range problems {
		fmt.Fprintf(&b, "%d %s\n", p.Line, p)
	}
	return b.String()
}
