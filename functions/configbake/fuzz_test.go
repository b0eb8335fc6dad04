package configbake_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kurumi-krm/kurumi/functions/configbake"
	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/krmtest"
)

// Whatever the manifests are, nothing panics, a refusal changes nothing, and twice is once.
func FuzzBake(f *testing.F) {
	var configs []*krm.Source
	for i, c := range krmtest.Cases(f, "testdata") {
		configs = append(configs, c.Config)
		var all []byte
		for _, file := range c.Input {
			all = append(append(all, file.Data...), "\n---\n"...)
		}
		if len(all) < 5000 {
			f.Add(uint8(i), all)
		}
	}
	f.Fuzz(func(t *testing.T, config uint8, input []byte) {
		run := func(data []byte) ([]byte, []krm.Result) {
			out, results, err := configbake.Function.ProcessFiles(configs[int(config)%len(configs)], []krm.Source{{Name: "app.yaml", Data: data}}, krm.Options{})
			require.NoError(t, err)
			return out[0].Data, results
		}
		once, results := run(input)
		if len(mistakes(results)) > 0 {
			assert.Equal(t, string(input), string(once))
			return
		}
		again, results := run(once)
		if len(mistakes(results)) > 0 {
			t.Log(mistakes(results))
			t.Fatalf("its own output is refused:\n%s", once)
		}
		assert.Equal(t, string(once), string(again))
	})
}
