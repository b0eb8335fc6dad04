package image

import (
	"context"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/functions"
	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/build"
	"github.com/kurumi-krm/kurumi/functions/configbake"
	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

// A planner collects what config-bake would bake.
type planner struct {
	report
	ctx     context.Context
	config  *krm.Source
	files   []krm.Source // planned together
	configs int          // how many there were
	all     []configbake.Container
}

// plans is what config-bake would bake of manifests: of files, of stdin (a dash),
// and of what kustomizations (folders) hand to the function, with the config that
// they have for it. Without a config it is every ConfigMap that is mounted.
func plans(cmd *cobra.Command, config string, args []string) (all []configbake.Container, errs []string) {
	p := &planner{ctx: cmd.Context()}
	if config != "" {
		data, err := os.ReadFile(config)
		if err != nil {
			p.Errorf("--config %s: cannot be read: %v", config, reason(err))
		}
		p.config = &krm.Source{Name: config, Data: data}
	}
	p.gather(args, cmd.InOrStdin())
	if len(p.files) > 0 && !p.Failed() {
		f := p.suite()
		if p.config == nil {
			f = &krm.Function{Name: "kurumi image", Run: krm.Unconfigured(func(pass *krm.Pass) error { return p.note(pass, everything(pass)) })}
		}
		_, results, err := f.ProcessFiles(p.config, p.files, p.options())
		p.results(results, err)
	}
	return p.all, p.Errors()
}

func (p *planner) gather(args []string, stdin io.Reader) {
	p.each(args, stdin, func(dir string) {
		lists, err := build.Inputs(p.ctx, dir, configbake.Function.Name)
		if err != nil {
			p.Errorf("%v", err)
			return
		}
		before := p.configs
		for _, list := range lists {
			p.results(p.suite().Process(list, io.Discard, p.options()))
		}
		switch {
		case p.configs == before && !p.Failed():
			p.render(p.ctx, dir, &p.files)
		case p.config != nil:
			p.Errorf("%s: has a ConfigBake of its own; leave --config out", dir)
		}
	}, &p.files)
}

// options is how the operator runs the steps of a Pipeline.
func (p *planner) options() krm.Options {
	keys, err := krm.OperatorKeys("")
	if err != nil {
		p.Errorf("%v", err)
	}
	return krm.Options{Keys: keys, Now: time.Now()}
}

// suite is all functions as they are, but that config-bake notes its plan before it
// does its work, which later steps of a Pipeline see.
func (p *planner) suite() *krm.Function {
	all := functions.All()
	for i, f := range all {
		if f.Name == configbake.Function.Name {
			planning := *f
			all[i] = &planning
			planning.Run = func(pass *krm.Pass, config *yaml.Node) func(*krm.Pass) error {
				plan := krm.Configured(p.note)(pass, config)
				if pass.Failed() {
					return nil
				}
				bake := f.Run(pass, config)
				return func(pass *krm.Pass) error {
					if err := plan(pass); err != nil || pass.Failed() {
						return err
					}
					return bake(pass)
				}
			}
		}
	}
	return krm.Pipeline("kurumi", all...)
}

func (p *planner) note(pass *krm.Pass, cfg configbake.Config) error {
	p.configs++
	p.all = append(p.all, configbake.Plan(pass, cfg)...)
	return nil
}

// everything is a config by which each ConfigMap is baked that has data and is
// mounted.
func everything(p *krm.Pass) configbake.Config {
	mounted, filled := map[string]bool{}, []string{}
	for _, it := range p.Items() {
		p.Edit(it, func(obj *yaml.RNode) error {
			if it.Kind == "ConfigMap" && it.Group() == "" && hasData(obj.YNode()) {
				filled = append(filled, it.Name)
			}
			if len(manifest.Pods(obj.YNode())) == 0 {
				return nil
			}
			manifest.References(obj.YNode(), nil, func(r manifest.Reference) {
				if r.Kind == "ConfigMap" && strings.Contains(r.At, ".volumes[") {
					mounted[r.Name] = true
				}
			})
			return nil
		})
	}
	cfg := configbake.Config{EnvFrom: "leave"}
	for _, name := range filled {
		if mounted[name] {
			cfg.Configs = append(cfg.Configs, configbake.Entry{ConfigMap: name})
			delete(mounted, name)
		}
	}
	return cfg
}

func hasData(obj *yaml.Node) bool {
	for _, name := range []string{"data", "binaryData"} {
		if n := manifest.Field(obj, name); n != nil && len(n.Content) > 0 {
			return true
		}
	}
	return false
}
