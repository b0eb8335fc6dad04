package secretversion

import (
	_ "embed"
	"strings"

	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/manifest"
	"github.com/kurumi-krm/kurumi/pkg/rename"
)

// externalSecret is the kind that the External Secrets operator makes Secrets of.
const externalSecret = "ExternalSecret"

//go:embed doc.go
var doc string

//go:embed schema.json
var schema []byte

// Function is secret-version.
var Function = &krm.Function{
	Name:   "secret-version",
	Kind:   "SecretVersion",
	Type:   krm.Transformer,
	Doc:    krm.DocText(doc),
	Schema: schema,
	Run:    krm.Configured(run),
}

// run reads everything that makes a Secret, decides what becomes of each, and touches nothing before all of that is known
// to be possible.
func run(p *krm.Pass, cfg Config) error {
	v := &versioner{Pass: p, cfg: cfg}
	v.readAll()
	v.checkNames()
	if p.Failed() {
		return nil
	}
	for _, s := range v.chosen {
		v.rename(s)
	}
	rename.Follow(p, p.Items(), v.targets(), cfg.References)
	return nil
}

// A versioner is one run.
type versioner struct {
	*krm.Pass
	cfg    Config
	all    []*secret // every Secret, ExternalSecret and SealedSecret
	chosen []*secret // those of them that get a version
}

// A secret is an object that is, makes or fills a Secret.
type secret struct {
	item     *krm.Item
	own      naming // of the object
	made     naming // of the Secret: the same, unless an ExternalSecret names its target
	makes    bool   // the Secret is its own
	fills    bool   // an ExternalSecret that puts values into a Secret of somebody else's
	isChosen bool   // it gets a version
}

// targets is everything that a reference may mean. What gets no version is known by its name alone, and keeps that.
func (v *versioner) targets() []rename.Target {
	var all []rename.Target
	for _, s := range v.all {
		switch {
		case s.isChosen:
			all = append(all, s.target(s.made.final, s.made.all()))
		case s.makes:
			all = append(all, s.target(s.made.current, []string{s.made.current}))
		}
	}
	return all
}

// target is the Secret under its final name, by names of which the likeliest goes first.
func (s *secret) target(final string, names []string) rename.Target {
	t := rename.Target{Namespace: s.item.Namespace, Final: final, Names: map[string]int{}}
	for rank, name := range names {
		t.Names[name] = rank
	}
	return t
}

// A naming is what becomes of one name.
type naming struct {
	at      string // the field, as results write it
	current string
	base    string // without the suffix
	final   string
	earlier []string // what kustomize calls earlier names
}

// named is what becomes of a name that gets a suffix.
func named(at, current, suffix string, earlier []string) naming {
	base, final := withSuffix(current, suffix)
	return naming{at: at, current: current, base: base, final: final, earlier: earlier}
}

// all is every name by which others may mean this one, the likeliest first.
func (n naming) all() []string {
	suffix := n.final[len(n.base):]
	return rename.WithoutSuffix(suffix, append([]string{n.current}, n.earlier...))
}

// path is the field.
func (n naming) path() manifest.Path { return manifest.ParsePath(strings.ReplaceAll(n.at, ".", "/")) }

// field is how results tell of it.
func (n naming) field() krm.Field {
	f := krm.Field{Path: n.at, Current: n.current}
	if n.final != n.current {
		f.Proposed = n.final
	}
	return f
}

// names is every name that an object goes by, and those of the Secret that it makes.
func (s *secret) names() []string {
	if !s.makes {
		return s.own.all()
	}
	return append(s.own.all(), s.made.all()...)
}

// namings is the fields that hold a name.
func (s *secret) namings() []naming {
	if s.made.at == s.own.at {
		return []naming{s.own}
	}
	return []naming{s.own, s.made}
}
