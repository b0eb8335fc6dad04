package secretversion_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kurumi-krm/kurumi/functions/secretversion"
	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/krmtest"
)

// An app is some Secrets, and a Pod that uses each, all of them files of their own.
type app struct {
	*rand.Rand
	values []map[string]string // of each Secret, by key
}

func newApp(r *rand.Rand) app {
	a := app{Rand: r}
	for range 2 + r.IntN(5) {
		values := map[string]string{}
		for key := range 1 + r.IntN(4) {
			values[fmt.Sprintf("KEY_%d", key)] = a.value()
		}
		a.values = append(a.values, values)
	}
	return a
}

func (a app) value() string { return fmt.Sprintf("value-%016x", a.Uint64()) }

func name(i int) string { return fmt.Sprintf("secret-%d", i) }

// files is the app as YAML, with its keys in a random order, and labels that say nothing.
func (a app) files() []krm.Source {
	var files []krm.Source
	for i, values := range a.values {
		keys := make([]string, 0, len(values))
		for key := range values {
			keys = append(keys, key)
		}
		slices.Sort(keys)
		a.Shuffle(len(keys), func(i, j int) { keys[i], keys[j] = keys[j], keys[i] })
		var b strings.Builder
		fmt.Fprintf(&b, "apiVersion: v1\nkind: Secret\nmetadata:\n  name: %s\n  namespace: shop\n  labels: {build: \"%d\"}\nstringData:\n", name(i), a.IntN(100))
		for _, key := range keys {
			fmt.Fprintf(&b, "  %s: %s\n", key, values[key])
		}
		files = append(files, krm.Source{Name: name(i) + ".yaml", Data: []byte(b.String())},
			krm.Source{Name: "pod-of-" + name(i) + ".yaml", Data: []byte("apiVersion: v1\nkind: Pod\nmetadata:\n  name: pod\n  namespace: shop\nspec:\n  containers:\n  - name: api\n    envFrom:\n    - secretRef: {name: " + name(i) + "}\n")})
	}
	return files
}

// names is what the Secrets are called afterwards, by what they were called. What refers to them has followed.
func names(t *testing.T, a app) map[string]string {
	t.Helper()
	out, results, err := secretversion.Function.ProcessFiles(nil, a.files(), krm.Options{})
	require.NoError(t, err)
	require.Empty(t, krmtest.Mistakes(results))
	all := map[string]string{}
	for i := range a.values {
		_, rest, _ := strings.Cut(string(out[2*i].Data), "name: ")
		all[name(i)], _, _ = strings.Cut(rest, "\n")
		assert.Contains(t, string(out[2*i+1].Data), "{name: "+all[name(i)]+"}")
	}
	return all
}

// Changing one value of one Secret changes one name; putting the value back brings the name back.
func TestAChangedValueMovesItsSecretAlone(t *testing.T) {
	for seed := range uint64(50) {
		a := newApp(rand.New(rand.NewPCG(seed, 0)))
		before := names(t, a)
		assert.Equal(t, before, names(t, a), "neither the order of keys nor labels count")

		i := a.IntN(len(a.values))
		old := a.values[i]["KEY_0"]
		a.values[i]["KEY_0"] = a.value()
		after := names(t, a)
		for j := range a.values {
			assert.Equal(t, i == j, before[name(j)] != after[name(j)])
		}
		a.values[i]["KEY_0"] = old
		assert.Equal(t, before, names(t, a))
	}
}
