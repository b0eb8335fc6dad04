package configbake

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestParseBaked(t *testing.T) {
	got, err := ParseBaked("api-config/config.yaml=/app/a=b:c.yaml,proxy:motd/motd.txt=/etc/motd")
	require.NoError(t, err)
	assert.Equal(t, []Baked{
		{ConfigMap: "api-config", Key: "config.yaml", Path: "/app/a=b:c.yaml"},
		{Container: "proxy", ConfigMap: "motd", Key: "motd.txt", Path: "/etc/motd"},
	}, got)
	got, err = ParseBaked("")
	require.NoError(t, err)
	assert.Empty(t, got)
}

func TestParseBakedRefusesWhatNobodyWrote(t *testing.T) {
	for _, s := range []string{
		",", "a/b=/c,", " a/b=/c", "a/b=/c, d/e=/f", "a/b", "a=/c", "a/=/c", "/b=/c", "a/b=", "a/b=c", "a/b=/c/", "a/b=/c/../d",
		":a/b=/c", "x:/b=/c", "x:y:a/b=/c", "A/b=/c", "a/b/c=/d", "a/b=/c\n", "a/..b=/c", "a/b=/proc/c",
	} {
		_, err := ParseBaked(s)
		assert.ErrorContains(t, err, "is no baked file", s)
	}
}

// What is read and written again is the same text, and what is written and read again the same files.
func FuzzParseBaked(f *testing.F) {
	for _, s := range []string{
		"", "a/b=/c", "x:a/b=/c", "a/b=/c,a/b=/d", "a.b/c.d=/e:f=g,x-y:a/b=/c", "a/b=/c,", "a/b=//c", "a/b = /c", "a/b=/\x80",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		all, err := ParseBaked(s)
		if err != nil {
			assert.Empty(t, all)
			return
		}
		assert.Equal(t, s, formatBaked(all))
	})
}

func TestGatherPutsTheContainersTogether(t *testing.T) {
	containers := []string{"api", "init"}
	all := []Baked{
		{ConfigMap: "b", Key: "k", Path: "/x"},
		{Container: "api", ConfigMap: "a", Key: "k", Path: "/y"},
		{Container: "gone", ConfigMap: "a", Key: "k", Path: "/y"},
	}
	each := spread(all, containers)
	assert.Len(t, each, 4)
	assert.Equal(t, "api:a/k=/y,gone:a/k=/y,b/k=/x", formatBaked(gather(each, containers)))
	each = append(each, Baked{Container: "init", ConfigMap: "a", Key: "k", Path: "/y"})
	assert.Equal(t, "a/k=/y,b/k=/x", formatBaked(gather(each, containers)), "all of them hold it")
}
