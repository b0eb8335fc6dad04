package secret

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kurumi-krm/kurumi/pkg/sealed"
	"github.com/kurumi-krm/kurumi/pkg/sealedsecret"
)

// plaintexts are those that YAML is known to be bad at.
var plaintexts = []string{
	"", " ", "\n", "\n\n", "a\n", "a\n\n", "\na", " a\nb", "a\n b\n", "a \nb", "a\tb", "\ta\nb", "\t", "a: b", "- a", "# a", "a #b",
	"---\na\n", "...\n", "a\r\nb\r\n", "\r", "null", "true", "1e3", "'", `"`, `\`, "\x00\xff", "\x7f", "\u0085", "\u2028a\nb", "\ufeffa", "\ufffd",
	"é\nü", "{{ .a }}", "%YAML", "&a", "*a", "!a", "|", ">", "@", "`", strings.Repeat("word ", 100), strings.Repeat("line\n", 100), "a\n\u00a0b",
	"-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n", "=", "<<", "?", "a\n#b\n", "\xc3",
}

func TestEveryPlaintextComesBackFromTheEditor(t *testing.T) {
	for _, text := range plaintexts {
		comesBack(t, "key", text)
	}
}

func FuzzEveryPlaintextComesBackFromTheEditor(f *testing.F) {
	for _, text := range plaintexts {
		f.Add("key", text)
	}
	f.Fuzz(func(t *testing.T, key, text string) {
		if wrongKey(key) != "" {
			t.Skip()
		}
		comesBack(t, key, text)
	})
}

func comesBack(t *testing.T, key, text string) {
	t.Helper()
	in := plainSecret{Namespace: "shop", Name: "db", Values: map[string][]byte{key: []byte(text), "other": []byte("x")}}
	d := &draft{}
	out, problems := d.parse([]byte(in.text()))
	require.Empty(t, problems, "%q: %s", text, in.text())
	assert.Equal(t, in.Values, out.Values, "%s", in.text())
}

func TestTextsAreShownForPeople(t *testing.T) {
	s := plainSecret{Name: "db", Values: map[string][]byte{
		"cert": []byte("-----BEGIN\nMIIE\n"), "open": []byte("a\nb"), "spaces": []byte("a \nb"), "crlf": []byte("a\r\nb"), "binary": {0, 255}, "bom": []byte("\ufeffa"), "number": []byte("1"),
	}}
	assert.Equal(t, `apiVersion: v1
kind: Secret
metadata:
  name: db
stringData:
  cert: |
    -----BEGIN
    MIIE
  crlf: "a\r\nb"
  number: "1"
  open: |-
    a
    b
  spaces: "a \nb"
data:
  binary: AP8=
  bom: "77u/YQ=="
`, s.text())
}

// sealedDraft is a draft of two values, of which the second does not open.
func sealedDraft(tb testing.TB) *draft {
	tb.Helper()
	o := &object{Object: &sealedsecret.Object{Namespace: "shop", Name: "db"}}
	d := &draft{file: file{name: "db.yaml"}, object: o, token: "ABCDEFGHIJKL", parts: map[string]part{}, placeholders: map[string]string{}}
	d.plain = plainSecret{Namespace: "shop", Name: "db", Values: map[string][]byte{"user": []byte("s3cr3t")}}
	for _, key := range []string{"user", "password"} {
		p, err := freshPart([]byte("s3cr3t"))
		require.NoError(tb, err)
		p.fresh, p.text, p.label = false, key+"'s", sealed.Strict.Label("shop", "db")
		p.opened = key == "user"
		d.parts[key] = p
	}
	d.placeholders["password"] = placeholder + "password, " + d.token + ": leave this to keep it>"
	var problems []string
	d.was, problems = d.parse([]byte(d.text()))
	require.Empty(tb, problems)
	return d
}

