package secret

import (
	"bytes"
	"io"
	"os"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/tell"
	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/sealed"
	"github.com/kurumi-krm/kurumi/pkg/sealedsecret"
)

// toSeal is a Secret with the scope to seal it in.
type toSeal struct {
	*plainSecret
	scope sealed.Scope
}

func (t *toSeal) String() string {
	return "Secret " + strings.TrimPrefix(t.Namespace+"/"+t.Name, "/")
}

// read reads the Secrets to seal.
func (s *sealer) read(args []string, stdin io.Reader) []*toSeal {
	var secrets []*toSeal
	seen := map[string]bool{}
	for _, source := range s.sources(args, stdin) {
		_, results := items(source.Name, source.Data, func(p *krm.Pass) {
			for _, it := range p.Items() {
				t := s.secret(p, it)
				if t == nil {
					continue
				}
				if seen[t.String()] {
					p.Errorf(it, krm.Field{Path: "metadata.name"}, "stands in the input twice; remove one of the two")
				}
				seen[t.String()] = true
				secrets = append(secrets, t)
			}
		})
		s.Results(results)
	}
	if len(secrets) == 0 && !s.Failed() {
		s.Errorf("no Secret to seal in the input; give one, as kubectl create secret … --dry-run=client -o yaml prints it")
	}
	return secrets
}

func (s *sealer) sources(args []string, stdin io.Reader) []krm.Source {
	if len(args) == 0 {
		args = []string{"-"}
	}
	var sources []krm.Source
	for _, name := range args {
		var data []byte
		var err error
		switch {
		case name != "-":
			data, err = os.ReadFile(name)
		case tell.IsTerminal(stdin):
			s.Errorf("no Secret on stdin; give a file, or pipe one in: kurumi secret seal --cert FILE < secret.yaml")
			continue
		default:
			name = "stdin"
			data, err = io.ReadAll(stdin)
		}
		if err != nil {
			s.Errorf("%s: %v", name, cause(err))
			continue
		}
		sources = append(sources, krm.Source{Name: name, Data: data})
	}
	return sources
}

// secret reads one Secret, and fills in what the command line says.
func (s *sealer) secret(p *krm.Pass, it *krm.Item) *toSeal {
	plain := readItem(p, it)
	if plain == nil {
		return nil
	}
	t := &toSeal{plainSecret: plain}
	var problems []fieldProblem
	t.scope, problems = scopeOf(plain.Annotations)
	if s.scopeGiven {
		t.scope, problems = s.scope, nil
	}
	t.Annotations = withScope(plain.Annotations, t.scope)
	if plain.Namespace == "" {
		plain.Namespace = s.flags.namespace
	} else if n := s.flags.namespace; n != "" && n != plain.Namespace {
		problems = append(problems, fieldProblem{"metadata.namespace", "is " + plain.Namespace + ", and --namespace is " + n + "; leave --namespace out, or correct one of the two"})
	}
	if why := wrongName(plain.Name); why != "" {
		problems = append(problems, fieldProblem{"metadata.name", why})
	}
	if why := wrongNamespace(plain.Namespace, t.scope); why != "" {
		problems = append(problems, fieldProblem{"metadata.namespace", why})
	}
	if len(plain.Values) == 0 && !p.Failed() {
		problems = append(problems, fieldProblem{"data", "is empty, and so is stringData: there is nothing to seal"})
	}
	for _, problem := range problems {
		p.Errorf(it, krm.Field{Path: problem.path}, "%s", problem.message)
	}
	if base, ok := sealed.LooksLikeSuffix(plain.Name); ok {
		p.Warnf(it, krm.Field{Path: "metadata.name"}, "ends in what looks like a suffix already, and gets another; is %s meant?", base)
	}
	return t
}

func (t *toSeal) freshParts() (map[string]part, error) {
	parts := make(map[string]part, len(t.Values))
	for key, plaintext := range t.Values {
		var err error
		if parts[key], err = freshPart(plaintext); err != nil {
			return nil, err
		}
	}
	return parts, nil
}

// seal is the SealedSecret that the parts make, beside the data that its template has.
func (s *sealer) seal(t *toSeal, parts map[string]part, data map[string]*string) (update, bool) {
	content := &sealing{parts: parts, kind: t.Type, immutable: t.Immutable, data: data}
	u := update{
		namespace: t.Namespace, name: t.Name + "-" + content.suffix(), scope: t.scope,
		labels: t.Labels, annotations: t.Annotations, kind: t.Type, immutable: t.Immutable, whole: true,
	}
	var err error
	if u.values, err = content.under(s.to, t.scope.Label(u.namespace, u.name)); err != nil {
		s.Errorf("%s: %v", t, err)
		return u, false
	}
	return u, true
}

// document is a new SealedSecret in YAML.
func (s *sealer) document(t *toSeal, parts map[string]part) []byte {
	u, ok := s.seal(t, parts, nil)
	if !ok {
		return nil
	}
	var out bytes.Buffer
	enc := yaml.NewEncoderWithOptions(&out, &yaml.EncoderOptions{SeqIndent: yaml.CompactSequenceStyle})
	obj := newSealed(u)
	err := enc.Encode(obj)
	if err == nil {
		err = enc.Close()
	}
	if err == nil {
		err = finalName(obj, u.name)
	}
	if err != nil {
		s.Errorf("%s: cannot be written as YAML: %v", t, err)
	}
	return out.Bytes()
}

// finalName checks that an object reads as what it was meant to be.
func finalName(obj *yaml.Node, name string) error {
	read, problems := sealedsecret.Read(obj)
	if len(problems) > 0 {
		return &badOutput{problems[0].Path + ": " + problems[0].Message}
	}
	if is, _, final := read.FinalName(); !final || is != name {
		return &badOutput{"its name would not be the final one"}
	}
	return nil
}

// badOutput is a mistake of this program's, found before anything was written.
type badOutput struct{ why string }

func (b *badOutput) Error() string { return b.why }
