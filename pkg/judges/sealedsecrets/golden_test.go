package sealedsecrets

import (
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"testing"
	"testing/fstest"

	ssv1alpha1 "github.com/bitnami/sealed-secrets/pkg/apis/sealedsecrets/v1alpha1"
	"github.com/stretchr/testify/require"
	"sigs.k8s.io/yaml"
)

// goldens is the function's cases, seen from here.
const goldens = "../../../functions/sealedsecretrename/testdata"

// Every case that expects something opens. Those that came with keys open with
// these; the wider scopes need none, so it is enough that nothing was touched.
func TestGoldens(t *testing.T) {
	cases, err := filepath.Glob(goldens + "/*/expected")
	require.NoError(t, err)
	var renamed int
	for _, expected := range cases {
		dir := filepath.Dir(expected)
		t.Run(filepath.Base(dir), func(t *testing.T) { renamed += judgeCase(t, os.DirFS(dir)) })
	}
	require.NotZero(t, renamed, "no SealedSecret in %s is renamed with keys", goldens)
}

// That the cases are read as they are meant, on one that is not in the folder:
// sealed for one namespace, moved to another by leave of the operator.
func TestACaseWithAMove(t *testing.T) {
	before := only(t, seal(t, theKey(), strictSecret(), ssv1alpha1.StrictScope))
	after := before.DeepCopy()
	before.Namespace, after.Namespace = "shop-pr-7", "shop-pr-7"
	after.Name += "-2456789bcd"
	for key, value := range before.Spec.EncryptedData {
		after.Spec.EncryptedData[key] = relabel(t, value, theKey(), []byte("shop/db"), []byte("shop-pr-7/"+after.Name))
	}
	require.Equal(t, 1, judgeCase(t, fstest.MapFS{
		"input/app/db.yaml":    {Data: write(t, before)},
		"expected/app/db.yaml": {Data: write(t, after)},
		"keys/keys.yaml":       {Data: asYAML(t, theKey().secret("key"))},
		"keys/moves.yaml":      {Data: []byte(`[{from: shop, to: "shop-pr-*", names: [db]}]`)},
	}))
}

// judgeCase judges the SealedSecrets of one case, and counts those that were
// renamed and opened.
func judgeCase(t *testing.T, dir fs.FS) (renamed int) {
	t.Helper()
	keys, err := fs.Sub(dir, "keys")
	require.NoError(t, err)
	_, err = fs.Stat(dir, "keys")
	hasKeys := err == nil
	if !hasKeys {
		keys = fstest.MapFS{}
	}
	require.Equal(t, hasKeys, len(keysIn(t, keys)) > 0, "the folder keys holds no key")
	ring, moves := keyRing(t, keysIn(t, keys)...), movesIn(t, keys)
	was, is := sealedIn(t, dir, "input"), sealedIn(t, dir, "expected")
	require.Equal(t, slices.Sorted(maps.Keys(was)), slices.Sorted(maps.Keys(is)))
	for file := range was {
		require.Len(t, is[file], len(was[file]), file)
		for i, before := range was[file] {
			after := is[file][i]
			isRenamed := before.Name != after.Name
			if isRenamed {
				requireBase(t, before.Name, after.Name)
			}
			if !hasKeys || !isRenamed && maps.Equal(before.Spec.EncryptedData, after.Spec.EncryptedData) {
				require.Equal(t, before.Spec.EncryptedData, after.Spec.EncryptedData)
				isStrict := ssv1alpha1.SecretScope(after) == ssv1alpha1.StrictScope
				require.False(t, isRenamed && isStrict && len(after.Spec.EncryptedData) > 0, "renamed without a key")
				continue
			}
			require.NoError(t, judge(before, after, ring, moves.to(after.Namespace, before.Name)...), "%s %d", file, i)
			renamed++
		}
	}
	return renamed
}

// sealedIn is the SealedSecrets below a folder, by file.
func sealedIn(t *testing.T, dir fs.FS, folder string) map[string][]*sealedSecret {
	t.Helper()
	found := map[string][]*sealedSecret{}
	root, err := fs.Sub(dir, folder)
	require.NoError(t, err)
	require.NoError(t, fs.WalkDir(root, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(root, path)
		found[path] = objects[sealedSecret](t, data, "SealedSecret")
		return err
	}))
	return found
}

// moves is the operator's moves.yaml.
type moves []struct {
	From, To string
	Names    []string
}

func movesIn(t *testing.T, keys fs.FS) (m moves) {
	t.Helper()
	if data, err := fs.ReadFile(keys, "moves.yaml"); err == nil {
		require.NoError(t, yaml.Unmarshal(data, &m))
	}
	return m
}

// to is the namespaces for which a value in this one may have been sealed. The
// operator names SealedSecrets as people do, without suffix.
func (m moves) to(namespace, name string) (from []string) {
	if final := finalName.FindStringSubmatch(name); final != nil {
		name = final[1]
	}
	for _, move := range m {
		if match, _ := path.Match(move.To, namespace); match && slices.Contains(move.Names, name) {
			from = append(from, move.From)
		}
	}
	return from
}
