package argorollouts

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kurumi-krm/kurumi/functions/rolloutconvert"
	"github.com/kurumi-krm/kurumi/pkg/krm"
)

// convert runs rollout-convert over a file of manifests, where nothing is wrong.
func convert(t *testing.T, spec string, manifests []byte) []byte {
	t.Helper()
	config := "apiVersion: kurumi.dev/v1alpha1\nkind: RolloutConvert\nmetadata: {name: canaries}\nspec:\n  " +
		strings.ReplaceAll(strings.TrimSpace(spec), "\n", "\n  ") + "\n"
	files := []krm.Source{{Name: "app.yaml", Data: manifests}}
	out, results, err := rolloutconvert.Function.ProcessFiles(&krm.Source{Name: "fn.yaml", Data: []byte(config)}, files, krm.Options{Now: time.Now()})
	require.NoError(t, err)
	for _, r := range results {
		require.NotEqual(t, krm.Error, r.Severity, "%+v\n%s\n%s", r, config, manifests)
	}
	require.Len(t, out, 1)
	return out[0].Data
}
