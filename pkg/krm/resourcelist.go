package krm

import (
	"bufio"
	"bytes"
	"fmt"
	"slices"

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
	t, err := readList(src, "", 1)
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
		return nil, fmt.Errorf("has a functionConfig that is no object but %s", describe(list.config))
	}
	list.problems = t.identify()
	return list, nil
}

// checkKind refuses what is no ResourceList.
func (l *resourceList) checkKind() error {
	const remedy = ". For plain manifests give the config's file name and a dash: config.yaml -"
	for _, want := range []struct {
		key string
		one []string
	}{
		{"kind", []string{"ResourceList"}},
		{"apiVersion", []string{"config.kubernetes.io/v1", "config.kubernetes.io/v1beta1", "config.kubernetes.io/v1alpha1"}},
	} {
		n, err := l.section(want.key)
		switch {
		case err != nil:
			return err
		case n == nil:
			return fmt.Errorf("is no ResourceList: it has no %s%s", want.key, remedy)
		case n.Kind != yaml.ScalarNode:
			return fmt.Errorf("is no ResourceList: its %s is %s%s", want.key, describe(n), remedy)
		case !slices.Contains(want.one, n.Value):
			return fmt.Errorf("is no ResourceList of config.kubernetes.io/v1: its %s is %.60q%s", want.key, n.Value, remedy)
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
	root, _, err := parseTree(l.src[sec.start:sec.end], -1, new(arena))
	if err != nil {
		first := 0
		if !l.lay.anew {
			first = 1 + bytes.Count(l.src[:sec.start], []byte("\n"))
		}
		return nil, explain(err, first)
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
		l.lay.tail = len(l.src)
	} else if err := l.ensureItems(); err != nil {
		return err
	}
	if len(results) > 0 {
		if err := l.insertResults(results); err != nil {
			return err
		}
	}
	return l.writeTo(w)
}

// ensureItems gives a list without items an empty list of them: a host may take
// a list that has no such field for no list at all.
func (l *resourceList) ensureItems() error {
	l.emptyList()
	if len(l.items) > 0 {
		return nil
	}
	sec, ok := l.lay.sections["items"]
	if !ok {
		l.insert(l.lay.tail, l.lay.tail, []byte("items: []\n"))
		return nil
	}
	n, err := l.section("items")
	if err == nil && n == nil {
		l.insert(sec.start, sec.end, []byte("items: []\n"))
	}
	return err
}

// insertResults puts results into the list.
func (l *resourceList) insertResults(results []Result) error {
	sec, ok := l.lay.sections["results"]
	if !ok {
		l.insert(l.lay.tail, l.lay.tail, []byte("results:\n"))
		l.insert(l.lay.tail, l.lay.tail, formatResults(results, 0))
		return nil
	}
	lx := newLexer(l.src[sec.start:sec.end])
	head, _ := lx.next()
	first, more := lx.next()
	if head.form == formNone && !head.odd && more && first.dash >= 0 && first.dash == first.indent {
		at := sec.start + first.start
		l.insert(at, at, formatResults(results, first.dash))
		return nil
	}
	// An empty list, or one in flow style.
	earlier, err := l.section("results")
	if err != nil {
		return fmt.Errorf("the input has results that %w", err)
	}
	all := append([]byte("results:\n"), formatResults(results, 0)...)
	switch {
	case earlier != nil && earlier.Kind != yaml.SequenceNode:
		return fmt.Errorf("the input has results that are no list but %s", describe(earlier))
	case earlier != nil && len(earlier.Content) > 0:
		blockStyle(earlier)
		out, err := encodeTree(earlier, nil, -1)
		if err != nil {
			return err
		}
		all = append(all, out...)
	}
	l.insert(sec.start, sec.end, all)
	return nil
}

// insert puts lines in the place of src[start:end], which begins at a line. What takes no
// place comes before what does.
func (l *resourceList) insert(start, end int, lines []byte) {
	at := len(l.items)
	for at > 0 && (l.items[at-1].start > start || l.items[at-1].start == start && l.items[at-1].end > end) {
		at--
	}
	l.items = slices.Insert(l.items, at, &Item{text: lines, start: start, end: end})
}
