package render

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// plaintext is in every value of these tests.
const plaintext = "s3cr3t"

func TestMasked(t *testing.T) {
	for name, tc := range map[string]struct{ was, is, maskedWas, maskedIs string }{
		"no Secret: as it is, comments and all": {
			"kind: ConfigMap # SecretRef\n", "kind: ConfigMap\n",
			"kind: ConfigMap # SecretRef\n", "kind: ConfigMap\n",
		},
		"the same value, another one, one that came, one that went": {
			"kind: Secret\ndata: {a: s3cr3t, b: s3cr3t1, d: s3cr3t}\n", "kind: Secret\ndata: {a: s3cr3t, b: s3cr3t2, c: s3cr3t}\n",
			"kind: Secret\ndata: {a: '***', b: '*** (before)', d: '***'}\n", "kind: Secret\ndata: {a: '***', b: '*** (after)', c: '***'}\n",
		},
		"a comment, a key that stands twice, values of other types": {
			"# s3cr3t\nkind: Secret\nstringData:\n  a: s3cr3t # s3cr3t\n  a: s3cr3t2\n", "kind: Secret\ndata:\n  a: !!binary s3cr3t\n  b: [s3cr3t]\n  c: {d: s3cr3t}\n  e: |\n    s3cr3t\n",
			"kind: Secret\nstringData:\n  a: '***'\n  a: '***'\n", "kind: Secret\ndata:\n  a: '***'\n  b: ['***']\n  c: {d: '***'}\n  e: '***'\n",
		},
		"a value in the place of all, and the annotation of kubectl apply": {
			"kind: Secret\ndata: s3cr3t\n", "kind: Secret\nmetadata: {annotations: {kubectl.kubernetes.io/last-applied-configuration: '{s3cr3t}'}}\nstringData: {a: s3cr3t}\n",
			"kind: Secret\ndata: '***'\n", "kind: Secret\nmetadata: {annotations: {kubectl.kubernetes.io/last-applied-configuration: '***'}}\nstringData: {a: '***'}\n",
		},
		"two of them, in a stream and in a List": {
			"kind: Secret\ndata: {a: s3cr3t}\n---\nkind: Secret\ndata: {a: s3cr3t}\n", "kind: List\nitems: [{kind: Secret, data: {a: s3cr3t}}]\n",
			"kind: Secret\ndata: {a: '***'}\n---\nkind: Secret\ndata: {a: '***'}\n", "kind: List\nitems: [{kind: Secret, data: {a: '***'}}]\n",
		},
	} {
		t.Run(name, func(t *testing.T) {
			was, is, err := masked([]byte(tc.was), []byte(tc.is))
			require.NoError(t, err)
			assert.Equal(t, tc.maskedWas, string(was))
			assert.Equal(t, tc.maskedIs, string(is))
		})
	}
}

func TestWhatCannotBeMaskedIsWithheld(t *testing.T) {
	for name, texts := range map[string][2]string{
		"no YAML":           {"kind: Secret\ndata: [s3cr3t\n", ""},
		"an alias":          {"x: &x s3cr3t\nkind: Secret\ndata: {a: *x}\n", ""},
		"a comment differs": {"kind: Secret # s3cr3t\ndata: {a: s3cr3t}\n", "kind: Secret\ndata: {a: s3cr3t}\n"},
	} {
		t.Run(name, func(t *testing.T) {
			one, other := []byte(texts[0]), []byte(texts[1])
			for _, c := range []change{{was: one, is: other}, {was: other, is: one}} {
				shown := c.diff("a.yaml")
				assert.NotContains(t, shown, plaintext)
				assert.Contains(t, shown, "not shown, since it may hold the values of a Secret")
			}
		})
	}
}

// Whatever a Secret looks like, another reader of YAML finds no value in what is left.
func FuzzMasked(f *testing.F) {
	f.Add("kind: Secret\ndata:\n  a: s3cr3t\n")
	f.Add("kind: List\nitems:\n- kind: Secret\n  stringData:\n    a: |\n      s3cr3t\n    b: 1\n")
	f.Add("{\"kind\": \"Secret\", \"data\": {\"a\": [null, {\"b\": 1}]}}\n---\nkind: Secret\ndata: x\n")
	f.Add("kind: Secret\ndata: &a {b: c}\n<<: {stringData: {a: b}}\n")
	f.Fuzz(func(t *testing.T, text string) {
		was, _, err := masked([]byte(text), []byte("kind: ConfigMap\n"))
		if err != nil {
			return
		}
		decoder := yaml.NewDecoder(bytes.NewReader(was))
		for {
			var doc any
			if decoder.Decode(&doc) != nil { // the end, or what it does not take: a key that stands twice
				return
			}
			requireMasked(t, doc, false)
		}
	})
}

func requireMasked(t *testing.T, value any, inside bool) {
	t.Helper()
	switch v := value.(type) {
	case map[string]any:
		for key, child := range v {
			requireMasked(t, child, inside || v["kind"] == "Secret" && (key == "data" || key == "stringData"))
		}
	case []any:
		for _, child := range v {
			requireMasked(t, child, inside)
		}
	case nil:
	default:
		require.True(t, !inside || strings.HasPrefix(fmt.Sprint(v), "***"), "%v", v)
	}
}
