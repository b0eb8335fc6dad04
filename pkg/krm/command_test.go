package krm_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kurumi-krm/kurumi/pkg/krm"
)

// command runs stamp as a program in a folder of its own with the given files.
func command(t *testing.T, files map[string]string, stdin string, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	t.Chdir(t.TempDir())
	for name, data := range files {
		require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o755))
		require.NoError(t, os.WriteFile(name, []byte(data), 0o644))
	}
	var out, errs bytes.Buffer
	code = stamp.Command(args, strings.NewReader(stdin), &out, &errs)
	return code, out.String(), errs.String()
}

const config = "apiVersion: kurumi.dev/v1alpha1\nkind: Stamp\nspec: {host: new.example.com}\n"

// manifest is a Site as a document of its own.
func manifest(name, host string) string {
	return "kind: Site\nmetadata: {name: " + name + "}\nspec: {host: " + host + "} # " + name + "\n"
}

func TestCommandTellsAboutItself(t *testing.T) {
	code, out, _ := command(t, nil, "", "--help")
	assert.Equal(t, 0, code)
	assert.True(t, strings.HasPrefix(out, "Stamp stamps.\n"), out)
	assert.Contains(t, out, "stamp config.yaml app.yaml")
	code, out, _ = command(t, nil, "", "--version")
	assert.Equal(t, "stamp devel\n", out)
	assert.Equal(t, 0, code)
	_, out, _ = command(t, nil, "", "--schema")
	assert.Equal(t, "{}\n", out)
}

func TestCommandOnTheWire(t *testing.T) {
	code, out, errs := command(t, nil, header+"items:\n"+site("a", "old.example.com")+stampWith)
	assert.Equal(t, 0, code)
	assert.Contains(t, out, "host: new.example.com\nfunctionConfig:")
	assert.Empty(t, errs, "what was changed stands in the results, and hosts show stderr as if it were trouble")

	code, out, errs = command(t, nil, header+"items:\n"+site("a", "mistake")+site("b", "odd")+stampWith)
	assert.Equal(t, 1, code)
	assert.Contains(t, out, "host: mistake\n")
	assert.Equal(t, "stamp: 1 error; nothing was changed\nerror: Site a: spec.host: is a mistake\nwarning: Site b: spec.host: is odd\n", errs)

	code, _, errs = command(t, nil, header+"items:\n"+site("b", "odd")+stampWith)
	assert.Equal(t, 0, code)
	assert.Equal(t, "stamp: 1 warning\nwarning: Site b: spec.host: is odd\n", errs)
}

func TestCommandOnFiles(t *testing.T) {
	files := map[string]string{
		"fn.yaml": config,
		"a.yaml":  "# the first\n" + manifest("a", "old.example.com") + "---\n" + manifest("b", "x.example.com"),
		"c.yaml":  strings.TrimSuffix(manifest("c", "'y.example.com'"), "\n"),
	}
	code, out, errs := command(t, files, manifest("d", "z.example.com"), "fn.yaml", "a.yaml", "c.yaml", "-")
	assert.Equal(t, 0, code)
	assert.Equal(t, "# the first\n"+manifest("a", "new.example.com")+"---\n"+manifest("b", "new.example.com")+
		"---\n"+manifest("c", "'new.example.com'")+"---\n"+manifest("d", "new.example.com"), out)
	assert.Equal(t, "info: Site a in a.yaml: spec.host: old.example.com becomes new.example.com\n"+
		"info: Site b in a.yaml: spec.host: x.example.com becomes new.example.com\n"+
		"info: Site c in c.yaml: spec.host: y.example.com becomes new.example.com\n"+
		"info: Site d in stdin: spec.host: z.example.com becomes new.example.com\n", errs)
}

func TestCommandLooksIntoLists(t *testing.T) {
	list := "apiVersion: v1\nkind: List # of all\nitems:\n" + site("a", "old.example.com") + "---\n" + manifest("b", "new.example.com")
	code, out, _ := command(t, map[string]string{"fn.yaml": config}, list, "fn.yaml", "-")
	assert.Equal(t, 0, code)
	assert.Equal(t, strings.ReplaceAll(list, "old", "new"), out)
}

