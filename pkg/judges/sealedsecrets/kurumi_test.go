package sealedsecrets

import (
	"io/fs"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kurumi-krm/kurumi/functions/sealedsecretrename"
	"github.com/kurumi-krm/kurumi/pkg/krm"
)

// rename runs sealedsecret-rename over a file of manifests, with the operator's
// folder of keys, or nil for none. A refusal is told as error results.
func rename(tb testing.TB, keys fs.FS, manifests []byte) ([]byte, []krm.Result) {
	tb.Helper()
	files := []krm.Source{{Name: "app.yaml", Data: manifests}}
	out, results, err := sealedsecretrename.Function.ProcessFiles(nil, files, krm.Options{Keys: keys, Now: time.Now()})
	require.NoError(tb, err)
	return out[0].Data, results
}

// mustRename is rename where nothing is wrong.
func mustRename(tb testing.TB, keys fs.FS, manifests []byte) []byte {
	tb.Helper()
	out, results := rename(tb, keys, manifests)
	for _, r := range results {
		require.NotEqual(tb, krm.Error, r.Severity, r)
	}
	return out
}

// requireRefused requires that the function says why not, and changes nothing.
func requireRefused(tb testing.TB, keys fs.FS, manifests []byte) {
	tb.Helper()
	out, results := rename(tb, keys, manifests)
	require.Equal(tb, string(manifests), string(out))
	for _, r := range results {
		if r.Severity == krm.Error {
			return
		}
	}
	require.Fail(tb, "not refused")
}
