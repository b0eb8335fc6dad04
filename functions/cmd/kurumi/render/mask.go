package render

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strconv"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

// valueFields is where a Secret has its values.
var valueFields = []string{"data", "stringData"}

// eachSecret calls fn for every Secret with values in a tree: in a List, too, or
// as the manifest that another object carries.
func eachSecret(n *yaml.Node, fn func(secret *yaml.Node)) {
	if n.Kind == yaml.MappingNode && value(n, "kind") == "Secret" {
		for _, field := range valueFields {
			if f := manifest.Field(n, field); f != nil && (len(f.Content) > 0 || value(n, field) != "") {
				fn(n)
				return
			}
		}
	}
	for _, child := range n.Content {
		eachSecret(child, fn)
	}
}

var errWithheld = errors.New("not shown, since it may hold the values of a Secret")

// masked is both sides of a diff without the values of Secrets: of a value that
// differs one can see that it does, and no more. Sides without Secrets are given
// back as they are.
func masked(was, is []byte) (maskedWas, maskedIs []byte, err error) {
	if !mayHoldSecret(was) && !mayHoldSecret(is) {
		return was, is, nil
	}
	a, errA := parse(was)
	b, errB := parse(is)
	if errA != nil || errB != nil {
		return nil, nil, errWithheld
	}
	before, after := secretValues(a), secretValues(b)
	if len(before)+len(after) == 0 {
		return was, is, nil
	}
	wasTexts, isTexts := texts(before), texts(after)
	hide(before, isTexts, "*** (before)")
	hide(after, wasTexts, "*** (after)")
	return encode(a, b)
}

func encode(a, b []*yaml.Node) (textA, textB []byte, err error) {
	if textA, err = encodeAll(a); err == nil {
		textB, err = encodeAll(b)
	}
	return textA, textB, err
}

func encodeAll(docs []*yaml.Node) ([]byte, error) {
	var out []byte
	for i, doc := range docs {
		text, err := yaml.String(doc)
		if err != nil {
			return nil, err
		}
		if i > 0 {
			out = append(out, "---\n"...)
		}
		out = append(out, text...)
	}
	return out, nil
}

// mayHoldSecret is whether it is worth a look: parsing is what takes time.
func mayHoldSecret(text []byte) bool { return bytes.Contains(text, []byte("Secret")) }

// parse reads documents. It refuses aliases and merge keys, by which a value can stand
// elsewhere.
func parse(text []byte) (docs []*yaml.Node, err error) {
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	for {
		var doc yaml.Node
		if err := decoder.Decode(&doc); errors.Is(err, io.EOF) {
			return docs, nil
		} else if err != nil {
			return nil, err
		}
		if refers(&doc) {
			return nil, errWithheld
		}
		docs = append(docs, &doc)
	}
}

func refers(n *yaml.Node) bool {
	return n.Kind == yaml.AliasNode || n.Tag == yaml.MergeTag || slices.ContainsFunc(n.Content, refers)
}

// lastApplied holds a whole manifest, the values of a Secret included.
const lastApplied = "kubectl.kubernetes.io/last-applied-configuration"

// A secretValue is a scalar that must not be shown.
type secretValue struct {
	at   string // tells it from the others of its file, so that it is found on the other side
	node *yaml.Node
}

// secretValues is the values of all Secrets. It takes the comments out of documents
// with Secrets, since an old value may be in one.
func secretValues(docs []*yaml.Node) (values []secretValue) {
	secrets := 0
	for _, doc := range docs {
		eachSecret(doc, func(secret *yaml.Node) {
			secrets++
			withoutComments(doc)
			at := strconv.Itoa(secrets)
			for _, field := range valueFields {
				values = append(values, scalars(manifest.Field(secret, field), at+"/"+field)...)
			}
			annotations := manifest.Field(manifest.Field(secret, "metadata"), "annotations")
			values = append(values, scalars(manifest.Field(annotations, lastApplied), at+"/annotation")...)
		})
	}
	return values
}

func withoutComments(n *yaml.Node) {
	n.HeadComment, n.LineComment, n.FootComment = "", "", ""
	for _, child := range n.Content {
		withoutComments(child)
	}
}

func scalars(n *yaml.Node, at string) (values []secretValue) {
	switch {
	case n == nil:
	case n.Kind == yaml.ScalarNode:
		values = append(values, secretValue{at, n})
	case n.Kind == yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			values = append(values, scalars(n.Content[i+1], at+"/"+n.Content[i].Value)...)
		}
	default:
		for i, child := range n.Content {
			values = append(values, scalars(child, at+"/"+strconv.Itoa(i))...)
		}
	}
	return values
}

func texts(values []secretValue) map[string]string {
	all := map[string]string{}
	for _, v := range values {
		all[v.at] = v.node.Value
	}
	return all
}

// hide masks the values of one side, and marks those that differ from the other's.
func hide(values []secretValue, others map[string]string, changed string) {
	for _, v := range values {
		text := "***"
		if other, ok := others[v.at]; ok && other != v.node.Value {
			text = changed
		}
		*v.node = yaml.Node{Kind: yaml.ScalarNode, Tag: yaml.NodeTagString, Value: text}
	}
}
