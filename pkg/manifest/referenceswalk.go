package manifest

import (
	"slices"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// A referenceWalk goes once over an object.
type referenceWalk struct {
	fn      func(Reference)
	further []FieldSpec
	marks   map[*yaml.Node]mark
	way     []step
	inText  bool // inside YAML in a text, where a further text counts as nothing
}

// A step leads to a mapping's field or, without a name, to a sequence's element.
type step struct {
	field   string
	element int
}

// path is written only where something is found.
func (w *referenceWalk) path() string {
	at := ""
	for _, s := range w.way {
		if s.element >= 0 {
			at = At(at, s.element)
		} else {
			at = Under(at, s.field)
		}
	}
	return at
}

func (w *referenceWalk) value(n *yaml.Node, h hint, s scope) {
	switch n.Kind {
	case yaml.MappingNode:
		w.mapping(n, h, s)
	case yaml.SequenceNode:
		for i, child := range n.Content {
			w.way = append(w.way, step{element: i})
			w.value(child, h.element(), s)
			w.way = w.way[:len(w.way)-1]
		}
	case yaml.ScalarNode:
		if h.in&text != 0 {
			w.text(n, h, s)
		}
	}
}

func (w *referenceWalk) mapping(m *yaml.Node, h hint, s scope) {
	f := knownFields(m)
	object := h.root || f.isObject()
	if object {
		s = s.of(m, value(f.kind), h.root)
		w.marksOf(m, value(f.apiVersion), value(f.kind), s)
	}
	if s.silent && len(w.marks) == 0 {
		return
	}
	var names string // the kind of what the field "name" names
	if !object && !s.silent {
		names = f.names(h)
	}
	for i := 0; i+1 < len(m.Content); i += 2 {
		key, child, in := m.Content[i].Value, m.Content[i+1], s
		if object && (key == "status" || key != "metadata" && dataKinds[value(f.kind)]) {
			in.silent = true
		}
		w.way = append(w.way, step{field: key, element: -1})
		switch {
		case child == f.name && names != "":
			w.text(child, hint{kind: names, anywhere: h.anywhere}, in.said(f.namespace))
		case child == f.value && h.parameters && isText(f.name) && !in.silent:
			w.value(child, hintOf(parameter(f.name.Value)), in)
		case key == "resourceNames" && f.resources != nil && !in.silent && w.marks[child].names == "":
			w.rule(child, f, in)
		case key == "clone" && names != "": // Kyverno makes the one from the other
			w.value(child, hint{kind: names, in: named}, in)
		default:
			w.field(m, key, child, in)
		}
		w.way = w.way[:len(w.way)-1]
	}
}

// field goes on with the value of a mapping's field.
func (w *referenceWalk) field(m *yaml.Node, key string, v *yaml.Node, s scope) {
	var h hint
	known, marked := w.marks[v]
	switch {
	case known.names != "":
		s.silent = false
		h = hint{kind: known.names, in: text | named | list}
	case known.makes:
		s.silent = true
	case s.silent:
	case silentFields[key]:
		s.silent = true
	default:
		if marked {
			s = *known.helm
		}
		h = hintOf(key)
		h.parameters = key == "parameters" && s.helm
	}
	if s.silent && len(w.marks) == 0 {
		return
	}
	if s.helm && !s.silent && !w.inText && valuesTexts[key] && isText(v) {
		w.document(v, s)
		return
	}
	if h.in&text != 0 && v.Kind == yaml.ScalarNode {
		s = s.said(Field(m, namespaceBeside(key)))
	}
	w.value(v, h, s)
}

// text calls back for a scalar that holds a name, or several.
func (w *referenceWalk) text(n *yaml.Node, h hint, s scope) {
	known := w.marks[n]
	if known.makes || !isText(n) {
		return
	}
	if known.names != "" {
		h.kind = known.names
	}
	if !h.commas {
		w.one(n, -1, n.Value, h, s)
		return
	}
	for i, part := range strings.Split(n.Value, ",") {
		w.one(n, i, part, h, s)
	}
}

// one calls back for one name, with or without a namespace and a slash before it.
func (w *referenceWalk) one(n *yaml.Node, element int, part string, h hint, s scope) {
	name := strings.TrimRight(part, " ")
	after := len(part) - len(name)
	start := len(name) - len(strings.TrimLeft(name, " "))
	if h.anywhere && s.namespace == "" {
		s.anywhere = true
	}
	if i := strings.IndexByte(name, '/'); i >= 0 {
		s = s.said(&yaml.Node{Kind: yaml.ScalarNode, Tag: yaml.NodeTagString, Value: name[start:i]})
		if start == i {
			return
		}
		start = i + 1
	}
	if name = name[start:]; !isName(name) || (element < 0 && strings.ContainsAny(part, " ")) {
		return
	}
	w.fn(Reference{
		Kind: h.kind, Name: name, Namespace: s.namespace, Anywhere: s.anywhere, At: w.path(),
		node: n, element: element, before: start, after: after,
	})
}

// rule calls back for the names in a rule of a Role.
func (w *referenceWalk) rule(names *yaml.Node, f fields, s scope) {
	if f.apiGroups != nil && !hasAny(f.apiGroups, "", "*") {
		return
	}
	for _, resource := range []struct{ plural, kind string }{{"secrets", secretKind}, {"configmaps", configMapKind}} {
		if hasAny(f.resources, resource.plural, "*") {
			w.value(names, hint{kind: resource.kind, in: text | named | list}, s)
		}
	}
}

func hasAny(list *yaml.Node, values ...string) bool {
	return list.Kind == yaml.SequenceNode && slices.ContainsFunc(list.Content, func(n *yaml.Node) bool {
		return n.Kind == yaml.ScalarNode && slices.Contains(values, n.Value)
	})
}
