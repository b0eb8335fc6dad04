package krm

import "strings"

// A listCase is a ResourceList and what has to be found in it. Its items are
// named as messages do, behind a tilde where that takes a parse.
type listCase struct {
	why   string
	src   string
	lines bool // lines alone tell where the items are
	items []string
}

// list is a ResourceList with the given lines as its items.
func list(items string) string {
	return "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n" + items
}

const flat = "- apiVersion: v1\n  kind: Service\n  metadata:\n    name: api\n    namespace: shop\n"

var (
	identityCases = []listCase{
		{"an ordinary item", list(flat), true, []string{"Service shop/api"}},
		{"two of them", list(flat + flat), true, []string{"Service shop/api", "Service shop/api"}},
		{"keys in another order", list("- metadata:\n    namespace: shop\n    labels:\n      name: x\n    name: api\n  kind: Service\n  apiVersion: v1\n"), true, []string{"Service shop/api"}},
		{"a quoted kind", list("- kind: \"Service\"\n  metadata: \n    name: 'api'\n"), true, []string{"Service api"}},
		{"quoted keys", list("- \"kind\": Service\n  'metadata':\n    \"name\": api\n"), true, []string{"Service api"}},
		{"spaces before colons", list("- kind : Service\n  metadata :\n    name : api\n"), true, []string{"Service api"}},
		{"comments behind values", list("- kind: Service # a service\n  metadata: # its name\n    name: api # sic\n"), true, []string{"Service api"}},
		{"metadata indented by one", list("- kind: Service\n  metadata:\n   name: api\n"), true, []string{"Service api"}},
		{"metadata indented by three", list("- kind: Service\n  metadata:\n     name: api\n"), true, []string{"Service api"}},
		{"metadata indented by six", list("- kind: Service\n  metadata:\n        name: api\n"), true, []string{"Service api"}},
		{"a name below the metadata is no name", list("- kind: Service\n  metadata:\n    ownerReferences:\n    - kind: App\n      name: other\n"), true, []string{"Service"}},
		{"a kind below the item is no kind", list("- kind: Service\n  spec:\n    kind: Other\n    metadata:\n      name: other\n"), true, []string{"Service"}},
		{"a field behind the metadata with the name's indentation", list("- kind: Service\n  metadata:\n    labels: {a: b}\n  spec:\n    name: other\n"), true, []string{"Service"}},
		{"a kind on the next line", list("- kind:\n    Service\n  metadata:\n    name: api\n"), true, []string{"~Service api"}},
		{"a name on the next line", list("- kind: Service\n  metadata:\n    name:\n      api\n"), true, []string{"~Service api"}},
		{"a kind over two lines", list("- kind: Service\n    Two\n"), true, []string{"~Service Two"}},
		{"a name as a number counts by its text", list("- kind: Service\n  metadata:\n    name: 12\n"), true, []string{"~Service 12"}},
		{"a name that is a boolean's word", list("- kind: Service\n  metadata:\n    name: yes\n"), true, []string{"~Service yes"}},
		{"a name that is null", list("- kind: Service\n  metadata:\n    name: null\n"), true, []string{"~Service"}},
		{"an empty name", list("- kind: Service\n  metadata:\n    name:\n    namespace: shop\n"), true, []string{"~Service shop/"}},
		{"a name as a block scalar", list("- kind: Service\n  metadata:\n    name: >-\n      api\n"), true, []string{"~Service api"}},
		{"a quoted name over two lines", list("- kind: Service\n  metadata:\n    name: \"a\n      b\"\n"), true, []string{"~Service a b"}},
		{"a quoted name with an escape", list("- kind: Service\n  metadata:\n    name: \"\\x61pi\"\n"), true, []string{"~Service api"}},
		{"a quoted key with an escape", list("- \"k\\x69nd\": Service\n  metadata:\n    name: api\n"), true, []string{"~Service api"}},
		{"a name behind an anchor", list("- kind: Service\n  metadata:\n    name: &app api\n    labels:\n      app: *app\n"), true, []string{"~Service api"}},
		{"a name as an alias", list("- kind: &app Service\n  metadata:\n    name: *app\n"), true, []string{"~Service Service"}},
		{"a name behind a tag", list("- kind: Service\n  metadata:\n    name: !!str 12\n"), true, []string{"~Service 12"}},
		{"metadata behind a tag", list("- kind: Service\n  metadata: !!map\n    name: api\n"), true, []string{"~Service api"}},
		{"metadata in flow style", list("- kind: Service\n  metadata: {name: api, namespace: shop}\n"), true, []string{"~Service shop/api"}},
		{"a merge key", list("- kind: Service\n  <<: {metadata: {name: api}}\n"), true, []string{"~Service api"}},
		{"a merge key in the metadata", list("- kind: Service\n  metadata:\n    <<: {name: api}\n"), true, []string{"~Service api"}},
		{"an explicit key", list("- ? kind\n  : Service\n  metadata:\n    name: api\n"), false, []string{"~Service api"}},
		{"a tab behind the colon", list("- kind:\tService\n  metadata:\n    name:\tapi\n"), true, []string{"~Service api"}},
		{"a tab at a line's end", list("- kind: Service\t\n  metadata:\n    name: api\n"), true, []string{"~Service api"}},
		{"a template for a name", list("- kind: Service\n  metadata:\n    name: '{{ .Release.Name }}'\n"), true, []string{"Service {{ .Release.Name }}"}},
		{"the key on the line behind the dash", list("-\n  kind: Service\n  metadata:\n    name: api\n"), true, []string{"~Service api"}},
		{"a comment behind the dash", list("- # the service\n  kind: Service\n  metadata:\n    name: api\n"), true, []string{"~Service api"}},
		{"several spaces behind the dash", list("-   kind: Service\n    metadata:\n      name: api\n"), true, []string{"Service api"}},
	}

	boundaryCases = []listCase{
		{"no items at all", list(""), true, nil},
		{"an empty list of items", "kind: ResourceList\nitems: []\n", true, nil},
		{"an empty list with spaces", "kind: ResourceList\nitems: [ ] # none\n", true, nil},
		{"an empty list over two lines", "kind: ResourceList\nitems: [\n  ]\n", false, nil},
		{"items that are null", "kind: ResourceList\nitems: null\n", false, nil},
		{"no field for items", "kind: ResourceList\n", true, nil},
		{"indented dashes", list("  - kind: A\n    metadata:\n      name: a\n  - kind: B\n"), true, []string{"A a", "B"}},
		{"dashes indented by one", list(" - kind: A\n   spec:\n   - x\n - kind: B\n"), true, []string{"A", "B"}},
		{"both sequence styles", list("- kind: A\n  spec:\n  - a\n  - b: c\n    d: e\n  more:\n    - f\n- kind: B\n"), true, []string{"A", "B"}},
		{"comments and blank lines between items", list("# one\n- kind: A\n\n# two\n  # deeper\n\n- kind: B\n# end\n"), true, []string{"A", "B"}},
		{"comments inside items", list("- kind: A\n# left\n  # right\n        # far right\n  metadata:\n# left\n    name: a\n"), true, []string{"A a"}},
		{"no newline at the end", list("- kind: A\n- kind: B"), true, []string{"A", "B"}},
		{"no newline behind a block scalar", list("- kind: A\n- kind: B\n  data: |\n    x"), true, []string{"A", "B"}},
		{"carriage returns", strings.ReplaceAll(list("- kind: A\n  data: |\n    - kind: x\n\n    y\n- kind: 'B'\n  spec: [\n    a]\n"), "\n", "\r\n"), true, []string{"A", "B"}},
		{"fields behind the items", list("- kind: A\n") + "functionConfig:\n  kind: X\nresults:\n- message: a\n", true, []string{"A"}},
		{"fields before the items", "functionConfig:\n  items:\n  - kind: X\nresults: []\n" + list("- kind: A\n"), true, []string{"A"}},
		{"a marker at the start", "---\n" + list("- kind: A\n"), true, []string{"A"}},
		{"a comment before the marker", "# by hand\n---\n" + list("- kind: A\n"), true, []string{"A"}},
		{"a comment behind the marker", "--- # by hand\n" + list("- kind: A\n"), false, []string{"~A"}},
		{"a marker at the end", list("- kind: A\n") + "...\n", false, []string{"~A"}},
		{"a very long line", list("- kind: A\n  data: \"" + strings.Repeat("- kind: x ", 5000) + "\"\n- kind: B\n"), true, []string{"A", "B"}},
		{"items in flow style", list("- {kind: A, metadata: {name: a}}\n- kind: B\n"), true, []string{"~A a", "B"}},
		{"an item in flow style over lines", list("- {kind: A,\n   metadata: {name: a}\n  }\n- kind: B\n"), true, []string{"~A a", "B"}},
		{"an item in flow style that ends at the dash", list("- {kind: A,\n   metadata: {name: a}\n}\n- kind: B\n"), false, []string{"~A a", "~B"}},
		{"all in flow style", `{"kind": "ResourceList", "items": [{"kind": "A", "metadata": {"name": "a"}}, {"kind": "B"}]}`, false, []string{"A a", "B"}},
		{"an indented list", "  kind: ResourceList\n  items:\n  - kind: A\n", false, []string{"A"}},
		{"an anchor that another item uses", list("- kind: A\n  data: &d {a: b}\n- kind: B\n  data: *d\n"), false, []string{"A", "B"}},
		{"an anchor that another item uses in flow style", list("- kind: A\n  data: &d {a: b}\n- kind: B\n  data: [*d]\n"), false, []string{"A", "B"}},
		{"an anchor that the config uses", list("- kind: A\n  data: &d {a: b}\n") + "functionConfig:\n  data: *d\n", false, []string{"A"}},
		{"an anchor of the config", "functionConfig: &c\n  kind: X\n" + list("- kind: A\n  data: *c\n"), false, []string{"A"}},
		{"an item that is an alias", list("- &a\n  kind: A\n- *a\n"), false, []string{"A", "A"}},
		{"an anchor of the item's own", list("- kind: A\n  data: &d {a: b}\n  more: [*d, *d]\n"), true, []string{"~A"}},
		{"a glob is no alias", list("- kind: A\n  data: [\"*.example.com\", a *b]\n"), true, []string{"A"}},
	}

	scalarCases = []listCase{
		{"a block scalar with lines like items", list("- kind: A\n  data: |\n    - kind: X\n    kind: Y\n    metadata:\n      name: z\n- kind: B\n"), true, []string{"A", "B"}},
		{"a block scalar with lines like markers, quotes and comments", list("- kind: A\n  data: |\n    ---\n    \"\n    # no comment\n    '\n    [\n- kind: B\n"), true, []string{"A", "B"}},
		{"a block scalar in the metadata", list("- kind: A\n  metadata:\n    annotations:\n      x: |\n        name: no\n    name: yes-it-is\n"), true, []string{"A yes-it-is"}},
		{"a block scalar as an element", list("- kind: A\n  args:\n  - |\n    - kind: X\n  - >\n   - kind: Y\n- kind: B\n"), true, []string{"A", "B"}},
		{"a block scalar that keeps its blank lines", list("- kind: A\n  data: |+\n    x\n\n\n- kind: B\n"), true, []string{"A", "B"}},
		{"a block scalar that keeps blank lines at the end", list("- kind: A\n  data: |+\n    x\n\n\n"), true, []string{"A"}},
		{"a block scalar with an indentation indicator", list("- kind: A\n  data: |2\n      - kind: X\n    - kind: Y\n- kind: B\n"), true, []string{"A", "B"}},
		{"a block scalar without content", list("- kind: A\n  data: |\n  more: >\n- kind: B\n"), true, []string{"A", "B"}},
		{"a comment shallower than the block scalar", list("- kind: A\n  data: |\n    x\n  # y\n- kind: B\n"), true, []string{"A", "B"}},
		{"a block scalar on the line behind its key", list("- kind: A\n  data:\n    |\n    x\n- kind: B\n"), false, []string{"~A", "~B"}},
		{"a bar in a plain scalar over lines", list("- kind: A\n  data: x\n    |\n- kind: B\n"), false, []string{"~A", "~B"}},
		{"a plain scalar over lines", list("- kind: A\n  data: x\n    - kind\n    y\n- kind: B\n"), true, []string{"A", "B"}},
		{"a plain scalar with a quote on its second line", list("- kind: A\n  data: x\n    \"y\n  more: z\"\n- kind: B\n"), true, []string{"~A", "B"}},
		{"a quoted scalar over lines", list("- kind: A\n  data: \"x\n    - kind: X\n\n    kind: Y\"\n- kind: B\n"), true, []string{"A", "B"}},
		{"a quoted scalar over lines that are hardly indented", list("- kind: A\n  data: 'x\n - kind: X'\n- kind: B\n"), true, []string{"~A", "B"}},
		{"a quoted scalar over lines that are not indented", list("- kind: A\n  data: 'x\n- kind: X'\n- kind: B\n"), false, []string{"~A", "~B"}},
		{"quotes in quotes", list("- kind: A\n  data: 'it''s \"'\n  more: \"it's \\\" \\\\\"\n- kind: B\n"), true, []string{"A", "B"}},
		{"quotes in plain scalars", list("- kind: A\n  data: it's\n  more: 5\" wide\n- kind: B\n"), true, []string{"A", "B"}},
		{"quotes in flow collections", list("- kind: A\n  data: [it's, \"]\", 'a]', a:'b', \"x\": ']']\n- kind: B\n"), true, []string{"A", "B"}},
		{"comments in flow collections", list("- kind: A\n  data: [a, # ]\n    b, # \"\n    c#]\n- kind: B\n"), true, []string{"A", "B"}},
		{"a flow collection behind carriage returns", list("- kind: A\n  data: [\r\n    \"]\",\r\n    '}']\r\n- kind: B\n"), true, []string{"A", "B"}},
		{"hashes that start no comment", list("- kind: A\n  data: a#b\n  more: \"# c\"\n  '#': d\n- kind: B\n"), true, []string{"A", "B"}},
		{"colons that end no key", list("- kind: A\n  data: http://x:80/\n  a:b: c\n  args:\n  - a:b\n  - ::\n- kind: B\n"), true, []string{"A", "B"}},
		{"lists in lists", list("- kind: A\n  data:\n  - - a\n    - - b\n  - c\n- kind: B\n"), true, []string{"A", "B"}},
		{"a template that is no YAML string", list("- kind: A\n  data: {{ x }}\n- kind: B\n"), true, []string{"A", "B"}},
		{"a next line", list("- kind: A\n  data: \"a\u0085b\"\n- kind: B\n"), false, []string{"~A", "~B"}},
		{"a line separator", list("- kind: A\n  data: a\u2028  more: b\n- kind: B\n"), false, []string{"~A", "~B"}},
		{"a lone carriage return", list("- kind: A\n  data: a\r  more: b\n- kind: B\n"), false, []string{"~A", "~B"}},
		{"wide characters", list("- kind: A\n  data: \"日本語 🎉\"\n  ключ: значение\n- kind: B\n"), true, []string{"A", "B"}},
	}
)

