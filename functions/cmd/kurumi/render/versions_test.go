package render

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTwoHistoriesBecomeOne(t *testing.T) {
	for _, c := range []struct{ name, first, second, want string }{
		{"of one that is new", "", "a b", "a b"},
		{"that are the same", "a b", "a b", "a b"},
		{"that went on apart", "a b c", "a b d", "a b c d"},
		{"one of which forgot more", "c d e", "b c f", "b c d e f"},
		{"one of which went back", "a b d", "b a", "b a d"},
		{"both of which went back", "c a b", "b c a", "b c a"},
		{"that have nothing in common", "a b", "c d", "a b c d"},
	} {
		t.Run(c.name, func(t *testing.T) {
			of := lineage{"staging", id{kind: "Secret", name: "db"}}
			v := versions{of: strings.Fields(c.first)}
			v.add(of, strings.Fields(c.second))
			assert.Equal(t, c.want, strings.Join(v[of], " "))
		})
	}
}

func TestVersionsAreReadAsTheyAreWritten(t *testing.T) {
	want := versions{
		{"a-b.c_d", id{kind: "Secret", name: "db"}}:                                                              {"db-1"},
		{"a-b.c_d", id{kind: "Secret", namespace: "shop", name: "db"}}:                                           {"db-1", "db-2"},
		{"staging", id{kind: "ExternalSecret", group: "external-secrets.io", name: "db.example.com"}}:            {"x"},
		{"staging", id{kind: "SealedSecret", group: "bitnami.com", namespace: "shop", name: "db"}}:               {"db-2", "db-1"},
		{"staging", id{kind: "SealedSecret", group: "other.example.com", namespace: "shop", name: "db"}}:         {"db-3"},
		{"staging", id{kind: "SealedSecret", group: "other.example.com", namespace: "shop-2", name: "db-2.a.b"}}: {"db-3"},
	}
	is, err := readVersions(want.text())
	require.NoError(t, err)
	assert.Equal(t, want, is)

	windows := strings.ReplaceAll(string(want.text()), "\n", "\r\n")
	is, err = readVersions([]byte(windows))
	require.NoError(t, err)
	assert.Equal(t, want, is, "as git may check it out")
}

func FuzzWhatIsReadOfVersionsCanBeWritten(f *testing.F) {
	f.Add([]byte("staging Secret shop/db: db-a db-b\n<<<<<<< x\nstaging Secret shop/db: db-c\n=======\nstaging Secret db: db-d db-c\n>>>>>>> y\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		v, err := readVersions(data)
		if err != nil {
			return
		}
		again, err := readVersions(v.text())
		require.NoError(t, err)
		require.Equal(t, v, again)
	})
}
