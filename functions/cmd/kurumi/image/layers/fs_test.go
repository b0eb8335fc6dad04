package layers

import (
	"archive/tar"
	"context"
	"errors"
	"io/fs"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestLookup(t *testing.T) {
	base := []entry{
		dir("./"), dir("./app/"), dir("./app/config"), file("./app/config/stg.yaml", "below"), file("app/old", "old"),
		dir("usr"), dir("usr/lib"), file("usr/lib/so", "so"), symlink("lib", "usr/lib"), symlink("current", "/app/config"),
		symlink("up", "../../usr/./lib"), symlink("a", "b"), symlink("b", "a"), symlink("dangling", "/nowhere/x"),
		hardlink("twin", "usr/lib/so"), dir("var"), dir("var/run"), file("var/run/pid", "1"), symlink("deep/er/link", "../../app"),
	}
	top := []entry{
		file("/app/config/stg.yaml", "above"), file("app/.wh.old", ""), hardlink("app/so", "/usr/lib/so"),
		file("var/run/.wh..wh..opq", ""), file("var/run/new", "n"), file("var/.wh..wh.plnk", ""),
	}
	tests := map[string]struct{ leadsTo, content, err string }{
		"/app/config/stg.yaml":       {"/app/config/stg.yaml", "above", ""},
		"/current/stg.yaml":          {"/app/config/stg.yaml", "above", ""},
		"/lib/so":                    {"/usr/lib/so", "so", ""},
		"/up/so":                     {"/usr/lib/so", "so", ""},
		"/deep/er/link/config/../so": {"/app/so", "so", ""},
		"/twin":                      {"/twin", "so", ""},
		"/app/so":                    {"/app/so", "so", ""},
		"/app/old":                   {"", "", "/app/old: file does not exist"},
		"/var/run/pid":               {"", "", "/var/run/pid: file does not exist"},
		"/var/run/new":               {"/var/run/new", "n", ""},
		"/var/.wh..wh.plnk":          {"", "", "/var/.wh..wh.plnk: file does not exist"},
		"/app":                       {"/app", "", "/app is a directory, not a file"},
		"/":                          {"/", "", "/ is a directory, not a file"},
		"/deep":                      {"/deep", "", "/deep is a directory, not a file"},
		"/dangling":                  {"", "", "/dangling: file does not exist"},
		"/a":                         {"", "", "/a leads through more than 40 symbolic links, or in a circle"},
		"/twin/x":                    {"", "", "/twin/x: /twin is a file"},
	}
	for name, want := range tests {
		t.Run(name, func(t *testing.T) {
			f := New(imageOf(t, base, top), Options{})
			e, err := f.Lookup(t.Context(), name)
			if want.leadsTo == "" {
				require.EqualError(t, err, want.err)
				assert.Equal(t, name != "/a", errors.Is(err, fs.ErrNotExist))
				return
			}
			require.NoError(t, err)
			assert.Equal(t, want.leadsTo, e.Path)
			assert.Equal(t, strings.TrimPrefix(want.leadsTo, "/"), e.Header.Name)
			data, err := f.ReadFile(t.Context(), name, 10)
			if want.err != "" {
				require.EqualError(t, err, want.err)
				return
			}
			require.NoError(t, err)
			assert.Equal(t, want.content, string(data))
		})
	}
}

func TestResolve(t *testing.T) {
	f := New(imageOf(t, []entry{dir("app"), symlink("config", "/app/config"), symlink("lib", "usr/lib"), file("file", "")}), Options{})
	for name, want := range map[string]string{
		"/app":               "/app",
		"/app/new":           "/app/new",
		"/config":            "/app/config",
		"/config/stg/a.yaml": "/app/config/stg/a.yaml",
		"/lib/x/../y":        "/usr/lib/y",
		"/../../x":           "/x",
		"/":                  "/",
	} {
		got, err := f.Resolve(t.Context(), name)
		require.NoError(t, err, name)
		assert.Equal(t, want, got, name)
	}
	_, err := f.Resolve(t.Context(), "/file/x")
	require.EqualError(t, err, "/file/x: /file is a file")
}

func TestALaterEntryOfALayerWins(t *testing.T) {
	f := New(imageOf(t, []entry{
		dir("a"), file("a/b", "1"), file("a/b", "2"), file("x", "was a file"), dir("x"), file("x/y", "3"),
		dir("z"), file("z/gone", ""), file("z", "4"), file("c", "5"), hardlink("d", "c"), file("c", "6"),
		symlink("l", "a"), file("l/through", "7"),
	}), Options{})
	for name, want := range map[string]string{"/a/b": "2", "/x/y": "3", "/z": "4", "/d": "5", "/c": "6", "/a/through": "7"} {
		data, err := f.ReadFile(t.Context(), name, 100)
		require.NoError(t, err, name)
		assert.Equal(t, want, string(data), name)
	}
	_, err := f.Lookup(t.Context(), "/z/gone")
	require.ErrorIs(t, err, fs.ErrNotExist)
}

func TestADirectoryWithoutEntryHasItsModeFromBelow(t *testing.T) {
	private := entry{kind: tar.TypeDir, name: "app", mode: 0o700, uid: 7}
	f := New(imageOf(t, []entry{private}, []entry{file("app/x", "")}), Options{})
	e, err := f.Lookup(t.Context(), "/app")
	require.NoError(t, err)
	assert.Equal(t, int64(0o700), e.Header.Mode)
	assert.Equal(t, 7, e.Header.Uid)

	f = New(imageOf(t, []entry{symlink("app", "/elsewhere")}, []entry{file("app/x", "")}), Options{})
	e, err = f.Lookup(t.Context(), "/app")
	require.NoError(t, err)
	assert.Equal(t, byte(tar.TypeDir), e.Header.Typeflag)
	assert.Equal(t, int64(0o755), e.Header.Mode)
}

func TestOnlyTheLayersThatAnAnswerNeedsAreRead(t *testing.T) {
	base := []entry{dir("app"), file("app/binary", ""), dir("etc"), file("etc/passwd", "")}
	middle := []entry{symlink("config", "/app"), dir("opt")}
	top := []entry{dir("app"), dir("app/config"), file("app/config/a.yaml", "a"), file("opt/.wh.x", "")}
	tests := map[string][]int{ // path → reads of each layer
		"/app/config/a.yaml":    {0, 0, 1},
		"/app/config":           {0, 0, 1},
		"/config/config/a.yaml": {0, 1, 1},
		"/opt/x":                {0, 0, 1},
		"/opt":                  {0, 1, 1}, // its mode
		"/app/binary":           {1, 1, 1},
		"/nowhere":              {1, 1, 1},
	}
	for name, want := range tests {
		img, counts := countedImage(t, base, middle, top)
		f := New(img, Options{})
		for range 2 {
			_, err := f.Lookup(t.Context(), name)
			if err != nil {
				require.ErrorIs(t, err, fs.ErrNotExist)
			}
		}
		got := []int{counts[0].reads, counts[1].reads, counts[2].reads}
		assert.Equal(t, want, got, name)
	}
}

func TestAFileThatIsTooLargeIsNotRead(t *testing.T) {
	img, counts := countedImage(t, []entry{file("big", "12345")})
	f := New(img, Options{})
	_, err := f.ReadFile(t.Context(), "/big", 4)
	require.EqualError(t, err, "/big has 5 bytes, more than the 4 that are read")
	assert.Equal(t, 1, counts[0].reads)
}

func TestAnImageWithoutLayersHasARoot(t *testing.T) {
	f := New(imageOf(t), Options{})
	e, err := f.Lookup(t.Context(), "/")
	require.NoError(t, err)
	assert.Equal(t, int64(0o755), e.Header.Mode)
	_, err = f.Lookup(t.Context(), "/x")
	require.ErrorIs(t, err, fs.ErrNotExist)
}

func TestACancelledContextEndsIt(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := New(imageOf(t, []entry{dir("app")}), Options{}).Lookup(ctx, "/app")
	require.ErrorIs(t, err, context.Canceled)
}

func TestProgressTellsWhatWasRead(t *testing.T) {
	var read int64
	img := imageOf(t, []entry{file("a", strings.Repeat("x", 5000))})
	_, err := New(img, Options{Progress: func(n int64) { read += n }}).Lookup(t.Context(), "/a")
	require.NoError(t, err)
	assert.Equal(t, int64(512+5120+1024), read)
}
