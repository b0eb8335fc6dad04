package sealedsecret

import (
	"bytes"
	"path"
	"slices"
	"strconv"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm/strict"
	"github.com/kurumi-krm/kurumi/pkg/lazyregexp"
)

// A Move is the operator's leave to take sealed values from one namespace into
// others: an item of moves.yaml.
type Move struct {
	From  string   `json:"from" required:"true"`  // the namespace that they were sealed for
	To    string   `json:"to" required:"true"`    // the namespaces that they may be used in; * is any run of characters
	Names []string `json:"names" required:"true"` // of the SealedSecrets, each in full
}

// MovedFrom is the namespaces that the SealedSecret of that namespace and name
// may have been sealed for, besides its own, in the order of moves.yaml.
func (k *Keys) MovedFrom(namespace, name string) []string {
	var from []string
	for _, m := range k.Moves {
		if m.From != namespace && !slices.Contains(from, m.From) && m.allows(namespace, name) {
			from = append(from, m.From)
		}
	}
	return from
}

// allows uses path.Match, whose other special characters no Move has: moves.yaml
// is refused with them.
func (m Move) allows(namespace, name string) bool {
	matches, err := path.Match(m.To, namespace)
	return err == nil && matches && slices.Contains(m.Names, name)
}

// moves reads moves.yaml.
func (at keyPlace) moves(data []byte) []Move {
	const wanted = "write a list of {from, to, names}"
	if bytes.Contains(data, []byte("-----BEGIN")) {
		at.errorf("holds PEM, but must hold moves; %s, and keep keys in files of their own", wanted)
		return nil
	}
	docs, err := yamlDocuments(data)
	switch {
	case err != nil:
		at.errorf("is broken YAML%s; %s", nearLine(err), wanted)
		return nil
	case len(docs) == 0:
		at.errorf("is empty; %s, or [] for none, or remove the file", wanted)
		return nil
	case len(docs) > 1:
		at.errorf("has %d documents, but must have one; %s", len(docs), wanted)
		return nil
	}
	var file struct {
		Moves []Move `json:"moves"`
	}
	key := &yaml.Node{Kind: yaml.ScalarNode, Tag: yaml.NodeTagString, Value: "moves"}
	told := map[string]bool{}
	for _, p := range strict.Decode(&yaml.Node{Kind: yaml.MappingNode, Content: []*yaml.Node{key, docs[0]}}, "", &file) {
		told[p.Path] = true
		at.errorf("%s", p)
	}
	for i, m := range file.Moves {
		for _, w := range m.wrong() {
			if p := "moves[" + strconv.Itoa(i) + "]." + w.field; !told[p] {
				at.errorf("%s: is %s, but %s", p, strconv.Quote(short(w.value)), w.must)
			}
		}
	}
	return file.Moves
}

// short keeps a message readable.
func short(s string) string {
	const limit = 60
	if len(s) <= limit {
		return s
	}
	return strings.ToValidUTF8(s[:limit], "") + "…"
}

type wrongField struct{ field, value, must string }

const maxLabel, maxSubdomain = 63, 253

var (
	dnsLabel     = lazyregexp.New(`^[a-z0-9]([-a-z0-9]*[a-z0-9])?$`)
	dnsSubdomain = lazyregexp.New(`^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$`)
	dnsGlob      = lazyregexp.New(`^[a-z0-9*]([-a-z0-9*]*[a-z0-9*])?$`)
)

// wrong is what the decoder cannot know. Fields that are not there it has told.
func (m Move) wrong() []wrongField {
	var all []wrongField
	if m.From != "" && (len(m.From) > maxLabel || !dnsLabel.MatchString(m.From)) {
		all = append(all, wrongField{"from", m.From, "must be the name of one namespace, with no * in it"})
	}
	if must := m.wrongTo(); m.To != "" && must != "" {
		all = append(all, wrongField{"to", m.To, must})
	}
	for i, name := range m.Names {
		if len(name) > maxSubdomain || !dnsSubdomain.MatchString(name) {
			all = append(all, wrongField{"names[" + strconv.Itoa(i) + "]", name, "must be the name of one SealedSecret, with no * in it"})
		}
	}
	return all
}

func (m Move) wrongTo() string {
	letters := strings.ReplaceAll(m.To, "*", "")
	switch {
	case letters == "":
		return "that is every namespace; name those that are meant, such as sample-app-pr-*"
	case len(letters) > maxLabel || len(m.To) > maxSubdomain || !dnsGlob.MatchString(m.To):
		return "must be the name of a namespace, in which only * is special"
	case m.To == m.From:
		return "that is where the values come from; name another namespace, or remove the move"
	}
	return ""
}
