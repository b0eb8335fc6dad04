package functions_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kurumi-krm/kurumi/functions/sealedsecretrename"
	"github.com/kurumi-krm/kurumi/pkg/krmtest"
)

// The tests here play somebody who may change the repository, and nothing of what
// the operator runs, and who wants a secret of another namespace.

// attacked is a repository with a SealedSecret whose value was copied from
// payments/db, and the operator's keys, which could open it.
func attacked(t *testing.T) (dir string, operator []string) {
	t.Helper()
	c := readCase(t, "attack-forged-previous-names")
	return kustomization(t, inputOf(t, c), "", "legacy"), mountedKeys(t, c)
}

const allowed = "- {from: payments, to: attacker, names: [mine]}\n"

func TestAKustomizationCannotMountOverTheOperatorsKeys(t *testing.T) {
	need(t, "docker")
	for name, tt := range map[string]struct {
		spec string // what the kustomization says beside the image
		want string
	}{
		"moves of its own over the operator's": {
			"mounts: [{type: bind, src: ./mine/moves.yaml, dst: /keys/moves.yaml}]",
			"something is mounted inside of it, at /keys/moves.yaml",
		},
		"a key of its own over the operator's": {
			"mounts: [{type: bind, src: ./mine/b.pem, dst: /keys/b.pem}]",
			"something is mounted inside of it, at /keys/b.pem",
		},
		"keys of its own, in another place": {
			"mounts: [{type: bind, src: ./mine, dst: /mine}], envs: [KURUMI_KEYS=/mine]",
			"no key opens it as attacker/mine",
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir, operator := attacked(t)
			keys := krmtest.Case{Keys: readCase(t, "no-key-opens-it").Keys[:1]}.KeysFolder(t) // another one's
			key, err := os.ReadFile(filepath.Join(keys, "a.pem"))
			require.NoError(t, err)
			write(t, dir, "mine/b.pem", string(key))
			write(t, dir, "mine/moves.yaml", allowed)
			write(t, keysDir(operator), "moves.yaml", "[]")
			c := krmtest.Case{}
			fn, err := asTransformer(sealedsecretrename.Function, c, "container: {image: "+quoted(t, image(t, sealedsecretrename.Function))+", "+tt.spec+"}")
			require.NoError(t, err)
			write(t, dir, "fn.yaml", fn)
			appendTo(t, dir, "kustomization.yaml", "transformers: [fn.yaml]\n")
			got := build(t, dir, append(operator, "--enable-alpha-plugins")...)
			assert.NotZero(t, got.code)
			assert.Empty(t, got.stdout)
			assert.Contains(t, got.stderr, tt.want)
		})
	}
}

func TestKeysAndMovesInTheSourceTreeAreNotRead(t *testing.T) {
	c := readCase(t, "attack-forged-previous-names")
	dir := c.KeysFolder(t) // the repository is full of them
	write(t, dir, "moves.yaml", allowed)
	write(t, dir, "keys/moves.yaml", allowed)
	write(t, dir, "keys/tls.key", string(c.Keys[0].Data))
	write(t, dir, "db.yaml", string(c.Input[0].Data))
	write(t, dir, "fn.yaml", string(c.Config.Data))
	got := command(t, dir, "", binary(t, sealedsecretrename.Function), "fn.yaml", "db.yaml")
	assert.Equal(t, 1, got.code)
	assert.Empty(t, got.stdout)
	assert.Contains(t, got.stderr, "takes the controller's private keys, of which there are none")
}

func readCase(t *testing.T, name string) krmtest.Case {
	t.Helper()
	for _, c := range krmtest.Cases(t, "sealedsecretrename/testdata") {
		if c.Name == name {
			return c
		}
	}
	require.Fail(t, "no such case", name)
	return krmtest.Case{}
}

// keysDir is the folder in the flags of mountedKeys.
func keysDir(flags []string) string {
	const before, after = "type=bind,src=", ",dst=/keys"
	return flags[1][len(before) : len(flags[1])-len(after)]
}

func appendTo(t *testing.T, dir, name, text string) {
	t.Helper()
	old, err := os.ReadFile(filepath.Join(dir, name))
	require.NoError(t, err)
	write(t, dir, name, string(old)+text)
}
