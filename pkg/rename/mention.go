package rename

import (
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

// mentions warns of a name that stands in the text of a variable, an argument or a ConfigMap: it may be the Secret's, and
// nobody changes it there.
func (f *follower) mentions(obj *yaml.Node) {
	for _, pod := range manifest.Pods(obj) {
		pod.Containers(func(c *yaml.Node, at string) {
			manifest.ParsePath("env/value").Each(c, f.text(at))
			for _, name := range []string{"args", "command"} {
				manifest.ParsePath(name).Each(c, f.texts(at))
			}
		})
	}
	if f.item.Kind == "ConfigMap" && f.item.Group() == "" {
		data := manifest.Field(obj, "data")
		for i := 0; data != nil && i+1 < len(data.Content); i += 2 {
			f.text("")(data.Content[i+1], manifest.Under("data", data.Content[i].Value))
		}
	}
}

func (f *follower) texts(below string) func(n *yaml.Node, at string) {
	return func(list *yaml.Node, at string) {
		for i, n := range list.Content {
			f.text(below)(n, manifest.At(at, i))
		}
	}
}

// text looks at one text, and warns once for an item.
func (f *follower) text(below string) func(n *yaml.Node, at string) {
	return func(n *yaml.Node, at string) {
		for word := range words(n.Value) {
			found := f.meant(word, f.item.Namespace)
			if len(found) > 0 && found[0].final != word && !f.warned {
				f.warned = true
				path := strings.TrimPrefix(below+"."+at, ".")
				f.Warnf(f.item, krm.Field{Path: path}, "has the word %s in it, which stays; if it is the Secret's name, which is %s now, refer to it with a field of its own", word, found[0].final)
			}
		}
	}
}
