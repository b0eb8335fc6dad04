package sealedsecretrename

import (
	"bytes"
	_ "embed"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/rename"
	"github.com/kurumi-krm/kurumi/pkg/sealed"
	"github.com/kurumi-krm/kurumi/pkg/sealedsecret"
)

//go:embed doc.go
var doc string

//go:embed schema.json
var schema []byte

// Function is sealedsecret-rename.
var Function = &krm.Function{
	Name:   "sealedsecret-rename",
	Kind:   "SealedSecretRename",
	Type:   krm.Transformer,
	Doc:    krm.DocText(doc),
	Schema: schema,
	Keys:   true,
	Run:    krm.Configured(run),
}

// run reads all SealedSecrets, decides what becomes of each, and touches nothing before all of that is known to be
// possible.
func run(p *krm.Pass, cfg Config) error {
	r := &renamer{Pass: p, cfg: cfg}
	r.loadKeys()
	r.readAll()
	r.rewrapAll()
	r.checkNames()
	if p.Failed() {
		return nil
	}
	for _, s := range r.chosen {
		r.rename(s)
	}
	r.follow()
	return nil
}

// A renamer is one run.
type renamer struct {
	*krm.Pass
	cfg    Config
	keys   *sealedsecret.Keys // nil if the operator gave none
	ring   *sealed.Keyring
	all    []*secret // every SealedSecret
	chosen []*secret // those of them that the selector means
	plain  []*krm.Item
}

// A secret is a SealedSecret, and what becomes of it.
type secret struct {
	*sealedsecret.Object
	item   *krm.Item
	old    []string                // other names that refer to it: without the suffix, and what it was called before kustomize renamed it
	final  string                  // the name that it will have
	isDone bool                    // it has that name already
	moved  map[string]sealed.Value // its re-wrapped values, by key
	from   sealed.Label            // that they had
}

// loadKeys reads what the operator gave. Mistakes in there are told even if no key is needed.
func (r *renamer) loadKeys() {
	if r.Keys() == nil {
		return
	}
	keys, problems := sealedsecret.LoadKeys(r.Keys(), r.Now())
	for _, problem := range problems {
		tell := r.Errorf
		if problem.Warning {
			tell = r.Warnf
		}
		where := "the operator's keys"
		if problem.File != "" {
			where += ": " + problem.File
		}
		tell(nil, krm.Field{}, "%s: %s", where, problem.Message)
	}
	if keys != nil {
		r.keys = keys
		r.ring = sealed.NewKeyring(keys.Private...)
	}
}

// rename gives a SealedSecret its final name, and what goes with that.
func (r *renamer) rename(s *secret) {
	if s.isDone && s.moved == nil && r.cfg.Retain == (rename.Retain{}) && !bytes.Contains(s.item.Text(), []byte(rename.NeedsHashSuffix)) {
		return
	}
	r.Edit(s.item, func(obj *yaml.RNode) error {
		if !s.isDone {
			setName(obj.YNode(), s.Name, s.final)
			r.Changed(s.item, krm.Field{Path: "metadata.name", Current: s.Name, Proposed: s.final})
		}
		if f, dropped := rename.DropHash(obj); dropped && s.isDone { // else the new name tells enough
			r.Changed(s.item, f)
		}
		for _, path := range putValues(obj.YNode(), s.moved) {
			r.Changed(s.item, krm.Field{Path: path, Current: "sealed for " + string(s.from), Proposed: "sealed for " + string(s.Scope.Label(s.Namespace, s.final))})
		}
		return r.cfg.Retain.Mark(r.Pass, s.item, obj, r.moveName(s))
	})
}
