package secret

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"slices"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/lazyregexp"
	"github.com/kurumi-krm/kurumi/pkg/sealedsecret"
)

// read reads the SealedSecrets of a file. ok is false where there are none: it
// may mention them only, be a template, which is told, or be broken, which is an
// error.
func (r *report) read(f file) (objects []*object, ok bool) {
	objects, results := readObjects(f.name, f.data)
	if !slices.ContainsFunc(results, func(res krm.Result) bool { return res.Severity == krm.Error }) {
		return objects, len(objects) > 0
	}
	switch holds, err := holdsSealed(f.data); {
	case err != nil && isTemplate(f.data):
		r.Notef("%s: skipped: it is a template, and not YAML", f.name)
	case err != nil || holds:
		r.Results(results)
	}
	return nil, false
}

// mentions tells whether a file may hold a SealedSecret at all. Most do not, and
// need not be understood.
func mentions(data []byte) bool {
	isUTF16 := bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff"))
	return isUTF16 || bytes.Contains(data, []byte(sealedsecret.Kind))
}

var (
	actionLines = lazyregexp.New(`(?m)^[ \t]*(\{\{[^{}]*\}\}[ \t]*)+\r?$`)
	actions     = lazyregexp.New(`\{\{[^{}]*\}\}`)
)

// isTemplate tells a template of YAML, such as Helm's, from YAML that is broken:
// without its actions it can be read.
func isTemplate(data []byte) bool {
	if !actions.Match(data) {
		return false
	}
	_, err := holdsSealed(actions.ReplaceAll(actionLines.ReplaceAll(data, nil), []byte("x")))
	return err == nil
}

// holdsSealed reads a file that cannot be taken apart for krm, such as a
// kustomization without a kind: does it hold SealedSecrets at all?
func holdsSealed(data []byte) (bool, error) {
	for d := yaml.NewDecoder(bytes.NewReader(data)); ; {
		var doc yaml.Node
		switch err := d.Decode(&doc); {
		case errors.Is(err, io.EOF):
			return false, nil
		case err != nil:
			return false, err
		case saysSealed(&doc, 0):
			return true, nil
		}
	}
}

// saysSealed looks for the kind where an object or a list has it. In doubt it finds
// one, as nothing may be passed over in silence.
func saysSealed(n *yaml.Node, depth int) bool {
	if n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	if n.Kind != yaml.MappingNode {
		within := func(child *yaml.Node) bool { return saysSealed(child, depth+1) }
		return n.Kind != yaml.ScalarNode && depth < 4 && slices.ContainsFunc(n.Content, within)
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if value.Kind == yaml.AliasNode {
			value = value.Alias
		}
		switch {
		case key.Value == "kind" && value.Value == sealedsecret.Kind:
			return true
		case (key.Value == "items" || key.Value == "<<") && depth < 4 && saysSealed(value, depth+1):
			return true
		}
	}
	return false
}

// stillJSON tells whether what was JSON still is.
func stillJSON(was, is []byte) bool { return !json.Valid(was) || json.Valid(is) }