func TestCommandThatFailsOnFilesPrintsNoManifests(t *testing.T) {
	for name, tt := range map[string]struct {
		files map[string]string
		stdin string
		args  []string
		errs  string
	}{
		"a mistake in a manifest": {
			map[string]string{"fn.yaml": config, "a.yaml": manifest("a", "mistake")}, "", []string{"fn.yaml", "a.yaml"},
			"stamp: 1 error; nothing was changed\nerror: Site a in a.yaml: spec.host: is a mistake\n",
		},
		"no manifests":    {map[string]string{"fn.yaml": config}, "", []string{"fn.yaml"}, "stamp: which manifests? Give files, or a dash for stdin: stamp fn.yaml -\n"},
		"an unknown flag": {nil, "", []string{"--verbose"}, "stamp: unknown flag --verbose; see stamp --help\n"},
		"a missing file":  {map[string]string{"fn.yaml": config}, "", []string{"fn.yaml", "b.yaml"}, "stamp: open b.yaml: no such file or directory\n"},
		"a folder":        {map[string]string{"fn.yaml": config, "k8s/a.yaml": ""}, "", []string{"fn.yaml", "k8s"}, "stamp: read k8s: is a directory\n"},
		"two configs in one file": {
			map[string]string{"fn.yaml": config + "---\n" + config}, manifest("a", "b"), []string{"fn.yaml", "-"},
			"stamp: 1 error; nothing was changed\nerror: fn.yaml cannot be read: a second document starts here (line 4)",
		},
		"a config that is none": {
			map[string]string{"fn.yaml": "- a\n"}, manifest("a", "b"), []string{"fn.yaml", "-"},
			"stamp: 1 error; nothing was changed\nerror: fn.yaml holds no config but a list",
		},
		"manifests that are none": {
			map[string]string{"fn.yaml": config}, "a: b\n---\n- c\n---\nkind: X\nkind: Y\n", []string{"fn.yaml", "-"},
			"stamp: 3 errors; nothing was changed\nerror: in stdin: ",
		},
	} {
		t.Run(name, func(t *testing.T) {
			code, out, errs := command(t, tt.files, tt.stdin, tt.args...)
			assert.Equal(t, 1, code)
			assert.Empty(t, out, "it may be on its way into a cluster")
			assert.Contains(t, errs, tt.errs)
		})
	}
}

// full is a disk without room.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left on device") }

func TestCommandSaysWhenItCannotWrite(t *testing.T) {
	var errs bytes.Buffer
	in := header + "items:\n" + site("a", "old.example.com") + stampWith
	assert.Equal(t, 1, stamp.Command(nil, strings.NewReader(in), full{}, &errs))
	assert.Equal(t, "stamp: no space left on device\n", errs.String())
}

func TestReadFileStaysInItsFolder(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "secret"), []byte("s3cret"), 0o600))
	work := filepath.Join(dir, "work")
	require.NoError(t, os.MkdirAll(filepath.Join(work, "sub"), 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(work, "sub", "ok"), []byte("read.example.com"), 0o644))
	require.NoError(t, os.Symlink("../secret", filepath.Join(work, "out")))
	require.NoError(t, os.Symlink("sub/ok", filepath.Join(work, "in")))
	t.Chdir(work)
	reading := "functionConfig: {apiVersion: kurumi.dev/v1alpha1, kind: Stamp, spec: {mode: read}}\n"
	for name, ok := range map[string]bool{
		"sub/ok": true, "in": true, filepath.Join(work, "sub/ok"): true, filepath.Join(work, "in"): true, "out": false, "../secret": false, filepath.Join(dir, "secret"): false, work + "/../secret": false, work: false, "sub/../../secret": false, "missing": false, "sub": false,
	} {
		var out, errs bytes.Buffer
		code := stamp.Command(nil, strings.NewReader(header+"items:\n"+site("a", name)+reading), &out, &errs)
		assert.Equal(t, ok, code == 0, name)
		assert.NotContains(t, out.String()+errs.String(), "s3cret", name)
		assert.Equal(t, ok, strings.Contains(out.String(), "host: read.example.com"), name)
		if !ok {
			assert.Contains(t, errs.String(), "cannot read", name)
		}
	}
	var out bytes.Buffer
	results, err := stamp.Process([]byte(header+"items:\n"+site("a", "sub/ok")+reading), &out, krm.Options{})
	require.NoError(t, err)
	assert.Equal(t, "error: Site a: no folder to read files from", results[0].String())
}
