package secret

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/krm/strict"
	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

// A plainSecret is what a Secret says.
type plainSecret struct {
	Namespace, Name     string
	Labels, Annotations map[string]string
	Type                string
	Immutable           bool
	Values              map[string][]byte
}

// plainReader reads a Secret as strictly as the API server, and more so: a field
// that it does not know would be lost without a word.
type plainReader struct {
	plain    plainSecret
	problems []fieldProblem
}

type fieldProblem struct{ path, message string }

var (
	secretFields = []string{"apiVersion", "kind", "metadata", "data", "stringData", "type", "immutable"}
	// What a cluster adds, or only means something there, is left out of what is sealed.
	metaFields = []string{
		"name", "namespace", "labels", "annotations", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds",
		"finalizers", "generation", "managedFields", "ownerReferences", "resourceVersion", "selfLink", "uid",
	}
)

// lastApplied is an annotation of kubectl's that holds the whole Secret in plain text.
const lastApplied = "kubectl.kubernetes.io/last-applied-configuration"

// readPlain reads a Secret. It tells every mistake, and never shows a value.
func readPlain(obj *yaml.Node) (*plainSecret, []fieldProblem) {
	r := &plainReader{plain: plainSecret{Values: map[string][]byte{}}}
	r.known(obj, "", secretFields)
	meta := r.mapping(obj, "", "metadata")
	r.known(meta, "metadata", metaFields)
	r.plain.Name, r.plain.Namespace = r.text(meta, "metadata", "name"), r.text(meta, "metadata", "namespace")
	r.plain.Labels = r.texts(meta, "labels")
	r.plain.Annotations = r.texts(meta, "annotations")
	delete(r.plain.Annotations, lastApplied)
	r.plain.Type = r.text(obj, "", "type")
	r.immutable(manifest.Field(obj, "immutable"))
	r.data(r.mapping(obj, "", "data"))
	r.stringData(r.mapping(obj, "", "stringData"))
	return &r.plain, r.problems
}

func (r *plainReader) add(path, format string, args ...any) {
	r.problems = append(r.problems, fieldProblem{path, fmt.Sprintf(format, args...)})
}

func (r *plainReader) known(n *yaml.Node, at string, fields []string) {
	for i := 0; n != nil && i+1 < len(n.Content); i += 2 {
		key := n.Content[i].Value
		if slices.Contains(fields, key) {
			continue
		}
		hint := "remove it"
		if near := strict.Closest(key, fields); near != "" {
			hint = "did you mean " + near + "?"
		}
		r.add(manifest.Under(at, key), "is no field of a Secret; %s", hint)
	}
}

// mapping is a field that holds fields, nil if there is none.
func (r *plainReader) mapping(n *yaml.Node, at, name string) *yaml.Node {
	f := manifest.Field(n, name)
	switch {
	case f == nil || f.ShortTag() == yaml.NodeTagNull:
		return nil
	case f.Kind != yaml.MappingNode:
		r.add(manifest.Under(at, name), "is no mapping of names to texts")
		return nil
	}
	return f
}

func (r *plainReader) text(n *yaml.Node, at, name string) string {
	f := manifest.Field(n, name)
	switch {
	case f == nil || f.ShortTag() == yaml.NodeTagNull:
		return ""
	case f.Kind != yaml.ScalarNode || f.ShortTag() != yaml.NodeTagString:
		r.add(manifest.Under(at, name), "is no text; put it in quotes")
		return ""
	}
	return f.Value
}

func (r *plainReader) texts(meta *yaml.Node, name string) map[string]string {
	texts := map[string]string{}
	n := r.mapping(meta, "metadata", name)
	for i := 0; n != nil && i+1 < len(n.Content); i += 2 {
		key := n.Content[i].Value
		texts[key] = r.text(n, "metadata."+name, key)
	}
	return texts
}

func (r *plainReader) immutable(n *yaml.Node) {
	switch {
	case n == nil || n.ShortTag() == yaml.NodeTagNull:
	case n.ShortTag() == yaml.NodeTagBool:
		r.plain.Immutable = strings.EqualFold(n.Value, "true")
	default:
		r.add("immutable", "is neither true nor false")
	}
}

func (r *plainReader) data(n *yaml.Node) {
	r.values(n, "data", func(at, text string) ([]byte, bool) {
		value, err := base64.StdEncoding.DecodeString(text)
		if err != nil {
			r.add(at, "is not base64; a plain text goes under stringData")
		}
		return value, err == nil
	})
}

// stringData wins over data, as in the API server.
func (r *plainReader) stringData(n *yaml.Node) {
	r.values(n, "stringData", func(_, text string) ([]byte, bool) { return []byte(text), true })
}

func (r *plainReader) values(n *yaml.Node, field string, decode func(at, text string) ([]byte, bool)) {
	for i := 0; n != nil && i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i].Value, n.Content[i+1]
		at := manifest.Under(field, key)
		if why := wrongKey(key); why != "" {
			r.add(at, "%s", why)
		}
		switch {
		case value.ShortTag() == yaml.NodeTagNull:
			r.add(at, `has no value; write "" if it is meant to be empty`)
		case value.Kind != yaml.ScalarNode || value.ShortTag() != yaml.NodeTagString:
			r.add(at, "is no text; put it in quotes")
		default:
			if b, ok := decode(at, value.Value); ok {
				r.plain.Values[key] = b
			}
		}
	}
}

// readItem reads an object that has to be a Secret, and records its mistakes.
func readItem(p *krm.Pass, it *krm.Item) *plainSecret {
	var plain *plainSecret
	if it.Kind != "Secret" || it.APIVersion != "v1" {
		p.Errorf(it, krm.Field{}, "is no Secret of v1; %s", whatInstead(it))
		return nil
	}
	p.Edit(it, func(obj *yaml.RNode) error {
		var problems []fieldProblem
		plain, problems = readPlain(obj.YNode())
		for _, problem := range problems {
			p.Errorf(it, krm.Field{Path: problem.path}, "%s", problem.message)
		}
		return nil
	})
	return plain
}

func whatInstead(it *krm.Item) string {
	if it.Kind == "SealedSecret" {
		return "it is sealed already: kurumi secret edit changes its values"
	}
	return "give Secrets only"
}
