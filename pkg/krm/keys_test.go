package krm

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// keyed is a function that tells what its folder of keys holds.
var keyed = &Function{Name: "keyed", Kind: "Keyed", Keys: true, Doc: "Keyed tells.", Run: Configured(func(p *Pass, _ struct{}) error {
	if p.Keys() == nil {
		p.Warnf(nil, Field{}, "no keys")
		return nil
	}
	data, err := fs.ReadFile(p.Keys(), "k.pem")
	p.Warnf(nil, Field{}, "%s %v %v", data, err, p.Now().IsZero())
	return nil
})}

func TestKeysComeFromTheOperator(t *testing.T) {
	folder := func(text string) string {
		dir := t.TempDir()
		require.NoError(t, os.WriteFile(filepath.Join(dir, "k.pem"), []byte(text), 0o600))
		return dir
	}
	flag, env := folder("flag"), folder("env")
	for name, tt := range map[string]struct {
		env  string
		args []string
		want string
	}{
		"none":                          {"", nil, "no keys"},
		"a flag":                        {"", []string{"--keys", flag}, "flag <nil> false"},
		"a flag with an equals sign":    {"", []string{"--keys=" + flag}, "flag <nil> false"},
		"the environment":               {env, nil, "env <nil> false"},
		"a flag wins":                   {env, []string{"--keys", flag}, "flag <nil> false"},
		"a flag without a folder":       {env, []string{"--keys"}, "keyed: --keys takes a folder; see keyed --help"},
		"a flag with an empty folder":   {env, []string{"--keys="}, "keyed: --keys takes a folder; see keyed --help"},
		"a folder that is not there":    {"", []string{"--keys", flag + "/none"}, "the folder of keys: open " + flag + "/none: no such file or directory"},
		"a file":                        {flag + "/k.pem", nil, "the folder of keys: open " + flag + "/k.pem: not a directory"},
		"a flag that nobody knows":      {"", []string{"--kays", flag}, "unknown flag --kays"},
		"no folder is one that is said": {flag + "/none", nil, "no such file or directory"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("KURUMI_KEYS", tt.env)
			var stdout, stderr bytes.Buffer
			keyed.Command(tt.args, strings.NewReader(list("- kind: A\n")), &stdout, &stderr)
			assert.Contains(t, stderr.String(), tt.want)
		})
	}
}

func TestAFunctionWithoutKeysTakesNone(t *testing.T) {
	var stdout, stderr bytes.Buffer
	assert.Equal(t, 1, nothing.Command([]string{"--keys", "x"}, strings.NewReader(list("")), &stdout, &stderr))
	assert.Contains(t, stderr.String(), "unknown flag --keys")
	assert.NotContains(t, nothing.help(), "--keys")
	assert.Contains(t, keyed.help(), "--keys DIR")
}

func TestAKeyFileMayNotLeadOutOfItsFolder(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.Mkdir(filepath.Join(dir, "keys"), 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "outside"), []byte("outside"), 0o600))
	require.NoError(t, os.Symlink("../outside", filepath.Join(dir, "keys", "k.pem")))
	var stdout, stderr bytes.Buffer
	keyed.Command([]string{"--keys", filepath.Join(dir, "keys")}, strings.NewReader(list("")), &stdout, &stderr)
	assert.Contains(t, stderr.String(), "path escapes from parent")
	assert.NotContains(t, stderr.String(), "outside <nil>")
}

func TestMountsInsideOfTheKeysAreFound(t *testing.T) {
	table := "22 1 8:1 / / rw - ext4 /dev/sda rw\n" +
		"30 22 8:1 /home/keys /keys ro - ext4 /dev/sda ro\n" +
		"31 30 8:1 /src/evil.pem /keys/a.pem ro - ext4 /dev/sda ro\n" +
		"32 22 0:5 / /my\\040keys/sub rw - tmpfs none rw\n" +
		"33 22 0:5 / /keys-of-others/x rw - tmpfs none rw\nbroken\n"
	for dir, want := range map[string]string{
		"/keys":           "/keys/a.pem",
		"/keys/":          "/keys/a.pem",
		"/my keys":        "/my keys/sub",
		"/my keys/sub":    "",
		"/keys-of":        "",
		"/keys-of-others": "/keys-of-others/x",
	} {
		assert.Equal(t, want, mountBelow(table, dir), dir)
	}
	assert.NotEmpty(t, mountBelow("22 1 8:1 / /a rw - ext4 x rw", "/"))
	assert.Equal(t, `a\9b`, unescapeOctal(`a\9b`))
	assert.Equal(t, `a\`, unescapeOctal(`a\`))
}
