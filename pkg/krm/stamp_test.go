package krm_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm"
)

// stampConfig is the config of the function that these tests run.
type stampConfig struct {
	Host string   `json:"host,omitempty"`
	Mode string   `json:"mode,omitempty" enum:"set,read"`
	List []string `json:"list,omitempty"`
}

func (c *stampConfig) Default() { c.Mode = "set" }

func (c *stampConfig) Validate(p *krm.Pass) {
	if strings.Contains(c.Host, " ") {
		p.Errorf(nil, krm.Field{Path: "spec.host", Current: c.Host}, "has a space")
	}
}

// stamp puts a host into every Site, unless that has a mistake or is odd.
var stamp = &krm.Function{
	Name: "stamp", Kind: "Stamp", Type: krm.Transformer, Doc: "Stamp stamps.\n", Schema: []byte("{}\n"),
	Run: krm.Configured(func(p *krm.Pass, cfg stampConfig) error {
		for _, it := range p.Items() {
			if it.Kind != "Site" {
				continue
			}
			p.Edit(it, func(obj *yaml.RNode) error {
				n, err := obj.Pipe(yaml.Lookup("spec", "host"))
				if err != nil || n == nil {
					return err
				}
				f := krm.Field{Path: "spec.host", Current: n.YNode().Value, Proposed: cfg.Host}
				switch {
				case f.Current == "mistake":
					p.Errorf(it, f, "is a mistake")
				case f.Current == "odd":
					p.Warnf(it, f, "is odd")
				case cfg.Mode == "read":
					data, err := p.ReadFile(f.Current)
					if err != nil {
						return err
					}
					n.YNode().Value = string(data)
				case f.Current != cfg.Host:
					n.YNode().Value = cfg.Host
					p.Changed(it, f)
				}
				return nil
			})
		}
		return nil
	}),
}

const header = "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\n"

const stampWith = "functionConfig:\n  apiVersion: kurumi.dev/v1alpha1\n  kind: Stamp\n  metadata: {name: s}\n  spec: {host: new.example.com}\n"

// process runs stamp, and returns what it wrote and what it told, a line each.
func process(t *testing.T, in string) (out string, told []string) {
	t.Helper()
	var buf bytes.Buffer
	results, err := stamp.Process([]byte(in), &buf, krm.Options{})
	require.NoError(t, err)
	for _, r := range results {
		told = append(told, r.String())
	}
	return buf.String(), told
}

// site is a Site with a host, as an item of a list.
func site(name, host string) string {
	return fmt.Sprintf("- apiVersion: example.com/v1\n  kind: Site\n  metadata:\n    name: %s\n  spec:\n    host: %s\n", name, host)
}
