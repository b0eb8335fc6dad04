package sealedsecretrename_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"io/fs"
	mathrand "math/rand/v2"
	"runtime"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kurumi-krm/kurumi/functions/sealedsecretrename"
	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/sealed"
)

// An app is some SealedSecrets, a file each, and a Pod that uses each, a file each
// too.
type app struct {
	key    *rsa.PrivateKey
	values [][]string // of each SealedSecret, sealed
}

func newApp(t *testing.T, key *rsa.PrivateKey, secrets int) app {
	t.Helper()
	a := app{key: key}
	for i := range secrets {
		a.values = append(a.values, nil)
		for range 1 + mathrand.IntN(4) {
			a.values[i] = append(a.values[i], "")
		}
		for n := range a.values[i] {
			a.seal(t, i, n)
		}
	}
	return a
}

// seal seals a value of a SealedSecret anew.
func (a app) seal(t *testing.T, i, n int) {
	t.Helper()
	v, err := sealed.Seal([]byte(rand.Text()), &a.key.PublicKey, sealed.Strict.Label("shop", name(i)))
	require.NoError(t, err)
	a.values[i][n] = v.String()
}

func name(i int) string { return fmt.Sprintf("secret-%d", i) }

func (a app) files() []krm.Source {
	var files []krm.Source
	for i, values := range a.values {
		text := "apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nmetadata:\n  name: " + name(i) + "\n  namespace: shop\nspec:\n  encryptedData:\n"
		for n, v := range values {
			text += fmt.Sprintf("    KEY_%d: %s\n", n, v)
		}
		files = append(files, krm.Source{Name: name(i) + ".yaml", Data: []byte(text)},
			krm.Source{Name: "pod-of-" + name(i) + ".yaml", Data: []byte("apiVersion: v1\nkind: Pod\nmetadata:\n  name: pod\n  namespace: shop\nspec:\n  containers:\n  - name: api\n    envFrom:\n    - secretRef: {name: " + name(i) + "}\n")})
	}
	return files
}

func (a app) keys(t *testing.T) fs.FS {
	t.Helper()
	der, err := x509.MarshalPKCS8PrivateKey(a.key)
	require.NoError(t, err)
	return fstest.MapFS{"key.pem": {Data: pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), Mode: 0o600}}
}

// run is the files afterwards.
func run(t *testing.T, files []krm.Source, keys fs.FS) map[string]string {
	t.Helper()
	out, results, err := sealedsecretrename.Function.ProcessFiles(nil, files, krm.Options{Keys: keys, Now: time.Now()})
	require.NoError(t, err)
	for _, r := range results {
		require.Equal(t, krm.Info, r.Severity, r)
	}
	texts := map[string]string{}
	for _, file := range out {
		texts[file.Name] = string(file.Data)
	}
	return texts
}

// Changing one value of one secret changes one name, and what refers to that.
func TestAChangedValueMovesItsSecretAlone(t *testing.T) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(t, err)
	for range 10 {
		a := newApp(t, key, 2+mathrand.IntN(6))
		before := run(t, a.files(), a.keys(t))
		i := mathrand.IntN(len(a.values))
		a.seal(t, i, mathrand.IntN(len(a.values[i])))
		after := run(t, a.files(), a.keys(t))
		for file := range before {
			changed := file == name(i)+".yaml" || file == "pod-of-"+name(i)+".yaml"
			assert.Equal(t, changed, before[file] != after[file], file)
		}
	}
}

// The bytes do not depend on how many cores there are, nor on the run.
func TestTheSameOnEveryMachine(t *testing.T) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(t, err)
	a := newApp(t, key, 8)
	first := run(t, a.files(), a.keys(t))
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	for _, cores := range []int{1, 2, 7} {
		runtime.GOMAXPROCS(cores)
		assert.Equal(t, first, run(t, a.files(), a.keys(t)))
	}
	for _, text := range first {
		assert.NotContains(t, text, "name: secret-0\n", "it was renamed at all")
	}
	assert.Contains(t, first["secret-0.yaml"], "name: secret-0-")
}
