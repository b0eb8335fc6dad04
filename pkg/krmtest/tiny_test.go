package krmtest_test

import (
	"errors"
	"strconv"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm"
)

// tiny is a function without settings. It is Tiny, whatever it does.
func tiny(run func(p *krm.Pass, _ struct{}) error) *krm.Function {
	return &krm.Function{Name: "tiny", Kind: "Tiny", Type: krm.Transformer, Doc: "Package tiny is a test.", Run: krm.Configured(run)}
}

// host gives every item's spec.host the value that fn says.
func host(p *krm.Pass, tell bool, fn func(old string) string) {
	for _, it := range p.Items() {
		p.Edit(it, func(obj *yaml.RNode) error {
			n, err := obj.Pipe(yaml.Lookup("spec", "host"))
			if err != nil || n == nil {
				return err
			}
			old := n.YNode().Value
			if n.YNode().Value = fn(old); tell && n.YNode().Value != old {
				p.Changed(it, krm.Field{Path: "spec.host", Current: old, Proposed: n.YNode().Value})
			}
			return nil
		})
	}
}

func toNew(string) string { return "new" }

var counter int

// runs is one good function, and one for every way in which a function breaks a
// promise.
var runs = map[string]func(p *krm.Pass, _ struct{}) error{
	"good": func(p *krm.Pass, _ struct{}) error {
		host(p, true, toNew)
		return nil
	},
	"refuses": func(p *krm.Pass, _ struct{}) error {
		host(p, true, toNew)
		p.Errorf(p.Items()[0], krm.Field{Path: "spec.host"}, "is none")
		return nil
	},
	"breaks": func(*krm.Pass, struct{}) error { return errors.New("it broke") },
	"grows": func(p *krm.Pass, _ struct{}) error {
		host(p, true, func(old string) string { return old + "er" })
		return nil
	},
	"counts": func(p *krm.Pass, _ struct{}) error {
		counter++
		host(p, true, func(string) string { return "host" + strconv.Itoa(counter) })
		return nil
	},
	"swaps": func(p *krm.Pass, _ struct{}) error {
		var trees []*yaml.RNode
		for _, it := range p.Items() {
			p.Edit(it, func(obj *yaml.RNode) error {
				trees = append(trees, obj.Copy())
				return nil
			})
		}
		for i, it := range p.Items() {
			p.Edit(it, func(obj *yaml.RNode) error {
				obj.SetYNode(trees[len(trees)-1-i].YNode())
				return nil
			})
		}
		return nil
	},
	"silent": func(p *krm.Pass, _ struct{}) error {
		host(p, false, toNew)
		return nil
	},
	"boasts": func(p *krm.Pass, _ struct{}) error {
		p.Changed(p.Items()[0], krm.Field{Path: "spec.host", Current: "old", Proposed: "new"})
		return nil
	},
	"peeks": func(p *krm.Pass, _ struct{}) error {
		for _, it := range p.Items() {
			p.Edit(it, func(obj *yaml.RNode) error {
				if obj.GetAnnotations()["config.kubernetes.io/path"] == "" {
					return nil
				}
				p.Changed(it, krm.Field{Path: "spec.host", Current: "old", Proposed: "new"})
				return obj.PipeE(yaml.Lookup("spec"), yaml.SetField("host", yaml.NewStringRNode("new")))
			})
		}
		return nil
	},
	"leaks": func(p *krm.Pass, _ struct{}) error {
		p.Warnf(p.Items()[0], krm.Field{}, "holds hunter2@www.example.com")
		return nil
	},
}
