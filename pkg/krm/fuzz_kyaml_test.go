package krm

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/stretchr/testify/require"
	"sigs.k8s.io/kustomize/kyaml/kio"
	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// refusals are parts of the messages with which lists and documents are refused
// that kyaml reads: it takes objects without a kind, elements that are no
// objects, and the last of two equal keys, and it expands no alias.
var refusals = []string{
	"stands there twice", "a key is a ", "is no object but", "has no kind", "has items that are no list", "has items that cannot be told apart",
	"stands inside its own anchor", "aliases expand to more than", "a merge key takes", "which cannot be looked into here",
	"is empty", "is no ResourceList but", "a second document starts here", "refers to an anchor",
}

func refused(err error) bool {
	for _, part := range refusals {
		if strings.Contains(err.Error(), part) {
			return true
		}
	}
	return false
}

// kyamlRead reads as every kustomize function does.
func kyamlRead(in []byte, unwrap bool) (nodes []*yaml.RNode, kind string, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("kyaml: %v", r)
		}
	}()
	r := kio.ByteReader{Reader: bytes.NewReader(in), OmitReaderAnnotations: true, DisableUnwrapping: !unwrap}
	nodes, err = r.Read()
	return nodes, r.WrappingKind, err
}

// plainValue is what a node means, whatever its style. ok is false where
// yaml.v3 has no plain value for it.
func plainValue(n *yaml.Node) (v any, ok bool) {
	defer func() { ok = ok && recover() == nil }()
	err := n.Decode(&v)
	return v, err == nil
}

func requireSameValue(t *testing.T, want, got *yaml.Node) {
	t.Helper()
	w, ok := plainValue(want)
	if !ok {
		return
	}
	g, ok := plainValue(got)
	require.True(t, ok, "reads as something that has no value")
	require.Empty(t, cmp.Diff(w, g, cmpopts.EquateNaNs(), cmpopts.EquateEmpty()))
}

// FuzzReadAgainstKyaml holds the reading of lists against kyaml's: the same
// items, or a message that says why not.
func FuzzReadAgainstKyaml(f *testing.F) {
	for _, src := range allLists() {
		f.Add([]byte(src))
		f.Add([]byte(strings.Replace(src, "kind: ResourceList", "kind: List", 1)))
	}
	f.Fuzz(func(t *testing.T, in []byte) { checkAgainstKyaml(t, in) })
}

// FuzzReadLinesAgainstKyaml does the same for texts that are composed of lines.
func FuzzReadLinesAgainstKyaml(f *testing.F) {
	f.Add([]byte("\x18\x00\x1a\x01"))
	f.Fuzz(func(t *testing.T, choices []byte) { checkAgainstKyaml(t, []byte(list(compose(choices)))) })
}

func checkAgainstKyaml(t *testing.T, in []byte) {
	t.Helper()
	if bytes.Contains(in, []byte("\r\r\n")) {
		return // kyaml takes that for one line break, YAML and yaml.v3 for two
	}
	want, kind, err := kyamlRead(in, true)
	src, encoding := checkEncoding(in)
	if err != nil || kind == "" || encoding != nil {
		if encoding == nil {
			_, _ = readList(src, "", 1) // whatever it is, it is no panic
		}
		return
	}
	got, err := readList(src, "", 1)
	if _, broken := stream(src); broken != nil {
		return // kyaml reads the first document, and leaves what follows unread
	}
	if err != nil {
		require.True(t, refused(err), err)
		return
	}
	for _, p := range got.identify() {
		require.True(t, refused(p.err), p)
		return
	}
	require.Len(t, got.items, len(want), "number of items")
	for i, it := range got.items {
		root, _, err := it.parse(new(arena))
		if err != nil {
			require.True(t, refused(err), err)
			continue
		}
		requireSameValue(t, want[i].YNode(), root)
	}
}

// FuzzDocuments holds the reading of a stream of documents against yaml.v3's,
// and against kyaml's where that reads as many.
func FuzzDocuments(f *testing.F) {
	for _, src := range allLists() {
		_, src, _ = strings.Cut(src, "items:\n")
		f.Add([]byte(src))
		f.Add([]byte("---\n" + strings.ReplaceAll(strings.ReplaceAll(src, "\n  ", "\n"), "- ", "---\n")))
	}
	for _, tc := range streamCases {
		f.Add([]byte(tc.src))
	}
	f.Fuzz(func(t *testing.T, in []byte) { checkDocuments(t, in) })
}

// FuzzDocumentLines does the same for texts that are composed of lines.
func FuzzDocumentLines(f *testing.F) {
	f.Add([]byte("\x18\x00\x1a\x01"))
	f.Fuzz(func(t *testing.T, choices []byte) { checkDocuments(t, []byte(compose(choices))) })
}

func checkDocuments(t *testing.T, in []byte) {
	t.Helper()
	src, err := checkEncoding(in)
	if err != nil {
		return
	}
	got, problems := readDocuments(src, "x.yaml")
	require.Equal(t, string(src), string(got.bytes()), "unchanged documents are not what they were")
	for _, p := range problems {
		if refused(p.err) {
			return
		}
	}
	want, err := stream(src)
	if err != nil || bytes.Contains(src, []byte("\ufeff")) {
		return // a byte order mark counts as one at the start of each text that is parsed
	}
	require.Empty(t, problems)
	require.Len(t, got.items, len(want), "number of documents")
	for i, it := range got.items {
		root, _, err := it.parse(new(arena))
		if err != nil {
			require.True(t, refused(err), err)
			continue
		}
		requireSameValue(t, want[i], root)
	}
	if nodes, _, err := kyamlRead(in, false); err == nil && len(nodes) == len(want) {
		for i, it := range got.items {
			if root, _, err := it.parse(new(arena)); err == nil {
				requireSameValue(t, nodes[i].YNode(), root)
			}
		}
	}
}

// stream reads every document of a stream with yaml.v3, but for empty ones.
func stream(src []byte) (nodes []*yaml.Node, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("yaml: %v", r)
		}
	}()
	dec := yaml.NewDecoder(bytes.NewReader(src))
	for {
		var doc yaml.Node
		if err := dec.Decode(&doc); errors.Is(err, io.EOF) {
			return nodes, nil
		} else if err != nil {
			return nil, err
		}
		if doc.Content[0].ShortTag() != yaml.NodeTagNull {
			nodes = append(nodes, &doc)
		}
	}
}
