package rename

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kurumi-krm/kurumi/pkg/krm"
)

func TestWhichSecretIsMeant(t *testing.T) {
	secret := func(namespace, final string, names map[string]int) Target { return Target{namespace, final, names} }
	certain, likely, less := map[string]int{"db": 0}, map[string]int{"db": 1}, map[string]int{"db": 2}
	for name, tt := range map[string]struct {
		namespace string
		targets   []Target
		want      string // a name, or a mistake
	}{
		"the only one":                          {"shop", []Target{secret("shop", "db-2", certain)}, "db-2"},
		"none of another namespace":             {"shop", []Target{secret("blog", "db-2", certain)}, "db"},
		"one that is somewhere":                 {"shop", []Target{secret("", "db-2", certain)}, "db-2"},
		"the likelier name goes first":          {"shop", []Target{secret("shop", "db-2", less), secret("shop", "db-4", likely)}, "db-4"},
		"even before the namespace":             {"shop", []Target{secret("shop", "db-2", likely), secret("", "db-4", certain)}, "db-4"},
		"of two equal ones, that of here":       {"shop", []Target{secret("", "db-2", certain), secret("shop", "db-4", certain)}, "db-4"},
		"two of one final name are no choice":   {"", []Target{secret("shop", "db-2", certain), secret("blog", "db-2", certain)}, "db-2"},
		"one that keeps its name":               {"shop", []Target{secret("shop", "db", certain), secret("shop", "db-2", likely)}, "db"},
		"nobody knows which of two equal ones":  {"", []Target{secret("shop", "db-4", certain), secret("blog", "db-2", certain)}, "may be db-2 in namespace blog or db-4 in namespace shop; give the object its namespace, or write the name that is meant"},
		"nor which of two in the one namespace": {"shop", []Target{secret("shop", "db-2", likely), secret("shop", "db-4", likely)}, "may be db-2 in namespace shop or db-4 in namespace shop; give the object its namespace, or write the name that is meant"},
	} {
		t.Run(name, func(t *testing.T) { assert.Equal(t, tt.want, followed(t, tt.namespace, tt.targets)) })
	}
}

// followed is what becomes of a Pod's reference to db, or why nothing does.
func followed(t *testing.T, namespace string, targets []Target) string {
	t.Helper()
	const before, after = "apiVersion: v1\nkind: Pod\nmetadata: {name: api, namespace: '", "'}\nspec: {imagePullSecrets: [{name: "
	f := &krm.Function{Name: "follow", Run: krm.Unconfigured(func(p *krm.Pass) error {
		Follow(p, p.Items(), targets, nil)
		return nil
	})}
	in := before + namespace + after
	out, results, err := f.ProcessFiles(nil, []krm.Source{{Name: "api.yaml", Data: []byte(in + "db}]}\n")}}, krm.Options{})
	require.NoError(t, err)
	for _, result := range results {
		if result.Severity == krm.Error {
			return result.Message
		}
	}
	text := string(out[0].Data)
	require.Contains(t, text, in)
	return text[len(in) : len(text)-len("}]}\n")]
}
