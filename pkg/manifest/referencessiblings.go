package manifest

import (
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// fields are the fields of a mapping that tell what it is.
type fields struct {
	apiVersion, kind, group, typ   *yaml.Node
	name, key, namespace, value    *yaml.Node
	metadata, resources, apiGroups *yaml.Node
	others                         int // fields besides name, key, namespace and optional
}

func knownFields(m *yaml.Node) (f fields) {
	for i := 0; i+1 < len(m.Content); i += 2 {
		v := m.Content[i+1]
		switch m.Content[i].Value {
		case "name":
			f.name = v
			continue
		case "key":
			f.key = v
			continue
		case "namespace":
			f.namespace = v
			continue
		case "optional":
			continue
		case "apiVersion":
			f.apiVersion = v
		case "kind":
			f.kind = v
		case "group", "apiGroup":
			f.group = v
		case "type":
			f.typ = v
		case "value":
			f.value = v
		case "metadata":
			f.metadata = v
		case "resources":
			f.resources = v
		case "apiGroups":
			f.apiGroups = v
		}
		f.others++
	}
	return f
}

// isObject reports whether the mapping is an object of its own.
func (f fields) isObject() bool {
	return value(f.apiVersion) != "" && value(f.kind) != "" && f.metadata != nil && f.metadata.Kind == yaml.MappingNode
}

// names is the kind of what the mapping's name names, or "" if that is neither a Secret nor a ConfigMap.
func (f fields) names(h hint) string {
	if f.name == nil || value(f.group) != "" || value(f.apiVersion) != "" && value(f.apiVersion) != "v1" {
		return ""
	}
	kind := ""
	if h.in&named != 0 {
		kind = h.kind
	}
	switch {
	case f.kind != nil: // {kind: Secret, name: db}
		kind = kindNamed(value(f.kind))
	case kindNamed(value(f.typ)) != "": // {type: Secret, name: db}
		kind = kindNamed(value(f.typ))
	case kind == "" && f.key != nil && f.others == 0: // {name: db, key: password}
		kind = secretKind
		if h.config {
			kind = configMapKind
		}
	}
	return kind
}

// kindNamed is the kind that a text names. Some charts begin it with a small letter.
func kindNamed(s string) string {
	switch s {
	case "Secret", "secret":
		return secretKind
	case "ConfigMap", "configMap":
		return configMapKind
	}
	return ""
}

// value is the text of a field that may not be there.
func value(n *yaml.Node) string {
	if n == nil || n.Kind != yaml.ScalarNode || n.ShortTag() == yaml.NodeTagNull {
		return ""
	}
	return n.Value
}

// namespaceBeside is the field that tells the namespace of the name in a field: secretNamespace for secretName,
// node-stage-secret-namespace for node-stage-secret-name.
func namespaceBeside(key string) string {
	for _, end := range []struct{ name, namespace string }{
		{"Name", "Namespace"}, {"_name", "_namespace"}, {"-name", "-namespace"},
	} {
		if start, ok := strings.CutSuffix(key, end.name); ok {
			return start + end.namespace
		}
	}
	return key + "Namespace"
}

// parameter is the field that a Helm parameter sets: auth.existingSecret sets existingSecret, and
// imagePullSecrets[0].name the first of imagePullSecrets.
func parameter(path string) string {
	path = strings.TrimSuffix(path, ".name")
	path = path[strings.LastIndexByte(path, '.')+1:]
	if i := strings.IndexByte(path, '['); i >= 0 {
		return strings.TrimSuffix(path[:i], "s") // one element of it
	}
	return path
}
