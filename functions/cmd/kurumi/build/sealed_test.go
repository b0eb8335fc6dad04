package build

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const sealedExample = "../../../../examples/rotating-a-secret"

// overSealed makes an overlay over the example, whose SealedSecrets are strict and
// stand under their final names.
func overSealed(t *testing.T, settings string) (dir string) {
	t.Helper()
	root := t.TempDir()
	require.NoError(t, os.CopyFS(root, os.DirFS(sealedExample)))
	write(t, root, "overlay/kustomization.yaml", "resources: [../before]\n"+settings)
	return filepath.Join(root, "overlay")
}

func TestAStrictSealedSecretThatIsRenamedLaterIsRefused(t *testing.T) {
	for settings, want := range map[string]string{
		"namePrefix: p-":   "the SealedSecret shop/p-db-dbt6bc2h7m was emitted as shop/db-dbt6bc2h7m, and opens under no other namespace and name",
		"nameSuffix: -s":   "the SealedSecret shop/db-dbt6bc2h7m-s was emitted as shop/db-dbt6bc2h7m,",
		"namespace: other": "the SealedSecret other/db-dbt6bc2h7m was emitted as shop/db-dbt6bc2h7m,",
		`patches: [{target: {kind: SealedSecret, name: "db-.*"}, options: {allowNameChange: true}, patch: '[{"op": "replace", "path": "/metadata/name", "value": "d"}]'}]`: "the SealedSecret shop/d was emitted as shop/db-dbt6bc2h7m,",
	} {
		dir := overSealed(t, settings)
		got := kurumiBuild(t, "", dir)
		assert.Equal(t, 1, got.code, settings)
		assert.Empty(t, got.stdout)
		assert.Contains(t, got.stderr, want)
		assert.Contains(t, got.stderr, "list sealedsecret-rename in the outermost kustomization instead")
		assert.NotContains(t, got.stderr, "Ag", "a part of a ciphertext")

		out := filepath.Join(t.TempDir(), "out")
		require.NoError(t, os.Mkdir(out, 0o755))
		assert.Equal(t, 1, kurumiBuild(t, "", "-o", out, dir).code)
		left, err := os.ReadDir(out)
		require.NoError(t, err)
		assert.Empty(t, left)
	}
}

func TestAStrictSealedSecretMayBeLeftOrTakenAway(t *testing.T) {
	for _, settings := range []string{
		"commonAnnotations: {a: b}",
		`patches: [{target: {kind: SealedSecret, name: "db-.*"}, patch: '[{"op": "add", "path": "/metadata/labels", "value": {"a": "b"}}]'}]`,
		`patches: [{target: {kind: SealedSecret, name: "mail-.*"}, patch: "{$patch: delete, apiVersion: bitnami.com/v1alpha1, kind: SealedSecret, metadata: {name: x}}"}]`,
	} {
		got := kurumiBuild(t, "", overSealed(t, settings))
		assert.Zero(t, got.code, "%s: %s", settings, got.stderr)
	}
}
