package krm

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// streamCases are streams of documents and what is found in them.
var streamCases = []struct {
	why, src string
	texts    []string // what belongs to each document
	items    []string
}{
	{"one document", "kind: A\n", []string{"kind: A\n"}, []string{"A"}},
	{"comments around documents are not theirs", "# a\n\nkind: A\n# b\n---\n# c\nkind: B\n\n# d\n", []string{"kind: A\n", "kind: B\n"}, []string{"A", "B"}},
	{"a marker at the start", "---\nkind: A\n", []string{"kind: A\n"}, []string{"A"}},
	{"helm's output", "---\n# Source: api/templates/a.yaml\nkind: A\n---\n# Source: api/templates/b.yaml\n---\n# Source: c\nkind: C\n", []string{"kind: A\n", "kind: C\n"}, []string{"A", "C"}},
	{"empty documents", "---\n---\n\n---\n# none\n---\nkind: A\n---\n", []string{"kind: A\n"}, []string{"A"}},
	{"documents that are null", "null\n---\n~\n---\nkind: A\n", []string{"kind: A\n"}, []string{"A"}},
	{"comments behind markers", "--- # a\nkind: A\n--- # b\nkind: B\n", []string{"kind: A\n", "kind: B\n"}, []string{"A", "B"}},
	{"content behind a marker", "--- {kind: A}\n--- # b\nkind: B\n", []string{"--- {kind: A}\n", "kind: B\n"}, []string{"A", "B"}},
	{"ends of documents", "kind: A\n...\n---\nkind: B\n...\n", []string{"kind: A\n", "kind: B\n"}, []string{"A", "B"}},
	{"an end without a start", "kind: A\n...\nkind: B\n", []string{"kind: A\n", "kind: B\n"}, []string{"A", "B"}},
	{"carriage returns", "kind: A\r\n---\r\nkind: B\r\n", []string{"kind: A\r\n", "kind: B\r\n"}, []string{"A", "B"}},
	{"lone carriage returns", "# c\rkind: A\r---\rkind: B\r", []string{"# c\rkind: A\r", "kind: B\r"}, []string{"A", "B"}},
	{"next lines", "# c\u0085kind: A\u0085---\u0085kind: B\u0085", []string{"# c\u0085kind: A\u0085", "kind: B\u0085"}, []string{"A", "B"}},
	{"no newline at the end", "kind: A\n---\nkind: B", []string{"kind: A\n", "kind: B"}, []string{"A", "B"}},
	{"a marker without a newline", "kind: A\n---", []string{"kind: A\n"}, []string{"A"}},
	{"what looks like a marker", "kind: A\ndata: |\n  ---\n  ...\n---x: y\n", []string{"kind: A\ndata: |\n  ---\n  ...\n---x: y\n"}, []string{"A"}},
	{"a block scalar that keeps its blank lines", "kind: A\ndata: |+\n  x\n\n---\nkind: B\n", []string{"kind: A\ndata: |+\n  x\n\n", "kind: B\n"}, []string{"A", "B"}},
	{"an indented document", "  kind: A\n  metadata:\n    name: a\n", []string{"  kind: A\n  metadata:\n    name: a\n"}, []string{"A a"}},
	{"a List", "kind: A\n---\nkind: List\nitems:\n- kind: B\n- {kind: C}\n---\nkind: D\n", nil, []string{"A", "B", "C", "D"}},
	{"a List in flow style", `{"kind": "List", "items": [{"kind": "B"}]}`, nil, []string{"B"}},
	{"an empty List", "kind: List\nitems: []\n---\nkind: List\n", nil, nil},
	{"a byte order mark", "\ufeffkind: A\n", []string{"kind: A\n"}, []string{"A"}},
}

func TestDocuments(t *testing.T) {
	for _, tc := range streamCases {
		t.Run(tc.why, func(t *testing.T) {
			src, err := checkEncoding([]byte(tc.src))
			require.NoError(t, err)
			docs, problems := readDocuments(src, "app.yaml")
			require.Empty(t, problems)
			var texts, items []string
			for _, it := range docs.items {
				texts = append(texts, string(it.text))
			}
			for _, it := range present([]*text{docs}) {
				items = append(items, it.String())
			}
			if tc.texts != nil {
				assert.Equal(t, tc.texts, texts)
			}
			assert.Equal(t, tc.items, items)
			checkDocuments(t, []byte(tc.src))
		})
	}
}

func TestBrokenDocumentsAreRefused(t *testing.T) {
	for why, tc := range map[string]struct{ src, message string }{
		"a document without a kind":             {"kind: A\n---\n# b\na: b\n", "item 2 (line 4) has no kind"},
		"an empty mapping":                      {"{}\n", "item 1 (line 1) has no kind"},
		"a text":                                {"kind: A\n---\nb\n", "item 2 (line 3) is no object but a text"},
		"a list":                                {"- kind: A\n", "item 1 (line 1) is no object but a list"},
		"what follows a document in flow style": {"{kind: A}\nspec: b\n", "item 1 (line 1) cannot be read: did not find expected <document start> (near line 1)"},
		"what follows an indented document":     {"  kind: A\nspec: b\n", "item 1 (line 1) cannot be read: did not find expected <document start> (near line 1)"},
		"a directive":                           {"%YAML 1.1\n---\nkind: A\n", "item 1 (line 1) cannot be read: did not find expected <document start> (near line 1)"},
		"an item of a List without a kind":      {"kind: A\n---\nkind: List\nitems:\n- kind: B\n- b: c\n", "item 2 (line 6) has no kind"},
		"an item of a List that is no object":   {"kind: List\nitems: [{kind: A}, b]\n", "item 2 is no object but a text"},
		"a List whose items are no list":        {"kind: A\n---\nkind: List\nitems: a\n", "item 2 (line 3) has items that are no list but a text"},
		"a List in a List":                      {"kind: List\nitems:\n- kind: List\n  items: []\n", "item 1 (line 3) is a List, which cannot be looked into here; put its items in its place"},
		"an alias to another document's anchor": {"kind: A\nb: &b c\n---\nkind: &k B\nb: *b\n", "item 2 (line 4) cannot be read: an alias (*) refers to an anchor (&) that does not come before it"},
		"a key twice":                           {"kind: A\n---\nkind: &k B\nb: c\nb: d\n", `item 2 (line 3) cannot be read: key "b" stands there twice (line 5)`},
		"a quote that is not closed":            {"kind: A\n---\na: b\nkind: \"B\n", "item 2 (line 3) cannot be read: found unexpected end of stream (near line 4)"},
	} {
		t.Run(why, func(t *testing.T) {
			_, problems := readDocuments([]byte(tc.src), "app.yaml")
			require.NotEmpty(t, problems)
			assert.Equal(t, tc.message, problems[0].String())
		})
	}
}
