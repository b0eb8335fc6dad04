package secretversion

import (
	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/manifest"
	"github.com/kurumi-krm/kurumi/pkg/rename"
)

// readExternal reads an ExternalSecret, and decides under which names it and its target come out.
func (v *versioner) readExternal(it *krm.Item, obj *yaml.RNode) {
	suffix, isVersion := suffixOfVersion(v.cfg.Version)
	spec := manifest.Field(obj.YNode(), "spec")
	target := manifest.Field(spec, "target")
	s := &secret{item: it, own: named("metadata.name", nameOf(obj), suffix, rename.PreviousNames(obj))}
	s.made = s.own // the operator's default
	if name := text(manifest.Field(target, "name")); name != "" {
		s.made = named("spec.target.name", name, suffix, nil) // kustomize does not rename it
	}
	policy := text(manifest.Field(target, "creationPolicy"))
	isSecret := isNull(manifest.Field(target, "manifest"))
	s.makes = isSecret && makesSecret(policy)
	s.fills = isSecret && !s.makes && policy != "None"
	if !v.choose(s, obj) {
		return
	}
	if spec == nil || spec.Kind != yaml.MappingNode || !isNull(target) && target.Kind != yaml.MappingNode {
		v.Errorf(it, krm.Field{Path: "spec"}, "and its target have to be mappings of fields")
	}
	v.checkExternal(it, target, policy)
	if !isVersion {
		v.Errorf(it, krm.Field{Path: "spec"}, "has its content elsewhere, and nothing here to hash; set spec.version, or leave it out with the selector")
	}
	for _, n := range s.namings() {
		v.checkNaming(s, n)
	}
}

// makesSecret reports whether an ExternalSecret with a policy makes a Secret of its own.
func makesSecret(policy string) bool { return policy == "" || policy == "Owner" || policy == "Orphan" }

// checkExternal refuses ExternalSecrets whose Secret cannot be a version.
func (v *versioner) checkExternal(it *krm.Item, target *yaml.Node, policy string) {
	if !makesSecret(policy) {
		v.Errorf(it, krm.Field{Path: "spec.target.creationPolicy", Current: policy}, "makes no Secret of its own; leave this out with the selector, and the Secret that it puts values into, or use Owner")
	}
	if n := manifest.Field(target, "name"); !isNull(n) && text(n) == "" && (n.Kind != yaml.ScalarNode || n.Value != "") {
		v.Errorf(it, krm.Field{Path: "spec.target.name"}, "is no text; put it in quotes")
	}
	if !isNull(manifest.Field(target, "manifest")) {
		v.Errorf(it, krm.Field{Path: "spec.target.manifest"}, "is a target that is no Secret; leave it out with the selector")
	}
	v.checkImmutable(it, manifest.Field(target, "immutable"), "spec.target.immutable")
}
