package render

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestFileNames(t *testing.T) {
	for name, tc := range map[string]struct {
		ids   []id
		names []string
	}{
		"kind and name": {
			[]id{{"apps", "Deployment", "shop", "web"}, {"", "Service", "shop", "web"}},
			[]string{"deployment-web", "service-web"},
		},
		"the namespace, where two would collide; one may have none": {
			[]id{{"", "Service", "shop", "web"}, {"", "Service", "", "web"}, {"", "Service", "shop", "api"}},
			[]string{"service-web_shop", "service-web_", "service-api"},
		},
		"the group, where the namespace does not help": {
			[]id{{"", "Service", "shop", "web"}, {"serving.example.com", "Service", "shop", "web"}, {"", "Service", "admin", "web"}},
			[]string{"service-web_shop_", "service-web_shop_serving.example.com", "service-web_admin"},
		},
		"what file systems do not take": {
			[]id{{"", "ClusterRole", "", "system:auth/Reader *é"}},
			[]string{"clusterrole-system-auth-reader---"},
		},
		"names that differ in capital letters, or only before they are made safe": {
			[]id{{"", "ClusterRole", "", "Reader"}, {"", "ClusterRole", "", "reader"}, {"", "ClusterRole", "", "a:b"}, {"", "ClusterRole", "", "a-b"}},
			[]string{"clusterrole-reader___548843c6f7a195c3", "clusterrole-reader___dd96e187de3ceaa3", "clusterrole-a-b___3d032adec6ae5c9b", "clusterrole-a-b___90104568115a85f2"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			var names []string
			for _, file := range fileNames(tc.ids) {
				names = append(names, strings.TrimSuffix(file, ".yaml"))
			}
			assert.Equal(t, tc.names, names)
		})
	}
}

func TestLongFileNamesAreCutAndDiffer(t *testing.T) {
	long := strings.Repeat("x", 250)
	names := fileNames([]id{{"", "Secret", "shop", long + "a"}, {"", "Secret", "shop", long + "b"}, {"", "Secret", "admin", long + "b"}})
	assert.Len(t, slices.Compact(slices.Sorted(slices.Values(names))), 3)
	for _, name := range names {
		assert.Len(t, name, maxBase+len(extension))
		assert.Regexp(t, safeFile, name)
	}
}

// safeFile is what can be in an index and on every file system.
var safeFile = regexp.MustCompile(`^[a-z][-a-z0-9._]*\.yaml$`)

// randomIDs is ids that differ, of few kinds and names, so that many collide.
func randomIDs(random *rand.Rand, n int) []id {
	pick := func(from ...string) string { return from[random.IntN(len(from))] }
	seen := map[id]bool{}
	var ids []id
	for range n {
		r := id{pick("", "apps", "example.com"), pick("Service", "service", "A-b", "A"), pick("", "shop", "admin"), pick("a", "A", "b-a", "a_", "a.b", "b", "ä", strings.Repeat("y", 220), fmt.Sprint("n", random.IntN(30)))}
		if !seen[r] {
			seen[r] = true
			ids = append(ids, r)
		}
	}
	return ids
}

func TestFileNamesAreUniqueAndStable(t *testing.T) {
	for seed := range uint64(300) {
		random := rand.New(rand.NewPCG(seed, 0))
		ids := randomIDs(random, 1+random.IntN(60))
		names := fileNames(ids)
		byID, owner := map[id]string{}, map[string]id{}
		for i, name := range names {
			require.Regexp(t, safeFile, name)
			require.NotContains(t, owner, name, "%v and %v", ids[i], owner[name])
			byID[ids[i]], owner[name] = name, ids[i]
		}
		random.Shuffle(len(ids), func(i, j int) { ids[i], ids[j] = ids[j], ids[i] })
		for i, name := range fileNames(ids) {
			require.Equal(t, byID[ids[i]], name, "the order does not matter")
		}
		last := ids[len(ids)-1]
		for i, name := range fileNames(ids[:len(ids)-1]) {
			if fileName(ids[i], 1) != fileName(last, 1) {
				require.Equal(t, byID[ids[i]], name, "%v came, of another kind or name", last)
			}
		}
	}
}

func FuzzFileNames(f *testing.F) {
	f.Add("", "Service", "shop", "web", "", "Service", "shop", "web_")
	f.Add("a", "B", "c", "D", "A", "b", "C", "d")
	f.Add("", "X", "", "../../x", "", "X", "\x00", "CON")
	f.Fuzz(func(t *testing.T, group, kind, namespace, name, group2, kind2, namespace2, name2 string) {
		a, b := id{group, "K" + kind, namespace, name}, id{group2, "K" + kind2, namespace2, name2}
		if a == b {
			return
		}
		names := fileNames([]id{a, b})
		require.NotEqual(t, names[0], names[1])
		for i, name := range names {
			require.Regexp(t, safeFile, name)
			require.LessOrEqual(t, len(name), maxBase+len(extension))
			require.True(t, rendered.MatchString("staging/"+name), "the index takes it")
			require.Equal(t, name, fileNames([]id{b, a})[1-i])
		}
	})
}
