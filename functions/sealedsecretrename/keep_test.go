package sealedsecretrename_test

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kurumi-krm/kurumi/functions/sealedsecretrename"
	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/krmtest"
)

const keepThree = `
apiVersion: kurumi.dev/v1alpha1
kind: SealedSecretRename
metadata: {name: rename}
spec:
  retain: {keep: 3}
`

// One under its final name already, and one that is given it.
func TestWhoKeepsVersionsIsToldHowMany(t *testing.T) {
	for _, tt := range []struct{ file, final string }{
		{"references-follow-a-final-name/input/db.yaml", "db-56746c59dc"},
		{"nothing-is-left-for-kustomize-to-hash/input/db.yaml", "db-bf6h4f6ttf"},
	} {
		t.Run(tt.file, func(t *testing.T) {
			input, err := os.ReadFile("testdata/" + tt.file)
			require.NoError(t, err)
			once := kept(t, string(input))
			meta, _, _ := strings.Cut(once, "spec:")
			assert.Contains(t, meta, "\n  name: "+tt.final+"\n")
			assert.Contains(t, meta, "\n    kurumi.dev/keep: '3 db'\n")
			assert.Equal(t, once, kept(t, once))
		})
	}
}

// kept is what comes out where whoever runs the function keeps versions.
func kept(t *testing.T, input string) string {
	t.Helper()
	out, results, err := sealedsecretrename.Function.ProcessFiles(&krm.Source{Name: "fn.yaml", Data: []byte(keepThree)},
		[]krm.Source{{Name: "db.yaml", Data: []byte(input)}}, krm.Options{Keeps: true})
	require.NoError(t, err)
	assert.Empty(t, krmtest.Mistakes(results))
	return string(out[0].Data)
}
