package sealedsecretrename

import (
	"slices"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/rename"
	"github.com/kurumi-krm/kurumi/pkg/sealed"
	"github.com/kurumi-krm/kurumi/pkg/sealedsecret"
)

// readAll reads every SealedSecret, and looks at every Secret.
func (r *renamer) readAll() {
	r.plain = krm.Where(r.Items(), func(it *krm.Item) bool { return it.Kind == "Secret" && it.Group() == "" })
	r.EditEach(krm.Where(r.Items(), isSealedSecret), func(it *krm.Item, obj *yaml.RNode) error {
		r.read(it, obj)
		return nil
	})
	r.EditEach(r.plain, func(it *krm.Item, obj *yaml.RNode) error {
		r.checkSecret(it, obj.YNode())
		return nil
	})
	var names []string
	for _, s := range r.all {
		names = append(names, s.names()...)
	}
	for name, hint := range r.cfg.Selector.Missing(names) {
		r.Warnf(nil, krm.Field{Path: "spec.selector.names", Current: name}, "no SealedSecret is called %s%s", name, hint)
	}
}

func isSealedSecret(it *krm.Item) bool {
	return it.Kind == sealedsecret.Kind && it.Group() == sealedsecret.Group
}

// read reads a SealedSecret, and decides under which name it comes out.
func (r *renamer) read(it *krm.Item, obj *yaml.RNode) {
	o, problems := sealedsecret.Read(obj.YNode())
	s := &secret{Object: o, item: it}
	name, base, final := o.FinalName()
	s.final, s.isDone = name, final
	all := rename.WithoutSuffix(name[len(base):], append([]string{o.Name}, rename.PreviousNames(obj)...))
	s.old = slices.DeleteFunc(all, func(old string) bool { return old == name })
	r.all = append(r.all, s)
	for i := range o.Values {
		o.Values[i].Node = nil // the tree goes
	}
	if !r.cfg.Selector.Chooses(s.names(), obj) {
		s.final = o.Name
		return
	}
	for _, problem := range problems {
		r.Errorf(it, krm.Field{Path: problem.Path}, "%s", problem.Message)
	}
	if len(problems) > 0 {
		return
	}
	r.chosen = append(r.chosen, s)
	r.checkFinal(s, obj)
}

// names is every name that a SealedSecret goes by.
func (s *secret) names() []string { return append([]string{s.Name}, s.old...) }

// checkFinal refuses names by which a SealedSecret would not be found, or not be opened.
func (r *renamer) checkFinal(s *secret, obj *yaml.RNode) {
	at := krm.Field{Path: "metadata.name", Current: s.Name, Proposed: s.final}
	if len(s.final) > rename.MaxName {
		r.Errorf(s.item, at, "would be a name of %d characters, and %d are allowed; shorten it and seal it again", len(s.final), rename.MaxName)
	}
	if !s.isDone {
		if base, ok := sealed.LooksLikeSuffix(s.Name); ok {
			r.Errorf(s.item, at, "ends in what looks like the suffix of another content: a value was changed under the old name; "+
				"seal it again as %s with kurumi secret seal or edit. If that is its name as it should be, leave it out with the selector", base)
		}
		return
	}
	if s.Scope != sealed.Strict {
		return
	}
	// It was given its final name when it was sealed. Neither that nor its namespace can be changed since.
	names, namespaces := rename.PreviousNames(obj), rename.PreviousNamespaces(obj)
	for i, name := range names {
		if name != s.Name {
			r.Errorf(s.item, at, "was %s when it was sealed in strict scope, and opens under no other name; take away the namePrefix, nameSuffix or patch that changes it, or seal it under the name that it gets", name)
			return
		}
		if i < len(namespaces) && namespaces[i] != "default" && namespaces[i] != s.Namespace && !r.movesHere(s) {
			r.Errorf(s.item, krm.Field{Path: "metadata.namespace", Current: s.Namespace},
				"was %s when it was sealed in strict scope, and it opens in no other namespace; seal it for this one, or see moves.yaml in the documentation", namespaces[i])
			return
		}
	}
}
