package rename

import (
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

// Argo CD's annotation, and the option in it.
const (
	syncOptions = "argocd.argoproj.io/sync-options"
	pruneLast   = "PruneLast=true"
)

// Mark writes down on a version how long it stays: for kurumi render, and for Argo CD. base is its name without the suffix.
func (r Retain) Mark(p *krm.Pass, it *krm.Item, obj *yaml.RNode, base string) error {
	if r.Keep != nil {
		keep := func(string) string { return Keep(*r.Keep, base) }
		if err := annotate(p, it, obj, KeepAnnotation, keep); err != nil {
			return err
		}
	}
	if !r.PruneLast {
		return nil
	}
	return annotate(p, it, obj, syncOptions, withPruneLast)
}

// annotate gives an object's annotation another value, and tells if it is one. A comment beside it stays.
func annotate(p *krm.Pass, it *krm.Item, obj *yaml.RNode, name string, change func(string) string) error {
	old := obj.GetAnnotations(name)[name]
	value := change(old)
	if value == old {
		return nil
	}
	p.Changed(it, krm.Field{Path: manifest.Under("metadata.annotations", name), Current: old, Proposed: value})
	if n := annotation(obj, name); n != nil && n.ShortTag() == yaml.NodeTagString {
		n.Value = value
		return nil
	}
	return obj.PipeE(yaml.SetAnnotation(name, value))
}

// withPruneLast adds Argo CD's option to a list of such, unless it is there.
func withPruneLast(options string) string {
	if options == "" {
		return pruneLast
	}
	for o := range strings.SplitSeq(options, ",") {
		if strings.TrimSpace(o) == pruneLast {
			return options
		}
	}
	return options + "," + pruneLast
}
