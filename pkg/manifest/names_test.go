package manifest

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestNamesThatAreMeant(t *testing.T) {
	type object struct {
		name, namespace string
		rank            int
	}
	for name, tt := range map[string]struct {
		objects   []object // called a, b, c
		namespace string
		want      []string
	}{
		"the only one":                      {[]object{{"db", "shop", 0}}, "shop", []string{"a"}},
		"none of another namespace":         {[]object{{"db", "blog", 0}}, "shop", nil},
		"none of another name":              {[]object{{"cache", "shop", 0}}, "shop", nil},
		"one that is somewhere":             {[]object{{"db", "", 0}}, "shop", []string{"a"}},
		"here goes before somewhere":        {[]object{{"db", "", 0}, {"db", "shop", 0}}, "shop", []string{"b"}},
		"the likelier name goes first":      {[]object{{"db", "shop", 1}, {"db", "shop", 0}}, "shop", []string{"b"}},
		"even before the namespace":         {[]object{{"db", "shop", 1}, {"db", "", 0}}, "shop", []string{"b"}},
		"several, in their order":           {[]object{{"db", "shop", 0}, {"db", "blog", 0}}, "", []string{"a", "b"}},
		"from nowhere, one that is nowhere": {[]object{{"db", "shop", 0}, {"db", "", 0}}, "", []string{"b"}},
	} {
		t.Run(name, func(t *testing.T) {
			var names Names[string]
			for i, o := range tt.objects {
				names.Add(o.name, o.namespace, o.rank, string(rune('a'+i)))
			}
			assert.Equal(t, tt.want, names.Meant("db", tt.namespace))
		})
	}
}

func TestAnObjectIsMeantOnceWhateverItIsCalledTwice(t *testing.T) {
	var names Names[string]
	names.Add("db", "shop", 1, "a")
	names.Add("db", "shop", 1, "a")
	assert.Equal(t, []string{"a"}, names.Meant("db", "shop"))
	assert.True(t, names.Has("db"))
	assert.False(t, names.Has("cache"))
}

// TestNamesByNamespaceAreThoseOfAllNames compares with a look at every object.
func TestNamesByNamespaceAreThoseOfAllNames(t *testing.T) {
	type object struct {
		namespace string
		rank      int
	}
	rnd := rand.New(rand.NewPCG(3, 4))
	namespaces := []string{"", "a", "b", "c"}
	for range 2000 {
		var names Names[int]
		var all []object
		for i := range rnd.IntN(6) {
			o := object{namespaces[rnd.IntN(4)], rnd.IntN(3)}
			all = append(all, o)
			names.Add("x", o.namespace, o.rank, i)
		}
		for _, from := range namespaces {
			var want []int
			least := 100
			for i, o := range all {
				score := 2 * o.rank
				switch {
				case o.namespace == from:
				case o.namespace == "" || from == "":
					score++
				default:
					continue
				}
				if score < least {
					want, least = nil, score
				}
				if score == least {
					want = append(want, i)
				}
			}
			require.True(t, slices.Equal(want, names.Meant("x", from)), "%v from %q", all, from)
		}
	}
}
