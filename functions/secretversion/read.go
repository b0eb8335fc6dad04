package secretversion

import (
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/manifest"
	"github.com/kurumi-krm/kurumi/pkg/rename"
)

// readAll reads everything that makes a Secret.
func (v *versioner) readAll() {
	for _, it := range v.Items() {
		read := v.readSecret
		switch {
		case it.Kind == "Secret" && it.Group() == "":
		case it.Kind == externalSecret && it.Group() == "external-secrets.io":
			read = v.readExternal
		case it.Kind == "SealedSecret" && it.Group() == "bitnami.com":
			name := naming{at: "metadata.name", current: it.Name, base: it.Name, final: it.Name}
			v.all = append(v.all, &secret{item: it, own: name, made: name, makes: true})
			continue
		default:
			continue
		}
		v.Edit(it, func(obj *yaml.RNode) error {
			read(it, obj)
			return nil
		})
	}
	var names []string
	for _, s := range v.all {
		names = append(names, s.names()...)
	}
	for name, hint := range v.cfg.Selector.Missing(names) {
		v.Warnf(nil, krm.Field{Path: "spec.selector.names", Current: name}, "no Secret or ExternalSecret is called %s%s", name, hint)
	}
}

// readSecret reads a Secret, and decides under which name it comes out.
func (v *versioner) readSecret(it *krm.Item, obj *yaml.RNode) {
	suffix, isVersion := suffixOfVersion(v.cfg.Version)
	var problems []problem
	if !isVersion {
		var c content
		c, problems = readContent(obj.YNode())
		suffix = c.suffix()
	}
	name := named("metadata.name", nameOf(obj), suffix, rename.PreviousNames(obj))
	s := &secret{item: it, own: name, made: name, makes: true}
	if !v.choose(s, obj) {
		return
	}
	for _, problem := range problems {
		v.Errorf(it, krm.Field{Path: problem.path}, "%s", problem.message)
	}
	v.checkSecret(it, obj.YNode())
	v.checkNaming(s, name)
	if base, ok := looksLikeSuffix(name.current); ok && !isVersion && name.final != name.current {
		v.Errorf(it, name.field(), "ends in what looks like the suffix of another content: a value was changed under the name of an older version; "+
			"name it %s, or put the older content back. If that is its name as it should be, leave it out with the selector", base)
	}
}

// choose notes an object, and reports whether the selector means it.
func (v *versioner) choose(s *secret, obj *yaml.RNode) bool {
	v.all = append(v.all, s)
	if !v.cfg.Selector.Chooses(s.names(), obj) {
		return false
	}
	s.isChosen = true
	v.chosen = append(v.chosen, s)
	return true
}

// checkSecret refuses Secrets that cannot be a version.
func (v *versioner) checkSecret(it *krm.Item, obj *yaml.Node) {
	if typ := text(manifest.Field(obj, "type")); isClusters(typ) {
		v.Errorf(it, krm.Field{Path: "type", Current: typ}, "is a type whose name and content belong to the cluster; leave it out with the selector")
	} else if isEmpty(manifest.Field(obj, "data")) && isEmpty(manifest.Field(obj, "stringData")) {
		v.Errorf(it, krm.Field{Path: "data"}, "is missing: what fills it in the cluster cannot once it is immutable; leave it out with the selector")
	}
	v.checkImmutable(it, manifest.Field(obj, "immutable"), "immutable")
}

// isClusters reports whether Secrets of a type are found by their name, or filled, by something in the cluster.
func isClusters(typ string) bool {
	return typ == "kubernetes.io/service-account-token" || typ == "bootstrap.kubernetes.io/token" || strings.HasPrefix(typ, "helm.sh/release.")
}

func (v *versioner) checkImmutable(it *krm.Item, n *yaml.Node, at string) {
	switch {
	case isNull(n):
	case n.ShortTag() != yaml.NodeTagBool:
		v.Errorf(it, krm.Field{Path: at}, "is neither true nor false")
	case !strings.EqualFold(n.Value, "true"):
		v.Errorf(it, krm.Field{Path: at, Current: n.Value}, "is false, and what can change is no version: take the field away, and it is set to true; or leave the object out with the selector")
	}
}

// checkNaming refuses names by which an object would not be found.
func (v *versioner) checkNaming(s *secret, n naming) {
	switch {
	case n.current == "":
		v.Errorf(s.item, krm.Field{Path: n.at}, "is missing or no text, and a version is a name with a suffix; write one")
	case len(n.final) > rename.MaxName:
		v.Errorf(s.item, n.field(), "would be a name of %d characters, and %d are allowed; shorten it", len(n.final), rename.MaxName)
	}
}

func nameOf(obj *yaml.RNode) string {
	return text(manifest.Field(manifest.Field(obj.YNode(), "metadata"), "name"))
}

// text is the value of a text, and empty for anything else.
func text(n *yaml.Node) string {
	if n == nil || n.Kind != yaml.ScalarNode || n.ShortTag() != yaml.NodeTagString {
		return ""
	}
	return n.Value
}

func isNull(n *yaml.Node) bool { return n == nil || n.ShortTag() == yaml.NodeTagNull }

// isEmpty counts in what has nothing in it.
func isEmpty(n *yaml.Node) bool {
	return isNull(n) || n.Kind == yaml.MappingNode && len(n.Content) == 0
}
