package previewapp_test

import (
	"bytes"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kurumi-krm/kurumi/functions/previewapp"
	"github.com/kurumi-krm/kurumi/pkg/krm"
)

// In a kpt package the config is an item too, and what is generated comes behind it:
// once, however often the package is rendered.
func TestAPackageHoldsTheConfigToo(t *testing.T) {
	config, err := os.ReadFile("testdata/a-label-makes-an-environment/fn.yaml")
	require.NoError(t, err)
	render := func(data []byte) ([]byte, []krm.Result) {
		files := []krm.Source{{Name: "preview-app.yaml", Data: data}}
		out, results, err := previewapp.Function.ProcessFiles(&krm.Source{Name: "fn.yaml", Data: config}, files, krm.Options{})
		require.NoError(t, err)
		require.Len(t, out, 1)
		return out[0].Data, results
	}
	once, told := render(bytes.Clone(config))
	require.Len(t, told, 3, "three objects are new")
	rest, ok := bytes.CutPrefix(once, config)
	require.True(t, ok, "the config comes first, as it was:\n%s", once)
	alone, err := os.ReadFile("testdata/a-label-makes-an-environment/expected/preview-app.yaml")
	require.NoError(t, err)
	assert.Equal(t, "---\n"+string(alone), string(rest))

	twice, told := render(bytes.Clone(once))
	assert.Equal(t, string(once), string(twice))
	assert.Empty(t, told)
}
