package krm_test

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kurumi-krm/kurumi/pkg/krm"
)

// bomb is a document whose aliases expand to ten billion nodes.
func bomb() string {
	b := "  a0: &a0 [" + strings.Repeat("x, ", 9) + "x]\n"
	for i := range 9 {
		ref := fmt.Sprintf("*a%d", i)
		b += fmt.Sprintf("  a%d: &a%d [%s]\n", i+1, i+1, strings.Repeat(ref+", ", 9)+ref)
	}
	return b
}

func nested(opening, closing string, levels int) string {
	return strings.Repeat(opening, levels) + "x" + strings.Repeat(closing, levels)
}

func TestHostileItemsAreRefused(t *testing.T) {
	for name, tt := range map[string]struct{ item, told string }{
		"a bomb of aliases":             {site("a", "b") + bomb(), "aliases expand to more than 100000 nodes"},
		"a bomb that nobody asks for":   {"- kind: Other\n" + bomb(), "aliases expand to more than 100000 nodes"},
		"an alias inside its anchor":    {site("a", "b") + "  x: &x\n    y: *x\n", "an alias stands inside its own anchor"},
		"an alias to nothing":           {site("a", "b") + "  x: *y\n", "refers to an anchor"},
		"a merge of what is no mapping": {site("a", "b") + "  x: {<<: [1]}\n", "a merge key takes a mapping or a list of mappings"},
		"a key twice":                   {site("a", "b") + "  x: 1\n  x: 2\n", `key "x" stands there twice`},
		"a key twice among many":        {site("a", "b") + keys("  ", 100) + "  key-7: again\n", `key "key-7" stands there twice`},
		"a key that is a list":          {site("a", "b") + "  ? [x]\n  : y\n", "a key is a list"},
		"a million levels":              {site("a", "b") + "  x:\n  " + strings.Repeat("- ", 1<<20) + "y\n", "exceeded max depth"},
		"wrong indentation":             {site("a", "b") + "    c: d\n   e: f\n", "cannot be read"},
		"an open quote":                 {site("a", "b") + "  x: \"y\n", "cannot be read"},
		"a tab as indentation":          {site("a", "b") + "  x:\n\ty: z\n", "cannot be read"},
		"null":                          {"-\n", "is no object but null"},
		"a text":                        {"- hello\n", "is no object but a text"},
		"a number":                      {"- 1\n", "is no object but a number or boolean"},
		"a list":                        {"- - a\n", "is no object but a list"},
		"no kind":                       {"- metadata: {name: a}\n", "has no kind"},
		"an empty object":               {"- {}\n", "has no kind"},
		"more than is parsed":           {site("a", "b") + "  x: " + strings.Repeat("y", 17<<20) + "\n", "has 17 MiB, and more than 16 MiB is not read"},
	} {
		t.Run(name, func(t *testing.T) {
			in := header + "items:\n" + site("first", "old.example.com") + tt.item + stampWith
			out, told := process(t, in)
			require.NotEmpty(t, told)
			assert.Contains(t, told[0], "error: ")
			assert.Contains(t, told[0], tt.told)
			assert.NotContains(t, out, "host: new.example.com\n  ", "nothing is half done")
			assert.Less(t, len(told[0]), 300, "the message holds no more of the input than it needs")
		})
	}
}

// keys is a mapping of many keys.
func keys(pad string, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "%skey-%d: value\n", pad, i)
	}
	return b.String()
}

func TestOddItemsAreRead(t *testing.T) {
	for name, more := range map[string]string{
		"a hundred levels of flow":   "  x: " + nested("[", "]", 100) + "\n",
		"ten thousand levels":        "  x: " + nested("[", "]", 9_000) + "\n",
		"a hundred levels of blocks": "  x:\n" + blocks(100),
		"anchors and aliases":        "  x: &x {y: z}\n  w: *x\n  v: {<<: *x}\n",
		"many keys":                  keys("  ", 1000),
		"tags":                       "  x: !!binary aGVsbG8=\n  y: !custom z\n",
		"a long line":                "  x: " + strings.Repeat("y ", 1<<20) + "z\n",
		"templates in quotes":        "  x: '{{ .Values.x }}'\n",
		"a literal like a manifest":  "  x: |\n    - kind: Site\n    ---\n    spec: {host: \"x\n",
	} {
		t.Run(name, func(t *testing.T) {
			in := header + "items:\n" + site("a", "old.example.com") + more + site("b", "old.example.com") + stampWith
			out, told := process(t, in)
			assert.Len(t, told, 2, "both sites change")
			assert.True(t, strings.HasPrefix(out, strings.ReplaceAll(in, "old.example.com", "new.example.com")), "and nothing else does")
		})
	}
}

func blocks(levels int) string {
	var b strings.Builder
	for i := range levels {
		b.WriteString(strings.Repeat(" ", 4+i) + "y:\n")
	}
	return b.String()
}

func TestWhatNobodyAsksForPassesWhateverItIs(t *testing.T) {
	for name, item := range map[string]string{
		"50 MB":        "- kind: Other\n  x: |\n" + strings.Repeat("    "+strings.Repeat("y", 95)+"\n", 500_000),
		"a custom tag": "- kind: Other\n  x: !custom y\n",
	} {
		t.Run(name, func(t *testing.T) {
			in := header + "items:\n" + site("a", "old.example.com") + item + stampWith
			out, told := process(t, in)
			assert.Equal(t, []string{"info: Site a: spec.host: old.example.com becomes new.example.com"}, told)
			assert.True(t, strings.HasPrefix(out, strings.ReplaceAll(in, "old.example.com", "new.example.com")))
		})
	}
}

func TestAnchorsAcrossItemsAreWrittenOut(t *testing.T) {
	out, told := process(t, header+"items:\n- kind: Site\n  metadata: {name: a}\n  spec: &s\n    host: old.example.com\n- kind: Site\n  metadata: {name: b}\n  spec: *s\n"+stampWith)
	assert.Len(t, told, 2)
	assert.Equal(t, 2, strings.Count(out, "host: new.example.com\n- ")+strings.Count(out, "host: new.example.com\nfunctionConfig"))
	assert.NotContains(t, out, "*s")
}

func TestNoMessageHoldsASecret(t *testing.T) {
	const marker = "Zm9vYmFyc2VjcmV0"
	secret := "- kind: Site\n  metadata: {name: a}\n  data:\n    password: " + marker + "\n"
	for _, broken := range []string{
		secret + "    password: " + marker + "\n",
		secret + "   x: y\n",
		secret + "    z: \"" + marker + "\n",
		secret + "    z: [" + marker + "\n",
		secret + "    z: *" + marker + "\n",
		secret + "    " + marker + "\n",
		secret + "    z: !!int " + marker + "\n",
		secret + "    z: {<<: " + marker + "}\n",
		secret + "    z: " + marker + ": " + marker + "\n",
		secret + "    z: %" + marker + "\n",
		secret + "    z: \"\\q" + marker + "\"\n",
		secret + "\t" + marker + "\n",
		strings.Replace(secret, "{name: a}", marker, 1),
		"- " + marker + "\n",
	} {
		var errs strings.Builder
		stamp.Command(nil, strings.NewReader(header+"items:\n"+broken+stampWith), io.Discard, &errs)
		assert.NotContains(t, errs.String(), marker, broken)
		results, err := stamp.Process([]byte(header+"items:\n"+broken+stampWith), io.Discard, krm.Options{})
		require.NoError(t, err)
		for _, r := range results {
			assert.NotContains(t, r.String(), marker, broken)
		}
	}
}