func TestWhatBecomesOfAnEditedText(t *testing.T) {
	d := sealedDraft(t)
	for name, test := range map[string]struct {
		was, is string // what is replaced in the text
		problem string
		kept    []string // keys; nil if nothing changed
		fresh   int
	}{
		"nothing":                         {"", "", "", nil, 0},
		"a comment":                       {"kind:", "# a comment\nkind:", "", nil, 0},
		"a value in other quotes":         {"s3cr3t", "'s3cr3t'", "", nil, 0},
		"a value under data":              {"  user: s3cr3t\n", "data:\n  user: czNjcjN0\n", "", nil, 0},
		"a type that says what none says": {"kind: Secret", "kind: Secret\ntype: Opaque", "", nil, 0},
		"another value":                   {"s3cr3t", "s3cr3t-2", "", []string{"password"}, 1},
		"a value more":                    {"  user:", "  pin: \"1\"\n  user:", "", []string{"password", "user"}, 1},
		"a value less":                    {"  user: s3cr3t\n", "", "", []string{"password"}, 0},
		"a label":                         {"  name:", "  labels: {a: b}\n  name:", "", []string{"password", "user"}, 0},
		"immutable":                       {"kind:", "immutable: true\nkind:", "", []string{"password", "user"}, 0},
		"a placeholder under another key": {"  password:", "  passphrase:", "", []string{"passphrase", "user"}, 0},
		"a placeholder that is damaged":   {": leave this", "", "stringData.password: is a placeholder, but not one", nil, 0},
		"a placeholder within a text":     {`"<`, `"x <`, "stringData.password: is a placeholder, but not one", nil, 0},
		"another Secret's placeholder":    {"ABCDEFGHIJKL", "BBBBBBBBBBBB", "stringData.password: is a placeholder, but not one", nil, 0},
		"another name":                    {"name: db", "name: cache", `metadata.name: is not "db" any more`, nil, 0},
		"another namespace":               {"namespace: shop", "namespace: a", `metadata.namespace: is not "shop" any more`, nil, 0},
		"no namespace":                    {"  namespace: shop\n", "", `metadata.namespace: is not "shop" any more`, nil, 0},
		"another kind":                    {"kind: Secret", "kind: ConfigMap", "is no Secret of v1", nil, 0},
		"a second object":                 {"apiVersion", "---\napiVersion: v1\nkind: Secret\n---\napiVersion", "is a second object; leave one Secret", nil, 0},
		"a number":                        {"s3cr3t", "123456", "stringData.user: is no text; put it in quotes", nil, 0},
		"no YAML":                         {"s3cr3t", "[s3cr3t", "cannot be read", nil, 0},
	} {
		t.Run(name, func(t *testing.T) {
			v, problems := d.judge([]byte(d.heading(nil) + strings.Replace(d.text(), test.was, test.is, 1)))
			if test.problem != "" {
				assert.Contains(t, strings.Join(problems, "\n"), test.problem)
				assert.NotContains(t, strings.Join(problems, "\n"), "s3cr3t")
				return
			}
			require.Empty(t, problems)
			if test.kept == nil {
				assert.Nil(t, v.content)
				return
			}
			var kept []string
			for key, p := range v.content.parts {
				if !p.fresh {
					kept = append(kept, key)
				}
			}
			assert.ElementsMatch(t, test.kept, kept)
			assert.Equal(t, test.fresh, v.sealed)
		})
	}
}

func FuzzAnEditedText(f *testing.F) {
	d := sealedDraft(f)
	f.Add([]byte(d.text()))
	f.Add([]byte(d.heading([]string{"a", "b"}) + d.text()))
	for _, text := range append(plaintexts, "kind: List", "a: &a [*a]", "apiVersion: v1\nkind: Secret\nstringData: {a: b}") {
		f.Add([]byte(text))
		f.Add([]byte(strings.Replace(d.text(), "s3cr3t", text, 1)))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		v, problems := d.judge(text)
		if v.content == nil || len(problems) > 0 {
			return
		}
		// What is kept is what was there, and what was there under the same key
		// with the same plaintext is kept.
		was := slices.Collect(maps.Values(d.parts))
		for _, p := range v.content.parts {
			assert.True(t, p.fresh || slices.ContainsFunc(was, func(w part) bool { return w.text == p.text }))
		}
		plain, _ := d.parse(text)
		assert.Equal(t, "db", plain.Name)
		if string(plain.Values["user"]) == "s3cr3t" {
			assert.False(t, v.content.parts["user"].fresh)
		}
	})
}

func TestAHeadingIsTakenOffAgain(t *testing.T) {
	d := sealedDraft(t)
	for _, problems := range [][]string{nil, {"one"}, {"one\nin lines", "two\x1b[31m"}} {
		heading := d.heading(problems)
		assert.Equal(t, d.text(), body([]byte(heading+d.text())))
		assert.NotContains(t, heading, "\x1b")
		for line := range strings.Lines(heading) {
			assert.True(t, strings.HasPrefix(line, "#"), line)
		}
	}
	assert.Empty(t, body([]byte("# a")))
	assert.Empty(t, body(nil))
	assert.Equal(t, "a: b\n# c\n", body([]byte("# x\na: b\n# c\n")))
}
