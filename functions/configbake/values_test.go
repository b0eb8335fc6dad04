package configbake

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestPaths(t *testing.T) {
	for path, problem := range map[string]string{
		"/app/config.yaml":    "",
		"/a":                  "",
		"/app/a b=c:d$(X).y":  "",
		"/processes/conf":     "",
		"/app/…":              "",
		"":                    "absolute",
		"app/config.yaml":     "absolute",
		"./config.yaml":       "absolute",
		"/":                   "root",
		"/app/":               "slash",
		"/app//config.yaml":   "clean",
		"/app/./config.yaml":  "clean",
		"/app/../config.yaml": "clean",
		"/..":                 "clean",
		"/proc":               "runtime",
		"/proc/1/environ":     "runtime",
		"/sys/x":              "runtime",
		"/dev/null":           "runtime",
		"/etc/hosts":          "runtime",
		"/etc/hosts.allow":    "",
		"/app/a,b":            "comma",
		"/app/a\nb":           "comma",
		"/app/\x7f":           "comma",
		"/app/\xff":           "comma",
	} {
		if got := checkPath(path); problem == "" {
			assert.Empty(t, got, path)
		} else {
			assert.Contains(t, got, problem, path)
		}
	}
}

func TestNames(t *testing.T) {
	for s, want := range map[string]struct{ key, env, name bool }{
		"api-config":             {true, true, true},
		"config.yaml":            {true, true, true},
		"LOG_LEVEL":              {true, true, false},
		"_":                      {true, true, false},
		"1st":                    {true, false, true},
		"-x":                     {true, true, false},
		".dockerconfigjson":      {true, true, false},
		".":                      {false, false, false},
		"..":                     {false, false, false},
		"..data":                 {false, false, false},
		"":                       {false, false, false},
		"a/b":                    {false, false, false},
		"a b":                    {false, false, false},
		"ä":                      {false, false, false},
		"a=b":                    {false, false, false},
		strings.Repeat("a", 253): {true, true, true},
	} {
		assert.Equal(t, want.key, isKey(s), "key %s", s)
		assert.Equal(t, want.env, isEnvName(s), "variable %s", s)
		assert.Equal(t, want.name, isName(s), "name %s", s)
	}
	assert.False(t, isKey(strings.Repeat("a", 254)))
	assert.False(t, isName(strings.Repeat("a", 254)))
}

func TestModes(t *testing.T) {
	for s, want := range map[string]int64{
		"0644": 0o644, "0755": 0o755, "0o500": 0o500, "420": 0o644, "511": 0o777, "0": 0, "0x1ed": 0o755,
		"01000": -1, "512": -1, "-1": -1, "0888": -1, "rw-r--r--": -1, "": -1, "1e2": -1,
	} {
		got, ok := parseMode(s)
		assert.Equal(t, want >= 0, ok, s)
		if ok {
			assert.Equal(t, want, got, s)
		}
	}
}

func TestBaseNames(t *testing.T) {
	for name, want := range map[string]string{
		"api-config-5k2b8tmg4h": "api-config",
		"a-2456789bcd":          "a",
		"api-config":            "",
		"api-config-5k2b8tmg4":  "", // nine
		"api-config-5k2b8tmg4a": "", // kustomize's alphabet has no a
		"-2456789bcd":           "",
		"":                      "",
	} {
		assert.Equal(t, want, baseName(name), name)
	}
}

func TestTextsThatNeedQuotes(t *testing.T) {
	for _, s := range []string{"", "on", "Off", "y", "NO", "yes", "true", "null", "8080", "1e3", "12:30", "0x10", "~", "-", "$(A)", ".5", "ä"} {
		assert.False(t, isPlain(s), s)
	}
	for _, s := range []string{"/app/config.yaml", "info", "once", "A"} {
		assert.True(t, isPlain(s), s)
	}
}

func TestClashes(t *testing.T) {
	for name, tt := range map[string]struct {
		paths []string
		found bool
	}{
		"none":             {nil, false},
		"beside":           {[]string{"/a/b", "/a/c", "/a-b", "/a/bc"}, false},
		"one path":         {[]string{"/a/b", "/a/b"}, true},
		"a file is folder": {[]string{"/a", "/a/b/c"}, true},
		"the reverse":      {[]string{"/a/b/c", "/a"}, true},
	} {
		var files []File
		for _, p := range tt.paths {
			files = append(files, File{Path: p})
		}
		_, _, found := clash(files)
		assert.Equal(t, tt.found, found, name)
	}
}

// expand does what the kubelet does with a value: $(NAME) is a variable's value if there is one, two dollars are one, and
// any other stands for itself.
func expand(s string, variables map[string]string) string {
	var b strings.Builder
	for s != "" {
		before, after, found := strings.Cut(s, "$")
		b.WriteString(before)
		if !found {
			break
		}
		s = after
		switch {
		case strings.HasPrefix(s, "$"):
			b.WriteByte('$')
			s = s[1:]
		case strings.HasPrefix(s, "(") && strings.Contains(s, ")"):
			name, rest, _ := strings.Cut(s[1:], ")")
			if value, ok := variables[name]; ok {
				b.WriteString(value)
			} else {
				b.WriteString("$(" + name + ")")
			}
			s = rest
		default:
			b.WriteByte('$')
		}
	}
	return b.String()
}

func TestEscapesNoMoreThanItMust(t *testing.T) {
	for value, want := range map[string]string{
		"costs $5": "costs $5",
		"$HOME":    "$HOME",
		"$":        "$",
		"$(A)":     "$$(A)",
		"$(":       "$$(",
		"$$":       "$$$",
		"$$(A)":    "$$$$(A)",
		"a$b$(c":   "a$b$$(c",
	} {
		assert.Equal(t, want, escape(value))
		assert.Equal(t, value, expand(want, map[string]string{"A": "wrong"}))
	}
}

// Whatever a value is, the container gets that.
func FuzzEscape(f *testing.F) {
	for _, s := range []string{"", "$", "$$", "$$$", "$(A)", "$$(A)", "$$$(A)$", "$($(A))", "$A", "a$", "$(", "$)("} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, value string) {
		assert.Equal(t, value, expand(escape(value), map[string]string{"A": "wrong", "": "wrong"}))
	})
}
