package build

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kurumi-krm/kurumi/functions/sealedsecretrename"
	"github.com/kurumi-krm/kurumi/pkg/krmtest"
)

func renameCase(t *testing.T, name string) krmtest.Case {
	t.Helper()
	for _, c := range krmtest.Cases(t, "../../../sealedsecretrename/testdata") {
		if c.Name == name {
			return c
		}
	}
	require.Fail(t, "no such case", name)
	return krmtest.Case{}
}

// withKeys is a case that needs its keys.
const withKeys = "strict-values-are-re-wrapped-with-the-operators-keys"

func TestKeysAreTheOperators(t *testing.T) {
	c := renameCase(t, withKeys)
	dir, keys := kustomization(t, sealedsecretrename.Function, c), c.KeysFolder(t)
	want := kurumiBuild(t, keys, dir)
	require.Zero(t, want.code, want.stderr)
	here, err := os.Getwd()
	require.NoError(t, err)
	rel, err := filepath.Rel(here, keys)
	require.NoError(t, err)
	for _, flags := range [][]string{
		{"--keys", keys},
		{"--keys", rel},
		{"--mount", "type=bind,src=" + keys + ",dst=/keys"},
	} {
		assert.Equal(t, want, kurumiBuild(t, "", append(flags, dir)...), "%v", flags)
	}
	got := kurumiBuild(t, keys, "--keys", filepath.Join(keys, "gone"), dir)
	assert.Equal(t, 1, got.code)
	assert.Contains(t, got.stderr, "the folder of keys: ")
}

// Somebody who may change the repository, and nothing of what the operator runs,
// brings keys of their own.
func TestAKustomizationBringsNoKeys(t *testing.T) {
	c := renameCase(t, withKeys)
	for _, spec := range []string{
		"container: {image: ghcr.io/kurumi-krm/sealedsecret-rename, mounts: [{type: bind, src: ./mine, dst: /keys}]}",
		"container: {image: ghcr.io/kurumi-krm/sealedsecret-rename, envs: [KURUMI_KEYS=./mine]}",
		"exec: {path: sealedsecret-rename, envs: [KURUMI_KEYS=./mine]}",
	} {
		dir := kustomization(t, sealedsecretrename.Function, c)
		for _, key := range c.Keys {
			write(t, dir, "mine/"+key.Name, string(key.Data))
		}
		write(t, dir, "fn.yaml", "{apiVersion: kurumi.dev/v1alpha1, kind: SealedSecretRename, metadata: {name: a, annotations: {config.kubernetes.io/function: \""+spec+"\"}}}")
		got := kurumiBuild(t, "", dir)
		assert.Equal(t, 1, got.code, spec)
		assert.Empty(t, got.stdout)
		assert.Contains(t, got.stderr, "private keys, of which there are none", spec)
	}
}
