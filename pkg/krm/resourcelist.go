package krm

import (
	"bufio"
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// A resourceList is the wire form in which a host hands over items and config.
type resourceList struct {
	*text
	config   *yaml.Node
	problems []problem
}

// readResourceList reads the wire form.
func readResourceList(in []byte) (*resourceList, error) {
	src, err := checkEncoding(in)
	if err != nil {
		return nil, err
	}
	t, err := readList(src, "")
	if err != nil {
		return nil, err
	}
	list := &resourceList{text: t}
	if err := list.checkKind(); err != nil {
		return nil, err
	}
	if list.config, err = list.section("functionConfig"); err != nil {
		return nil, fmt.Errorf("has a functionConfig that %w", err)
	}
	if list.config != nil && list.config.Kind != yaml.MappingNode {
		return nil, fmt.Errorf("has a functionConfig that is %s", describe(list.config))
	}
	for _, it := range t.items {
		if it.Kind == "" {
			if err := it.identify(); err != nil {
				list.problems = append(list.problems, problem{it, err})
			}
		}
	}
	return list, nil
}

// checkKind refuses what is no ResourceList.
func (l *resourceList) checkKind() error {
	for _, want := range []struct{ key, value string }{
		{"kind", "ResourceList"},
		{"apiVersion", "config.kubernetes.io/v1"},
	} {
		n, err := l.section(want.key)
		if err != nil {
			return err
		}
		switch got := n; {
		case got == nil:
			return fmt.Errorf("is no ResourceList: it has no %s. For plain manifests give the config's file name and a dash: config.yaml -", want.key)
		case !strings.HasPrefix(got.Value, want.value):
			return fmt.Errorf("is no ResourceList of %s/v1: its %s is %q. For plain manifests give the config's file name and a dash: config.yaml -",
				"config.kubernetes.io", want.key, got.Value)
		}
	}
	return nil
}

// section parses one of the list's own fields. It is nil if there is none.
func (l *resourceList) section(key string) (*yaml.Node, error) {
	sec, ok := l.lay.sections[key]
	if !ok {
		return nil, nil
	}
	root, err := parseTree(l.src[sec.start:sec.end])
	if err != nil {
		return nil, err
	}
	n := field(root, key)
	if n == nil || n.Kind == yaml.ScalarNode && n.Tag == yaml.NodeTagNull {
		return nil, nil
	}
	return n, nil
}

// write writes the list with its items as they stand now, and puts the results
// before those that it had.
func (l *resourceList) write(w *bufio.Writer, results []Result) error {
	if l.src == nil {
		l.src = []byte("apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems: []\n")
	} else if _, ok := l.lay.sections["items"]; !ok {
		l.insert(len(l.src), len(l.src), "items: []\n")
	}
	if len(results) > 0 {
		if err := l.insertResults(results); err != nil {
			return err
		}
	}
	return l.writeTo(w)
}

// insertResults puts results into the list.
func (l *resourceList) insertResults(results []Result) error {
	sec, ok := l.lay.sections["results"]
	if !ok {
		l.insert(len(l.src), len(l.src), "results:\n"+formatResults(results, 0))
		return nil
	}
	lx := newLexer(l.src[sec.start:sec.end])
	head, _ := lx.next()
	first, more := lx.next()
	if head.form == formNone && more && first.dash >= 0 {
		at := sec.start + first.start
		l.insert(at, at, formatResults(results, first.dash))
		return nil
	}
	// An empty list, or one in flow style.
	earlier, err := l.section("results")
	if err != nil {
		return err
	}
	all := "results:\n" + formatResults(results, 0)
	if earlier != nil && len(earlier.Content) > 0 {
		blockStyle(earlier)
		out, err := encodeTree(earlier, nil, -1)
		if err != nil {
			return err
		}
		all += string(out)
	}
	l.insert(sec.start, sec.end, all)
	return nil
}

// insert puts a piece of text in the place of src[start:end].
func (l *resourceList) insert(start, end int, piece string) {
	if start > 0 && l.src[start-1] != '\n' {
		piece = "\n" + piece
	}
	at := len(l.items)
	for at > 0 && l.items[at-1].start >= start {
		at--
	}
	l.items = slices.Insert(l.items, at, &Item{text: []byte(piece), start: start, end: end})
}

// formatResults writes results as items of a sequence whose dashes stand in the
// given column. There can be one for every item of a large input, so this does
// not go through a YAML encoder.
func formatResults(results []Result, dash int) string {
	var b strings.Builder
	pad := strings.Repeat(" ", dash)
	field := func(indent, key, value string) {
		if value != "" {
			b.WriteString(pad + indent + key + ": " + quote(value) + "\n")
		}
	}
	for _, r := range results {
		field("- ", "message", r.Message)
		field("  ", "severity", string(r.Severity))
		if ref := r.ResourceRef; ref != nil {
			b.WriteString(pad + "  resourceRef:\n")
			field("    ", "apiVersion", ref.APIVersion)
			field("    ", "kind", ref.Kind)
			field("    ", "name", ref.Name)
			field("    ", "namespace", ref.Namespace)
		}
		if f := r.Field; f != nil {
			b.WriteString(pad + "  field:\n")
			field("    ", "path", f.Path)
			field("    ", "currentValue", f.Current)
			field("    ", "proposedValue", f.Proposed)
		}
		if f := r.File; f != nil {
			b.WriteString(pad + "  file:\n")
			field("    ", "path", f.Path)
			if f.Index > 0 {
				b.WriteString(pad + "    index: " + strconv.Itoa(f.Index) + "\n")
			}
		}
	}
	return b.String()
}

// quote writes a string as a YAML scalar. Go's escapes are all YAML's too.
func quote(s string) string {
	if plainString(s) {
		return s
	}
	return strconv.Quote(s)
}

// bytes is the text with its items as they stand now.
func (t *text) bytes() []byte {
	var buf bytes.Buffer
	_ = t.writeTo(&buf) // a bytes.Buffer takes everything
	return buf.Bytes()
}

// undo gives every item its first text back.
func (t *text) undo() {
	for _, it := range t.items {
		if it.list != nil {
			it.list.undo()
		}
		it.text = t.src[it.start:it.end]
	}
}
