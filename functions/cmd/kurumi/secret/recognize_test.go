package secret

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/tell"
)

func TestWhatIsReadAndWhatIsSkipped(t *testing.T) {
	const object = "apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nmetadata: {name: db, namespace: shop}\n"
	for name, test := range map[string]struct {
		text   string
		found  int
		errors bool
		note   string
	}{
		"a SealedSecret":                             {object, 1, false, ""},
		"two, behind something else":                 {"kind: A\n---\n" + object + "---\n" + object, 2, false, ""},
		"in a List":                                  {"apiVersion: v1\nkind: List\nitems:\n- {apiVersion: bitnami.com/v1alpha1, kind: SealedSecret, metadata: {name: a}}\n", 1, false, ""},
		"another group's kind":                       {"apiVersion: example.com/v1\nkind: SealedSecret\n", 0, false, ""},
		"a kustomization without a kind":             {"patches:\n- target: {kind: SealedSecret}\n", 0, false, ""},
		"a kind that an alias stands for":            {"a: &a SealedSecret\nkind: *a\nkind: *a\n", 0, true, ""},
		"a text that is no object":                   {"- SealedSecret\n", 0, false, ""},
		"an object beside one without a kind":        {object + "---\na: b\n", 0, true, ""},
		"broken YAML":                                {object + "spec: [\n", 0, true, ""},
		"broken YAML that has a template in it":      {object + "spec: [{template: {data: {a: '{{ .a }}'}}}\n", 0, true, ""},
		"a Helm template":                            {"{{- if .a }}\n" + object + "spec:\n  {{- toYaml .b | nindent 2 }}\n{{- end }}\n", 0, false, "skipped: it is a template"},
		"a Helm template with a name":                {"kind: SealedSecret\nmetadata:\n  name: {{ .a }}-{{ .b }}\n", 0, false, "skipped: it is a template"},
		"a template in the SealedSecret's own sense": {object + "spec: {template: {data: {a: '{{ .a }}'}}}\n", 1, false, ""},
		"UTF-16":                   {"\xff\xfe" + utf16(object), 0, true, ""},
		"UTF-16 of something else": {"\xff\xfe" + utf16("kind: A\n"), 0, false, ""},
		"bytes that are no text":   {object + "# \xff\n", 0, true, ""},
		"a key twice":              {object + "kind: SealedSecret\n", 0, true, ""},
	} {
		t.Run(name, func(t *testing.T) {
			var stderr bytes.Buffer
			r := report{tell.Report{Stderr: &stderr}}
			assert.True(t, mentions([]byte(test.text)) || test.found == 0)
			objects, ok := r.read(file{name: "a.yaml", data: []byte(test.text)})
			assert.Len(t, objects, test.found)
			assert.Equal(t, test.found > 0, ok)
			assert.Equal(t, test.errors, r.Failed(), "%v", r.Errors())
			if test.note == "" {
				assert.Empty(t, stderr.String())
			}
			assert.Contains(t, stderr.String(), test.note)
		})
	}
}

func utf16(s string) string {
	var b bytes.Buffer
	for i := range len(s) {
		b.Write([]byte{s[i], 0})
	}
	return b.String()
}
