package sealedsecret_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kurumi-krm/kurumi/pkg/sealedsecret"
)

// diskFolder makes a folder in which a text that begins with "-> " is a link.
func diskFolder(t *testing.T, files keyFiles) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o700))
		if len(text) > 3 && text[:3] == "-> " {
			require.NoError(t, os.Symlink(text[3:], file))
			continue
		}
		require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
	}
	return dir
}

func loadDisk(t *testing.T, dir string) (*sealedsecret.Keys, string) {
	t.Helper()
	root, err := os.OpenRoot(dir)
	require.NoError(t, err)
	t.Cleanup(func() { root.Close() })
	keys, problems := sealedsecret.LoadKeys(root.FS(), keyNow)
	return keys, problemText(problems)
}

// Kubernetes mounts a Secret as links into a folder that a link names, so that
// all files change at once. A path in items makes the link one to a folder.
func TestLoadKeysMountedSecret(t *testing.T) {
	k := keyPairs()
	keys, problems := loadDisk(t, diskFolder(t, keyFiles{
		"..2026_01_01_00_00_00.1/tls.key":     pkcs8(k[0]),
		"..2026_01_01_00_00_00.1/tls.crt":     crt(0, 2024),
		"..2026_01_01_00_00_00.1/old/tls.key": pkcs8(k[1]),
		"..2026_01_01_00_00_00.1/old/tls.crt": crt(1, 2023),
		"..2026_01_01_00_00_00.1/moves.yaml":  "[{from: shop, to: shop-pr-*, names: [db]}]",
		"..data":                              "-> ..2026_01_01_00_00_00.1",
		"tls.key":                             "-> ..data/tls.key",
		"tls.crt":                             "-> ..data/tls.crt",
		"old":                                 "-> ..data/old",
		"moves.yaml":                          "-> ..data/moves.yaml",
	}))
	assert.Empty(t, problems)
	assert.Equal(t, "0 1, recipient 0", numbersOf(keys))
	assert.Equal(t, []string{"shop"}, keys.MovedFrom("shop-pr-7", "db"))
}

func TestLoadKeysLinks(t *testing.T) {
	const outside = "is a link that leads out of the folder, or in circles; put the file itself in its place\n"
	k := keyPairs()
	elsewhere := diskFolder(t, keyFiles{"tls.key": pkcs8(k[1]) + crt(1, 2025)})
	for name, tc := range map[string]struct{ link, want string }{
		"a link within the folder":      {"real/tls.key", ""},
		"an absolute link out of it":    {filepath.Join(elsewhere, "tls.key"), "link: " + outside},
		"a relative link out of it":     {"../" + filepath.Base(elsewhere) + "/tls.key", "link: " + outside},
		"a link to a folder outside":    {elsewhere, "link: " + outside},
		"a link to itself":              {"link", "link: " + outside},
		"a link to nothing":             {"nothing", "link: is a link to something that is not there; remove it, or put the file itself in its place\n"},
		"a link to the folder it is in": {".", "link/link: is a link to a folder that it is in; remove it\n"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := diskFolder(t, keyFiles{"real/tls.key": pkcs8(k[0]), "link": "-> " + tc.link})
			keys, problems := loadDisk(t, dir)
			assert.Equal(t, tc.want, problems)
			want := "none"
			if tc.want == "" {
				want = "0, recipient 0"
			}
			assert.Equal(t, want, numbersOf(keys))
		})
	}
}

func TestLoadKeysReadableByAll(t *testing.T) {
	const warning = ": holds a private key that every user can read; chmod it to 600 (defaultMode: 0400 for a mounted Secret)\n"
	k := keyPairs()
	dir := diskFolder(t, keyFiles{
		"a.key": pkcs8(k[0]), "a.crt": crt(0, 2024),
		"b.yaml": keySecret{key: pkcs1(k[1]), crt: crt(1, 2023)}.yaml(),
		"c.key":  pkcs8(k[2]) + crt(2, 2022), "moves.yaml": "[]",
		"..data/d.key": pkcs8(k[0]), "d.key": "-> ..data/d.key",
	})
	for _, name := range []string{"a.key", "a.crt", "b.yaml", "moves.yaml", "..data/d.key"} {
		require.NoError(t, os.Chmod(filepath.Join(dir, name), 0o644))
	}
	require.NoError(t, os.Chmod(filepath.Join(dir, "c.key"), 0o640))
	keys, problems := loadDisk(t, dir)
	assert.Equal(t, "warning: a.key"+warning+"warning: b.yaml"+warning+"warning: d.key"+warning, problems)
	assert.Equal(t, "0 1 2, recipient 0", numbersOf(keys), "a warning is no refusal")
}

// denyingFS is what a user sees who may not read some files: root in a test may.
type denyingFS struct {
	fstest.MapFS
	open, stat, list string
}

func (d denyingFS) deny(op, name, denied string) error {
	if name == denied {
		return &fs.PathError{Op: op, Path: "/keys/" + name, Err: fs.ErrPermission}
	}
	return nil
}

func (d denyingFS) Open(name string) (fs.File, error) {
	if err := d.deny("open", name, d.open); err != nil {
		return nil, err
	}
	return d.MapFS.Open(name)
}

func (d denyingFS) Stat(name string) (fs.FileInfo, error) {
	if err := d.deny("stat", name, d.stat); err != nil {
		return nil, err
	}
	return d.MapFS.Stat(name)
}

func (d denyingFS) ReadDir(name string) ([]fs.DirEntry, error) {
	if err := d.deny("readdir", name, d.list); err != nil {
		return nil, err
	}
	return d.MapFS.ReadDir(name)
}

func TestLoadKeysUnreadable(t *testing.T) {
	key := &fstest.MapFile{Data: []byte(pkcs8(keyPairs()[0]))}
	files := fstest.MapFS{"a.key": key, "b.key": key, "c/d.key": key, "tls.crt": {Data: []byte(crt(1, 2024))}}
	keys, problems := sealedsecret.LoadKeys(denyingFS{files, "a.key", "b.key", "c"}, keyNow)
	assert.Nil(t, keys)
	assert.Equal(t, "a.key: cannot be read (permission denied); let the user that runs this read it\n"+
		"b.key: cannot be read (permission denied); let the user that runs this read it\n"+
		"c: cannot be listed (permission denied); let the user that runs this read it\n", problemText(problems))
}

// A folder that is not one of keys, such as a home, is not read to its end.
func TestLoadKeysTooManyFiles(t *testing.T) {
	files := keyFiles{"0": pkcs8(keyPairs()[0])}
	for i := range 1100 {
		files["d"+strconv.Itoa(i%7)+"/"+strconv.Itoa(i)] = pkcs8(keyPairs()[0])
	}
	keys, problems := files.load()
	assert.Equal(t, "the folder of keys holds more than 1000 files; give a folder with nothing but keys in it\n", problems)
	assert.Nil(t, keys)
}

func TestLoadKeysNoFolder(t *testing.T) {
	keys, problems := sealedsecret.LoadKeys(fstest.MapFS{".": &fstest.MapFile{Data: []byte("x")}}, keyNow)
	assert.Nil(t, keys)
	require.Len(t, problems, 1)
	assert.Regexp(t, `^the folder of keys cannot be listed \(.+\); let the user that runs this read it$`, problems[0].String())
}
