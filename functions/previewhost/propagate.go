package previewhost

import (
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

// propagate rewrites known hosts where the config wants them followed.
func (v *visit) propagate() {
	for _, what := range v.cfg.Propagate {
		switch what {
		case "annotations":
			v.annotations(manifest.Field(v.obj, "metadata"), "metadata")
			for _, pod := range manifest.Pods(v.obj) {
				if pod.At != "" {
					v.annotations(pod.Metadata, manifest.Under(pod.At, "metadata"))
				}
			}
		case "env":
			v.containers("env", v.env)
		case "args":
			v.containers("args", v.anyText)
			v.containers("command", v.anyText)
		case "probes":
			for _, probe := range []string{"livenessProbe", "readinessProbe", "startupProbe", "lifecycle"} {
				v.containers(probe, v.probe)
			}
		case "configMaps":
			v.configMap()
		case "helmValues":
			v.helmValues()
		}
	}
}

// annotations rewrites annotations, but not those that hosts and functions talk through, nor the preview host's own.
func (v *visit) annotations(metadata *yaml.Node, at string) {
	list := manifest.Field(metadata, "annotations")
	v.fields(list, manifest.Under(at, "annotations"), func(name string, n *yaml.Node, at string) {
		if name != v.cfg.Annotation && name != hostAnnotation && !strings.Contains(name, "config.kubernetes.io/") {
			v.text(name, n, at, plain)
		}
	})
}

// containers calls fn for a field of every container.
func (v *visit) containers(field string, fn func(n *yaml.Node, at string)) {
	for _, pod := range manifest.Pods(v.obj) {
		pod.Containers(func(c *yaml.Node, at string) {
			if n := manifest.Field(c, field); n != nil {
				fn(n, manifest.Under(at, field))
			}
		})
	}
}

// env rewrites the values of environment variables.
func (v *visit) env(list *yaml.Node, at string) {
	for i, variable := range list.Content {
		name := manifest.Field(variable, "name")
		if value := manifest.Field(variable, "value"); name != nil && value != nil {
			v.text(name.Value, value, manifest.Under(manifest.At(at, i), "value"), plain)
		}
	}
}

// probe rewrites the Host header and the host of HTTP probes.
func (v *visit) probe(n *yaml.Node, at string) {
	for _, path := range []string{"httpGet", "postStart/httpGet", "preStop/httpGet"} {
		for _, field := range []string{"host", "httpHeaders/value"} {
			p := manifest.ParsePath(path + "/" + field)
			p.Each(n, func(n *yaml.Node, below string) { v.text("", n, at+"."+below, plain) })
		}
	}
}

// configMap rewrites the texts of a ConfigMap, and a Secret's that stand there in the clear.
func (v *visit) configMap() {
	field := ""
	switch {
	case v.item.APIVersion != "v1":
	case v.item.Kind == "ConfigMap":
		field = "data"
	case v.item.Kind == "Secret":
		field = "stringData"
	}
	v.fields(manifest.Field(v.obj, field), field, func(name string, n *yaml.Node, at string) {
		v.text(name, n, at, plain)
	})
}

// helmPaths is where Helm values stand in objects that install charts.
var helmPaths = map[string][]string{
	"helm.toolkit.fluxcd.io/HelmRelease": {"spec/values"},
	"argoproj.io/Application": {
		"spec/source/helm/values", "spec/source/helm/valuesObject", "spec/source/helm/parameters/value",
		"spec/sources/helm/values", "spec/sources/helm/valuesObject", "spec/sources/helm/parameters/value",
	},
	"argoproj.io/ApplicationSet": {
		"spec/template/spec/source/helm/values", "spec/template/spec/source/helm/valuesObject",
		"spec/template/spec/source/helm/parameters/value", "spec/template/spec/sources/helm/values",
		"spec/template/spec/sources/helm/valuesObject", "spec/template/spec/sources/helm/parameters/value",
		"spec/templatePatch", "spec/generators/list/elements", "spec/generators/list/elementsYaml",
	},
}

func (v *visit) helmValues() {
	for _, path := range helmPaths[v.item.Group()+"/"+v.item.Kind] {
		manifest.ParsePath(path).Each(v.obj, v.anyText)
	}
}

// anyText rewrites every text at or below a node.
func (v *visit) anyText(n *yaml.Node, at string) {
	v.below("", n, at, func(name string, n *yaml.Node, at string) { v.text(name, n, at, plain) })
}

// follow rewrites every text at or below a place of the table, but no names: there these are an object's or a header's,
// also when an object is called www.example.com.
func (v *visit) follow(n *yaml.Node, at string, f form) {
	v.below("", n, at, func(name string, n *yaml.Node, at string) {
		if name != "name" {
			v.text(name, n, at, f)
		}
	})
}

// below calls fn for every scalar at or below a node, with the name of the field that it is the value of.
func (v *visit) below(name string, n *yaml.Node, at string, fn func(name string, n *yaml.Node, at string)) {
	switch n.Kind {
	case yaml.ScalarNode:
		fn(name, n, at)
	case yaml.SequenceNode:
		for i, child := range n.Content {
			v.below(name, child, manifest.At(at, i), fn)
		}
	case yaml.MappingNode:
		v.fields(n, at, func(name string, child *yaml.Node, at string) { v.below(name, child, at, fn) })
	}
}

// fields calls fn for every field of a mapping.
func (v *visit) fields(n *yaml.Node, at string, fn func(name string, n *yaml.Node, at string)) {
	if n == nil || n.Kind != yaml.MappingNode {
		return
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		name := n.Content[i].Value
		fn(name, n.Content[i+1], manifest.Under(at, name))
	}
}

// text rewrites the known hosts in one text. Its name tells what it is for.
func (v *visit) text(name string, n *yaml.Node, at string, f form) {
	if n.Kind != yaml.ScalarNode || n.ShortTag() != yaml.NodeTagString {
		return
	}
	rewrite := func(text string) (string, []change, []mention) { return v.hosts.rewriteValue(name, text) }
	if f == regexps && strings.Contains(strings.ToLower(name), "regex") {
		rewrite = v.hosts.rewriteRegexp
	}
	out, changes, warnings := rewrite(n.Value)
	for _, c := range changes {
		v.Changed(v.item, krm.Field{Path: at, Current: c.from, Proposed: c.to})
	}
	for _, m := range warnings {
		v.warnf(krm.Field{Path: at, Current: m.host}, "%s %s", m.host, why[m.kind])
	}
	n.Value = out
}

// why says what became of a mention that is not rewritten.
var why = map[mentionKind]string{
	escaped: "stands there escaped, as in a regular expression, and stays as it is; patch it in the preview's overlay if it matters there",
	encoded: "stands there URL-encoded, and stays as it is; patch it in the preview's overlay if it matters there",
	parent:  "is a domain of production's hosts, and stays as it is; a cookie, a wildcard or a pattern for it reaches production too",
}