// brokenCases are lists that have to be refused, with a part of the message.
var brokenCases = []struct {
	why, src, message string
}{
	{"an item that is a text", list("- kind: A\n- text\n"), "is no object but a text"},
	{"an item that is a number", list("- 12\n"), "is no object but a number"},
	{"an item that is null", list("- kind: A\n- null\n- kind: B\n"), "is no object but null"},
	{"an item that is nothing", list("- kind: A\n-\n- kind: B\n"), "is no object but null"},
	{"an item that is a list", list("- - kind: A\n"), "is no object but a list"},
	{"an item without a kind", list("- metadata:\n    name: a\n"), "has no kind"},
	{"an item with an empty kind", list("- kind: ''\n"), "has no kind"},
	{"an item with a kind that is a mapping", list("- kind: {a: b}\n"), "has no kind"},
	{"items that are a mapping", "kind: ResourceList\nitems:\n  a: b\n", "items"},
	{"items that are a text", "kind: ResourceList\nitems: x\n", "items"},
	{"items twice", list("- kind: A\n") + "items: []\n", `"items"`},
	{"a key twice in an item that is parsed", list("- {kind: A, kind: B}\n"), `"kind"`},
	{"what follows an item in flow style", list("- {kind: A}\n  spec: b\n"), "did not find expected"},
	{"a second document", list("- kind: A\n") + "---\nkind: B\n", "second document"},
	{"a list", "- kind: A\n", "is no ResourceList"},
	{"a text", "abc", "is no ResourceList"},
	{"an alias to nowhere", list("- kind: A\n  data: *a\n"), "anchor"},
	{"no YAML", list("- kind: [\n"), ""},
}
